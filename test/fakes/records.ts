import type { Records, RecordsPage } from "../../src/core/records.ts";

/** Records in memory. Documents are kept as JSON, so what comes back is never what went in, as with a real store. */
export interface FakeRecords extends Records {
  /** The next write to a key that begins so fails: before it is kept, or after (and nobody can tell which). */
  breakNext(prefix: string, when: "before" | "after"): void;
  /** Takes nothing any more, and says so to nobody: as if the bot were killed now. Until `revive`. */
  stall(): void;
  revive(): void;
  /** Whoever still waits for a write of that time is told that it failed. */
  giveUp(): void;
}

export function fakeRecords(): FakeRecords {
  const kept = new Map<string, string>();
  let stalled = false;
  const waiting: ((reason: Error) => void)[] = [];
  const faults: { prefix: string; when: "before" | "after" }[] = [];

  async function write(key: string, commit: () => void): Promise<void> {
    const dead = stalled;
    await turn();
    if (dead) return new Promise((_, reject) => waiting.push(reject));
    const at = faults.findIndex(({ prefix }) => key.startsWith(prefix));
    const [fault] = at === -1 ? [] : faults.splice(at, 1);
    if (fault?.when !== "before") commit();
    if (fault) throw new Error("the disk is full");
  }

  return {
    async get<T>(key: string) {
      await turn();
      return read<T>(kept.get(key));
    },
    set: (key, value) => {
      const json = JSON.stringify(value);
      return write(key, () => kept.set(key, json));
    },
    remove: (key) => write(key, () => kept.delete(key)),
    async list<T>(prefix: string, { after = "", limit }: Partial<RecordsPage> = {}) {
      await turn();
      return [...kept]
        .filter(([key]) => key.startsWith(prefix) && key > after)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([key, json]) => ({ key, value: JSON.parse(json) as T }));
    },
    breakNext: (prefix, when) => faults.push({ prefix, when }),
    stall() {
      stalled = true;
    },
    revive() {
      stalled = false;
    },
    giveUp() {
      for (const fail of waiting.splice(0)) fail(new Error("nothing was written"));
    },
  };
}

const read = <T>(json: string | undefined): T | undefined =>
  json === undefined ? undefined : (JSON.parse(json) as T);

/** A store answers later, never at once. */
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** Whether a line is written down with where its answer stands. */
export async function isProgressKept(records: Pick<Records, "list">): Promise<boolean> {
  const lines = await records.list<{ remembered?: unknown }>("line/");
  return lines.some(({ value }) => value.remembered !== undefined);
}
