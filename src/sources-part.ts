import type { SourceFacts } from "./core/command.ts";
import { sayDuration } from "./core/duration.ts";
import { sayCount } from "./core/say.ts";
import { type Part, unreadMs } from "./core/standing.ts";
import type { TargetState } from "./core/store.ts";

interface Looked {
  /** What is read, as far as the store has heard of it. */
  readonly targets: readonly TargetState[];
  readonly sources: readonly SourceFacts[];
  /** When the bot was started. */
  readonly since: Date;
  readonly now: Date;
}

/** Whether the sources are read within their limits. It is not said of those that were not read yet: those are named. */
export function sourcesPart(looked: Looked | undefined): Part {
  const part = "sources";
  if (!looked) return { part, ready: true, state: "not looked at yet" };
  const reads = looked.sources.map((source) => readOf(source, looked)).sort(byId);
  const late = reads.filter(({ source, unread }) => unread > source.staleAfter);
  if (late.length > 0) {
    const have = late.length === 1 ? "has" : "have";
    const ids = late.map(({ source }) => source.id).join(", ");
    const state = `${sayCount(late.length, "source")} ${have} not been read for too long: ${ids}`;
    return { part, ready: false, state };
  }
  const pending = reads.filter(({ begun }) => !begun);
  if (pending.length === 0) return { part, ready: true, state: "read within their limits" };
  const each = pending.map(({ source }) => sayPending(source)).join(", ");
  return { part, ready: true, state: `not read yet since the start: ${each}` };
}

const sayPending = ({ id, staleAfter }: SourceFacts): string =>
  `${id} (a fault ${sayDuration(staleAfter)} after it)`;

const byId = (a: { source: SourceFacts }, b: { source: SourceFacts }): number =>
  a.source.id < b.source.id ? -1 : 1;

/** For how long any of a source's targets was not read, and whether all of them were since the start. */
function readOf(source: SourceFacts, { targets, ...at }: Looked) {
  const known = targets.filter(({ source: id }) => id === source.id);
  // The store hears of a target once a try is over: what hangs from the start on is not there.
  const unheard: readonly Pick<TargetState, "lastReadAt">[] = isRead(source) ? [{}] : [];
  const awaited = known.length === 0 ? unheard : known;
  return {
    source,
    unread: Math.max(0, ...awaited.map((target) => unreadMs(target, at))),
    begun: awaited.every(({ lastReadAt }) => lastReadAt !== undefined && lastReadAt >= at.since),
  };
}

/** Whether something of it is read, whoever subscribes what. */
const isRead = ({ polled, feedNamed, idle }: SourceFacts): boolean =>
  polled !== false && !feedNamed && !idle;
