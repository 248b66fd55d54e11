import type { Archive, Matches } from "../core/archive.ts";
import type { LogEvent } from "../core/log-event.ts";

/** What is found, as far as it goes over at once. */
export interface Portion extends Matches {
  /** By which the rest is asked for. */
  readonly rest?: number;
}

/** Letters of what comes over at once: to take it in holds up the main thread, and an event may have a hundred thousand. */
const mostLetters = 400_000;

/** What was found and has not gone over yet. */
export function createPortions() {
  const left = new Map<number, Matches>();
  let last = 0;

  function first({ events, ...found }: Matches): Portion {
    const count = countOf(events);
    if (count === events.length) return { events, ...found };
    last += 1;
    left.set(last, { events: events.slice(count), ...found });
    return { events: events.slice(0, count), rest: last };
  }

  return {
    first,
    /** Rejects where it is of an earlier thread: half of what was found must not pass for all of it. */
    async next(rest: number): Promise<Portion> {
      const found = left.get(rest);
      if (!found)
        throw new Error("the rest of what was found is gone with the thread that held it");
      left.delete(rest);
      return first(found);
    },
  };
}

/** One at least, however long it is. */
function countOf(events: readonly LogEvent[]): number {
  let letters = 0;
  const beyond = events.findIndex(({ raw }, index) => {
    letters += JSON.stringify(raw).length;
    return index > 0 && letters > mostLetters;
  });
  return beyond < 0 ? events.length : beyond;
}

/** A search that asks for one portion after the other: in between, the main thread does other things. */
export const whole =
  (
    search: (...asked: Parameters<Archive["search"]>) => Promise<Portion>,
    next: (rest: number) => Promise<Portion>,
  ): Archive["search"] =>
  async (...asked) => {
    const events: LogEvent[] = [];
    let portion: Portion = await search(...asked);
    events.push(...portion.events);
    while (portion.rest !== undefined) {
      portion = await next(portion.rest);
      events.push(...portion.events);
    }
    return { ...portion, events };
  };
