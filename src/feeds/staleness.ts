import { type Clock, MINUTE } from "../core/clock.ts";
import { sayDuration } from "../core/duration.ts";
import { passed } from "../core/passed.ts";
import { staleAfter } from "../core/source.ts";
import type { Observation, Store, TargetName, TargetState } from "../core/store.ts";
import type { Subject } from "../core/subject.ts";
import { type Due, nameOf } from "./poll.ts";

/** Alerts of the bot's own belong to this source; whoever follows the source they are about is told. */
const ownTarget: TargetName = { key: "watchpost", source: "watchpost", title: "Watchpost" };

/** An alert that a target has gone unread for too long. One per episode: silence must never be mistaken for health. */
export function staleAlert(
  target: TargetName,
  lastReadAt: Date,
  error: string | undefined,
  limitMs: number,
): Subject {
  return {
    ...alertOf(target, lastReadAt),
    phase: "investigating",
    revisions: [
      {
        key: "unread",
        phase: "investigating",
        text: `Watchpost has not been able to read ${target.title} for more than ${sayDuration(limitMs)}${error ? `: ${error}` : "."} Until it can, silence here does not mean that all is well.`,
      },
    ],
  };
}

/** The same alert, ended. */
function readAgain(target: TargetName, lastReadAt: Date, at: Date): Subject {
  return {
    ...alertOf(target, lastReadAt),
    phase: "resolved",
    revisions: [
      {
        key: "read",
        phase: "resolved",
        text: `Watchpost reads ${target.title} again. What was said there in the meantime is being told now.`,
        at,
      },
    ],
  };
}

/** It looks about every second; after a longer break than this it was asleep. */
const longestBreakMs = 2 * MINUTE;

/** Opens an alert for each target that has gone unread too long, and closes it when it is read again. */
export interface Watch {
  look(all: readonly Due[]): Promise<readonly Observation[]>;
}

export function createWatch({
  subjects,
  clock,
}: {
  subjects: Store["subjects"];
  clock: Clock;
}): Watch {
  /** Since when the bot has looked without a break: neither a stop nor a sleeping machine makes a source stale. */
  let awakeSince = clock.now();
  let lookedAt = awakeSince;
  /** The open alerts: the target's key to when it was last read. Some may stem from an earlier life. */
  let open: Map<string, Date> | undefined;

  function judge(
    due: Due,
    state: TargetState | undefined,
    alerts: Map<string, Date>,
  ): Observation | undefined {
    const now = clock.now();
    const { key } = due.target;
    const name = nameOf(due.source, due.target);
    const opened = alerts.get(key);
    if (opened) {
      if (!(state?.lastReadAt && state.lastReadAt > opened)) return undefined;
      alerts.delete(key);
      return { target: ownTarget, at: now, subjects: [readAgain(name, opened, now)] };
    }
    const since = unreadSince(state, awakeSince, now);
    const limit = staleAfter(due.settings);
    if (now.getTime() - since.getTime() <= limit) return undefined;
    alerts.set(key, since);
    return { target: ownTarget, at: now, subjects: [staleAlert(name, since, state?.error, limit)] };
  }

  return {
    async look(all) {
      const now = clock.now();
      if (passed(lookedAt, now) > longestBreakMs) awakeSince = now;
      lookedAt = now;
      open ??= await openAlerts(subjects);
      const alerts = open;
      const states = new Map((await subjects.targets()).map((state) => [state.key, state]));
      return all.flatMap((due) => judge(due, states.get(due.target.key), alerts) ?? []);
    },
  };
}

async function openAlerts(subjects: Store["subjects"]): Promise<Map<string, Date>> {
  const alerts = await subjects.find({ source: ownTarget.source, open: true });
  return new Map(
    alerts.flatMap(({ id }): [string, Date][] => {
      const [, key, since] = /^stale:(.+):(\d{4}-\d\d-\d\dT[\d:.]+Z)$/s.exec(id) ?? [];
      return key && since ? [[key, new Date(since)]] : [];
    }),
  );
}

/** The last successful read, or the bot's own awakening: time in which nobody tried does not count against the target. */
function unreadSince(state: TargetState | undefined, awakeSince: Date, now: Date): Date {
  const read = state?.lastReadAt;
  return read && read > awakeSince && read <= now ? read : awakeSince;
}

function alertOf(target: TargetName, lastReadAt: Date) {
  return {
    source: ownTarget.source,
    id: `stale:${target.key}:${lastReadAt.toISOString()}`,
    title: `${target.title} cannot be read`,
    url: "",
    labels: ["alert"],
    facts: [],
    about: target.source,
    // It says what stands in the way, and what to do.
    offers: [{ label: "Examine", line: "doctor" }],
    ...(target.feed ? { feed: target.feed } : {}),
  };
}
