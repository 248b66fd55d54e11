import { DAY } from "../../core/clock.ts";
import { type Draft, eventOf, logIdOf, type RawEvent, takenInAt } from "./event.ts";
import { latenessOf, longestLateMs } from "./lateness.ts";
import type { Test } from "./query-terms.ts";
import { eventsOfSlot, slotMs } from "./slots.ts";

/** Auth0 shows no more than this of a search. */
export const mostFound = 1000;

/** The tenant's logs: what the story makes of the time, and what is asked of the tenant itself. */
export interface History {
  /** Remembers that something happened just now. */
  record(draft: Draft): void;
  /** By their own time, newest first unless `oldestFirst`; at most `mostFound`. */
  search(test: Test, oldestFirst: boolean): readonly RawEvent[];
  /** In order of their ids, from after one on; from the beginning where none is given. Some are shown late. */
  after(id: string | undefined, take: number): readonly RawEvent[];
  /** The same, and what is shown late as well: log streams have it at once. */
  takenInAfter(id: string | undefined, take: number): readonly RawEvent[];
  find(id: string): RawEvent | undefined;
}

/** How long the log goes back when the story begins, and how much happens a minute, unless given. */
const usual = { before: DAY, perMinute: 9 } as const;
/** Beyond that, no more than so much is ever kept. */
const keptBeyond = 2 * DAY;
/** Events that really happened; enough for days of synthetic logins. */
const mostRecorded = 5000;
const mostSlots = 216;

/** What a tenant's past is like. */
export interface Past {
  /** Milliseconds that it goes back when the story begins. */
  readonly before?: number;
  readonly perMinute?: number;
}

export function createHistory({
  began,
  domain,
  now,
  before = usual.before,
  perMinute = usual.perMinute,
}: Past & {
  readonly began: Date;
  readonly domain: string;
  readonly now: () => Date;
}): History {
  const recorded: RawEvent[] = [];
  let counter = 0;
  const slotOf = remembering((slot) => eventsOfSlot(slot, { began, domain, perMinute }));

  const firstMs = () => Math.max(began.getTime() - before, now().getTime() - before - keptBeyond);
  const slotsFrom = (ms: number): readonly number[] => {
    const first = Math.floor(ms / slotMs);
    const last = Math.floor(now().getTime() / slotMs);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  };

  /** What was taken in by now of one slot, in order of the ids. */
  const takenIn = (slot: number) => ofSlot(slot, () => true);

  /** What the log shows of it by now: some only a while after, among what was shown before. */
  function visible(slot: number): readonly RawEvent[] {
    const at = now().getTime();
    if ((slot + 1) * slotMs + longestLateMs < at) return takenIn(slot);
    return ofSlot(slot, ({ log_id }) => (takenInAt(log_id) ?? 0) + latenessOf(log_id) <= at);
  }

  function ofSlot(slot: number, isShown: (event: RawEvent) => boolean): readonly RawEvent[] {
    const from = logIdOf(Math.max(slot * slotMs, firstMs()), 0, 0);
    const end = Math.min((slot + 1) * slotMs, now().getTime() + 1);
    const until = logIdOf(end, 0, 0);
    const isThere = ({ log_id }: RawEvent) => log_id >= from && log_id < until;
    const own = recorded.filter(isThere);
    const made = slotOf(slot).filter((event) => isThere(event) && isShown(event));
    return own.length === 0 ? made : [...made, ...own].sort(byId);
  }

  const following =
    (there: (slot: number) => readonly RawEvent[]) => (id: string | undefined, take: number) => {
      const from = Math.max(takenInAt(id ?? "") ?? 0, firstMs());
      const found: RawEvent[] = [];
      for (const slot of slotsFrom(from)) {
        found.push(...there(slot).filter(({ log_id }) => id === undefined || log_id > id));
        if (found.length >= take) break;
      }
      return found.slice(0, take);
    };

  return {
    record(draft) {
      counter += 1;
      const at = now();
      // Behind whatever the story puts into the same millisecond, and shown at once: whoever tries it looks for it.
      recorded.push(eventOf(draft, logIdOf(at.getTime(), 999, counter), at, domain));
      if (recorded.length > mostRecorded) recorded.shift();
    },
    search(test, oldestFirst) {
      const slots = slotsFrom(firstMs());
      const found = gather(oldestFirst ? slots : slots.toReversed(), visible, test);
      const sorted = found.sort((one, other) => (one.date < other.date ? -1 : 1));
      return (oldestFirst ? sorted : sorted.reverse()).slice(0, mostFound);
    },
    after: following(visible),
    takenInAfter: following(takenIn),
    find(id) {
      const at = takenInAt(id);
      if (at === undefined || at < firstMs()) return undefined;
      return visible(Math.floor(at / slotMs)).find(({ log_id }) => log_id === id);
    },
  };
}

/** Makes each slot once, as long as it is among the last ones made: a day and a half of them, some 20 MB. */
function remembering(make: (slot: number) => readonly RawEvent[]) {
  const made = new Map<number, readonly RawEvent[]>();
  return (slot: number): readonly RawEvent[] => {
    const events = made.get(slot) ?? make(slot);
    made.set(slot, events);
    const [oldest] = made.keys();
    if (made.size > mostSlots && oldest !== undefined) made.delete(oldest);
    return events;
  };
}

/** Enough to know the first `mostFound` by their own time, which may be before the slot they stand in. */
function gather(
  slots: readonly number[],
  visible: (slot: number) => readonly RawEvent[],
  test: Test,
): RawEvent[] {
  const found: RawEvent[] = [];
  for (const slot of slots) {
    const enough = found.length >= mostFound;
    found.push(...visible(slot).filter(test));
    if (enough) break;
  }
  return found;
}

const byId = (one: RawEvent, other: RawEvent): number => (one.log_id < other.log_id ? -1 : 1);
