import { statSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { type Clock, MINUTE, SECOND } from "../../src/core/clock.ts";
import { isOver, noWait } from "../../src/core/passed.ts";
import { within } from "../../src/core/within.ts";
import { fileBeside, startWorker } from "../../src/worker.ts";
import type { Looked } from "./sqlite-look-worker.ts";
import { errorOf, type SqliteConnection } from "./sqlite-thread.ts";

/** Goes through a database from its beginning to its end. @returns SQLite's word for it: "ok", or what is wrong. */
export type LookThrough = (file: string, connection: SqliteConnection) => Promise<unknown>;

/** Gone through in less time than a thread takes to start. */
const smallBytes = 16_000_000;
/** So long is waited for it; whoever asked has to have an answer. */
const patienceMs = 8 * SECOND;
/** So long a large one that was found sound is taken for sound: a thread for each who asks would take 20 MB all the time. */
const soundMs = MINUTE;

/** A large file in a thread of its own: where all others are written to, everything would wait for it. */
export const lookThrough: LookThrough = (file, connection) =>
  isLarge(file) ? lookElsewhere(file) : connection.pragma("quick_check(1)");

const isLarge = (file: string): boolean => file !== ":memory:" && statSync(file).size >= smallBytes;

function lookElsewhere(file: string): Promise<unknown> {
  const url = fileBeside(import.meta.url, "sqlite-look-worker");
  const worker = startWorker(url, { workerData: file });
  return new Promise((resolve, reject) => {
    worker.once("message", ({ result, error }: Looked) =>
      error ? reject(errorOf(error)) : resolve(result),
    );
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the thread that looked through it has ended")));
    // Nobody stays for it alone.
    setTimeout(() => worker.unref(), patienceMs).unref();
  });
}

/** Looks through one database, once at a time. */
export function createLook(look: LookThrough, clock: Clock) {
  let under: Promise<unknown> | undefined;
  let sound = noWait;

  function begin(file: string, connection: SqliteConnection): Promise<unknown> {
    const begun = look(file, connection).finally(() => {
      under = undefined;
    });
    // Where nobody waits for it any more.
    begun.catch(() => {});
    return begun;
  }

  /** What is to be said of it. @throws SqliteError where it is damaged. */
  return async (file: string, connection: SqliteConnection): Promise<string> => {
    if (!isOver(sound, clock.now())) return "sound";
    under ??= begin(file, connection);
    const found = await within(under, { clock, ms: patienceMs });
    if (found === undefined) return late;
    if (found === "ok") {
      if (isLarge(file)) sound = { from: clock.now().getTime(), ms: soundMs };
      return "sound";
    }
    throw new SqliteDatabase.SqliteError(String(found), "SQLITE_CORRUPT");
  };
}

const late = `and to look through it takes more than ${patienceMs / SECOND} s: watchpost backup does, and says whether it is sound`;
