import { type Clock, HOUR } from "./clock.ts";
import type { Records } from "./records.ts";

/** So long a line is known again: what proves that it came from the platform is worth nothing by then. */
const knownMs = 2 * HOUR;
const most = 10_000;

/** Lines by their ids, so that each is answered once, to whichever life of the bot it is delivered. */
export interface Answered {
  /** True for each id the first time it is asked about. */
  isNew(id: string): boolean;
  /** Writes it down for the next life, and forgets what nobody delivers any more. */
  keep(id: string): Promise<void>;
  /** What earlier lives answered. */
  load(): Promise<void>;
}

export function createAnswered(records: Records, clock: Clock): Answered {
  /** When each was taken, oldest first. */
  const known = new Map<string, number>();
  const time = () => clock.now().getTime();

  async function forget(): Promise<void> {
    for (const [id, at] of known) {
      if (at >= time() - knownMs && known.size <= most) return;
      known.delete(id);
      await records.remove(`${prefix}${id}`);
    }
  }

  return {
    isNew(id) {
      if (known.has(id)) return false;
      known.set(id, time());
      return true;
    },
    async keep(id) {
      const at = known.get(id) ?? time();
      known.set(id, at);
      await records.set(`${prefix}${id}`, at);
      await forget();
    },
    async load() {
      const answered = await records.list<number>(prefix);
      for (const { key, value } of answered.toSorted((one, other) => one.value - other.value)) {
        known.set(key.slice(prefix.length), value);
      }
    },
  };
}

const prefix = "answered/";
