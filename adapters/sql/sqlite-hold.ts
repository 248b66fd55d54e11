import SqliteDatabase from "better-sqlite3";
import { CompiledQuery } from "kysely";
import { type Clock, DAY } from "../../src/core/clock.ts";
import { refusal } from "./engine.ts";
import { createPrivate } from "./sqlite-private-file.ts";
import { openConnection } from "./sqlite-thread.ts";

export interface Hold {
  release(): Promise<void>;
}

const lookMs = 250;

/**
 * Holds a store for one process. The lock is the operating system's, on a file beside the store: it ends with the process,
 * however that ends. Whoever has it now is waited for.
 * @throws SettingsError where it is still held then.
 */
export async function holdStore(
  store: string,
  { clock, waitMs, onWait }: { clock: Clock; waitMs: number; onWait?: () => void },
): Promise<Hold> {
  if (store === ":memory:") return nothing;
  const until = clock.now().getTime() + waitMs;
  for (let tries = 0; ; tries += 1) {
    const hold = await tryHold(`${store}-lock`);
    if (hold) return hold;
    if (clock.now().getTime() >= until) throw held(store);
    if (tries === 0) onWait?.();
    await clock.after(lookMs);
  }
}

/** Whether somebody holds it now. */
export async function isHeld(store: string): Promise<boolean> {
  if (store === ":memory:") return false;
  const hold = await tryHold(`${store}-lock`);
  await hold?.release();
  return hold === undefined;
}

const nothing: Hold = { release: async () => {} };

function held(store: string): Error {
  const detail = "Another Watchpost runs with it.";
  const fix = "Stop that one, or name another file in store.sqlite.";
  return refusal(`The database ${store}`, { detail, fix }, undefined);
}

/** Nothing where somebody else has it. Where no file can be made or written, opening the store says why. */
async function tryHold(file: string): Promise<Hold | undefined> {
  try {
    createPrivate(file);
  } catch {
    return nothing;
  }
  try {
    const connection = await openConnection(file, { busyMs: 0, tidyMs: DAY });
    try {
      await connection.executeQuery(CompiledQuery.raw("begin exclusive"));
    } catch (error) {
      await connection.close();
      throw error;
    }
    return { release: () => connection.close() };
  } catch (error) {
    const code = error instanceof SqliteDatabase.SqliteError ? error.code : "";
    if (code.startsWith("SQLITE_BUSY")) return undefined;
    if (/^SQLITE_(READONLY|CANTOPEN)/.test(code)) return nothing;
    throw error;
  }
}
