import { HOUR } from "../core/clock.ts";
import type { CommandContext } from "../core/command.ts";
import { commonest, sayWhere } from "../core/concentration.ts";
import { isPartOf, type Matter } from "../core/failure-matters.ts";
import { keptOfNewest } from "../core/found-events.ts";
import { causeOf } from "../core/log-cause.ts";
import { type LogEvent, lightly } from "../core/log-event.ts";
import type { LogTerm } from "../core/log-query.ts";
import { type Viewer, viewOf } from "../core/log-words.ts";
import { onsetOf } from "../core/onset.ts";

/** A matter with what its newest events tell. */
export interface Looked {
  readonly matter: Matter;
  /** Since when it goes on. */
  readonly since: Date | undefined;
  /** Where nearly all of it is: "on Username-Password-Authentication". */
  readonly mainly: string | undefined;
  /** Where it concentrates, in words; empty where no event of it could be looked at. */
  readonly where: string;
  /** How many events that was told from, and whether they are all. */
  readonly events: number;
  readonly all: boolean;
  /** The one who has nearly all of it, for the asker's eyes alone. */
  readonly user: string | undefined;
}

/** Events that are looked at for each matter. */
const mostLooked = 1000;
const nearlyAll = 0.8;

export async function lookAt(
  matter: Matter,
  given: { tenant: string; from: Date; terms: readonly LogTerm[]; viewer: Viewer },
  context: CommandContext,
): Promise<Looked> {
  const { tenant, from, viewer } = given;
  const types = [...new Set(matter.kinds.map(({ kind }) => kind.type))];
  const begin = matter.run ? new Date(matter.run.from.getTime() - HOUR) : from;
  const query = {
    since: begin,
    until: context.now,
    terms: [{ field: "type" as const, values: types }, ...given.terms],
  };
  const asked = { tenant, query, limit: mostLooked };
  const found = await keptOfNewest(context.logs.search, asked, (event) =>
    isPartOf({ type: event.type, cause: causeOf(event) }, matter) ? lightly(event) : undefined,
  );
  const mine = found.kept;
  const all = !found.more && found.unseen.length === 0;
  const since =
    matter.run && ((all ? onset(matter, mine, context.now) : undefined) ?? matter.run.from);
  const events = since ? mine.filter(({ at }) => at >= since) : mine;
  return {
    matter,
    since,
    mainly: mainlyOf(events, viewer),
    where: sayWhere(events, viewer),
    events: events.length,
    all,
    user: viewer.masked ? undefined : userOf(events),
  };
}

function onset({ run, count }: Matter, events: readonly LogEvent[], now: Date): Date | undefined {
  if (!run || count === 0) return undefined;
  const hours = Math.max(1, Math.round((now.getTime() - run.from.getTime()) / HOUR));
  const times = events.map(({ at }) => at);
  return onsetOf(times, { from: run.from, now, usual: run.usual.median / hours });
}

function mainlyOf(events: readonly LogEvent[], viewer: Viewer): string | undefined {
  const on = commonest(events, (event) => viewOf(event, viewer).connection);
  if (on && on.share >= nearlyAll) return `on ${on.value}`;
  const through = commonest(events, (event) => viewOf(event, viewer).client);
  return through && through.share >= nearlyAll ? `through ${through.value}` : undefined;
}

function userOf(events: readonly LogEvent[]): string | undefined {
  const top = commonest(events, ({ userName, userId }) => userName ?? userId);
  return top && top.share >= nearlyAll ? top.value : undefined;
}
