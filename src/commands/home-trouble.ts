import { allows } from "../core/access.ts";
import { MINUTE } from "../core/clock.ts";
import type { CommandContext } from "../core/command.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { freshnessOf, isReliable, targetsOf } from "../core/freshness.ts";
import { type Block, heading, list, type Text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { TargetState } from "../core/store.ts";
import type { View } from "./status-view.ts";

/** What is stale or paused: Watchpost's own trouble, beside the tenants'. */
export interface Trouble {
  readonly count: number;
  readonly blocks: readonly Block[];
}

/** Lines that are shown; the rest is counted. */
const most = 5;
/** A digest that is later than this has not merely been waiting for its turn. */
const late = 10 * MINUTE;

export async function troubleOf(views: readonly View[], context: CommandContext): Promise<Trouble> {
  const [stale, paused, schedules] = await Promise.all([
    staleOf(context),
    pausedOf(context),
    context.store.digests.schedules(),
  ]);
  const now = context.now.getTime();
  const overdue = schedules.filter(({ nextDueAt }) => now - nextDueAt.getTime() > late).length;
  const lines: readonly Text[] = [
    ...views.flatMap(stopped),
    ...stale,
    ...paused,
    ...(overdue > 0 ? [`${sayCount(overdue, "digest is", "digests are")} overdue.`] : []),
  ];
  if (lines.length === 0) return { count: 0, blocks: [] };
  const more = lines.length - most;
  const shown = more > 0 ? [...lines.slice(0, most), `and ${more} more`] : lines;
  return { count: lines.length, blocks: [heading("Stale or paused"), list(shown)] };
}

/** Logins that are tried no more, and what ends that. */
function stopped({ name, login }: View): readonly Text[] {
  const why = login?.standing?.stopped;
  return why ? [[{ bold: `Logins of ${name}` }, `: ${excerpt(oneLine(why), 300)}`]] : [];
}

/** Conversations that get nothing: the asker's own are named below, others are counted for those whom doctor tells which. */
async function pausedOf({ store, by, role, audience }: CommandContext): Promise<readonly string[]> {
  // Shown to all, the page tells of nobody's conversations.
  if (audience === "all") return [];
  const held = await store.subscriptions.list();
  const own = new Set(
    held.filter((one) => one.by?.id === by.id).map(({ conversation }) => conversation),
  );
  const paused = (await store.subscriptions.conditions()).filter((one) => one.paused);
  const mine = paused.filter(({ conversation }) => own.has(conversation)).length;
  const others = allows(role, "operator") ? paused.length - mine : 0;
  return [
    ...(mine > 0 ? [`${sayPaused(mine, "conversation that you subscribed")}; see below.`] : []),
    ...(others > 0 ? [`${sayPaused(others, "other conversation")}; doctor says why.`] : []),
  ];
}

const sayPaused = (count: number, what: string): string =>
  `${sayCount(count, what, what.replace("conversation", "conversations"))} ${count === 1 ? "is" : "are"} paused`;

/** The source of which the verdict itself says whether it was read. */
const inVerdict = "status";

/** What is not read as it should be: silence there is no health. */
async function staleOf(context: CommandContext): Promise<readonly Text[]> {
  const { sources, now, from, by, audience } = context;
  const targets = (await targetsOf(context)).filter(({ source }) => source !== inVerdict);
  const unread = sources
    .filter(({ id, feedNamed, polled }) => id !== inVerdict && !feedNamed && polled !== false)
    .filter(({ id }) => !targets.some(({ source }) => source === id));
  const bad = targets.filter((target) => {
    const source = sources.find(({ id }) => id === target.source);
    return !isReliable(freshnessOf(target, source, now));
  });
  const feeds = (await context.store.subscriptions.list())
    .filter(
      (held) =>
        held.conversation === from.conversation || (audience === "asker" && held.by?.id === by.id),
    )
    .map(({ feed }) => feed);
  const isKnown = ({ feed }: TargetState) => feed === undefined || feeds.includes(feed);
  const others = bad.filter((target) => !isKnown(target)).length;
  return [
    ...unread.map(({ title }): Text => [{ bold: title }, " has never been read."]),
    ...bad.filter(isKnown).map(sayStale),
    ...(others > 0
      ? [`${sayCount(others, "feed is", "feeds are")} not read that others follow.`]
      : []),
  ];
}

function sayStale({ title, lastReadAt, error }: TargetState): Text {
  const why = error ? `: ${excerpt(oneLine(error), 200).replace(/\.$/, "")}` : "";
  const name = { bold: excerpt(oneLine(title), 80) };
  if (!lastReadAt) return [name, ` has never been read${why}.`];
  return [name, " has not been read since ", { time: lastReadAt }, `${why}.`];
}
