import { type Clock, DAY } from "./clock.ts";
import type { Log } from "./log.ts";
import type { Records } from "./records.ts";

/** What is known of one thing. */
export interface Entry<Value> {
  told?: { readonly value: Value; readonly at: number };
  /** When it was written down. */
  writtenAt?: number;
  loading?: Promise<void>;
  asking?: Promise<void> | undefined;
  /** The platform is not asked again before this. */
  notBefore: number;
  /** The platform said last that it does not tell us this. */
  refused?: boolean;
  /** How often it has changed: what was asked before the last time does not count. */
  changes: number;
}

/** What a platform said, kept here as far as there is room and written down for the next life. */
export interface Notes<Value> {
  entry(key: string): Entry<Value>;
  /** Resolves once what an earlier life was told is known too. Never rejects. */
  loaded(key: string, entry: Entry<Value>): Promise<void>;
  keep(key: string, entry: Entry<Value>, value: Value): Promise<void>;
  /** Mends what is known, and what an earlier life wrote down; from now on it is as good as old. */
  mend(key: string, entry: Entry<Value>, how: (value: Value) => Value): void;
  /** Takes away what was written down so long ago that nobody counts on it. Never rejects. */
  tidy(): Promise<void>;
}

const mostEntries = 2000;
/** Nobody counts on what is older. */
export const keptMs = 30 * DAY;
/** Known from before, so that it counts only while nothing newer can be had. */
const longAgo = Number.NEGATIVE_INFINITY;

export function createNotes<Value>(given: {
  /** What records' keys begin with. */
  name: string;
  records: Records;
  clock: Clock;
  log: Log;
}): Notes<Value> {
  const { name, records, clock, log } = given;
  const entries = new Map<string, Entry<Value>>();
  const time = () => clock.now().getTime();

  async function load(key: string, entry: Entry<Value>): Promise<void> {
    const kept = await records.get<{ value: Value; at: number }>(`${name}/${key}`);
    if (!kept || entry.told || time() - kept.at > keptMs) return;
    entry.told = { value: kept.value, at: longAgo };
    entry.writtenAt = kept.at;
  }

  async function write(key: string, entry: Entry<Value>, value: Value): Promise<void> {
    entry.writtenAt = time();
    await records
      .set(`${name}/${key}`, { value, at: entry.writtenAt })
      .catch((error: unknown) => log.warn({ err: error }, `${name} could not be written down`));
  }

  async function loaded(key: string, entry: Entry<Value>): Promise<void> {
    entry.loading ??= load(key, entry).catch((error: unknown) =>
      log.warn({ err: error }, `${name} could not be read`),
    );
    await entry.loading;
  }

  return {
    entry(key) {
      const entry = entries.get(key) ?? { notBefore: 0, changes: 0 };
      entries.delete(key);
      entries.set(key, entry);
      if (entries.size > mostEntries) entries.delete(entries.keys().next().value ?? key);
      return entry;
    },
    loaded,
    async keep(key, entry, value) {
      const at = time();
      const same = JSON.stringify(entry.told?.value) === JSON.stringify(value);
      entry.told = { value, at };
      if (!same || at - (entry.writtenAt ?? 0) >= DAY) await write(key, entry, value);
    },
    mend(key, entry, how) {
      entry.changes += 1;
      entry.notBefore = 0;
      entry.loading = loaded(key, entry).then(() => {
        if (!entry.told) return;
        entry.told = { value: how(entry.told.value), at: longAgo };
        void write(key, entry, entry.told.value);
      });
    },
    async tidy() {
      try {
        const all = await records.list<{ at: number }>(`${name}/`);
        const old = all.filter(({ value }) => time() - value.at > keptMs);
        for (const { key } of old) {
          entries.delete(key.slice(name.length + 1));
          await records.remove(key);
        }
      } catch (error) {
        log.warn({ err: error }, `old notes of ${name} could not be removed`);
      }
    },
  };
}
