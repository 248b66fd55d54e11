import type { MessageRef } from "../core/chat-adapter.ts";
import type { Numbers } from "../core/mask.ts";
import type { Records } from "../core/records.ts";
import type { TailWish } from "../core/tail.ts";

/** Why it ended; sentences are for people. */
export type Ended = { readonly at: string } & (
  | { readonly why: "stopped"; readonly by: string }
  /** "forgotten": it looked for somebody whom the archive was told to forget. "role": whoever began it may not any more. */
  | { readonly why: "time" | "many" | "forgotten" | "role" }
  /** The conversation takes no messages any more. */
  | { readonly why: "refused"; readonly words: string }
);

/** A tail as it is kept. Times are ISO 8601. */
export interface Kept extends TailWish {
  readonly id: string;
  readonly begunAt: string;
  /** Events from here on are looked for. */
  readonly since: string;
  readonly until: string;
  /** Absent until it was posted. */
  readonly card?: MessageRef;
  readonly ended?: Ended;
}

/** What one batch told; kept in one write, so that no event is in two. */
export interface Told {
  /** Every event that it accounts for. */
  readonly ids: readonly string[];
  readonly listed: number;
  /** By code: told as numbers only. */
  readonly counted: Readonly<Record<string, number>>;
  /** Of the mask, after it. */
  readonly numbers: Numbers;
}

/** What is there already when it begins is not told. */
export const nothingTold: Omit<Told, "ids"> = {
  listed: 0,
  counted: {},
  numbers: { user: 0, address: 0 },
};

/** Tails that go on, across restarts. Who is looked for is in it: nothing stays behind of one that has ended. */
export interface Book {
  all(): Promise<readonly { readonly kept: Kept; readonly told: readonly Told[] }[]>;
  keep(kept: Kept): Promise<void>;
  told(id: string, batch: number, told: Told): Promise<void>;
  drop(id: string): Promise<void>;
}

export function createBook(records: Records): Book {
  const tailKey = (id: string) => `tail/${id}`;
  const toldKey = (id: string) => `told/${id}/`;

  async function removeAll(prefix: string): Promise<void> {
    for (const { key } of await records.list(prefix)) await records.remove(key);
  }

  return {
    async all() {
      const tails = await records.list<Kept>("tail/");
      const ids = new Set(tails.map(({ value }) => value.id));
      const told = await records.list<Told>("told/");
      const isLost = ({ key }: { key: string }) => !ids.has(key.split("/")[1] ?? "");
      // A kill while one was dropped leaves these.
      for (const { key } of told.filter(isLost)) await records.remove(key);
      return tails.map(({ value: kept }) => ({
        kept,
        told: told.filter(({ key }) => key.startsWith(toldKey(kept.id))).map(({ value }) => value),
      }));
    },
    keep: (kept) => records.set(tailKey(kept.id), kept),
    told: (id, batch, told) => records.set(`${toldKey(id)}${String(batch).padStart(6, "0")}`, told),
    async drop(id) {
      await records.remove(tailKey(id));
      await removeAll(toldKey(id));
    },
  };
}
