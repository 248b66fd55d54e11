import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import { copyDatabases } from "../../adapters/sql/sqlite-backup.ts";
import { restoreDatabases } from "../../adapters/sql/sqlite-restore.ts";
import { createJournal } from "../../src/journal.ts";
import { copyJournals, joinJournals } from "../../src/journal-copies.ts";
import { journalsFolder } from "../../src/journals.ts";
import { manualClock } from "../fakes/manual-clock.ts";

/** A house's files: a store that knows a word, and an archive with so many events. */
export interface Kept {
  readonly store: string;
  readonly archive: string;
}

export const filesIn = (folder: string): Kept => ({
  store: join(folder, "watchpost.db"),
  archive: join(folder, "watchpost-logs.db"),
});

export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-keeping-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export const recordsOf = (from: number, length: number) =>
  Array.from({ length }, (_, index) => ({
    log_id: `900${String(from + index).padStart(30, "0")}`,
    type: "s",
    date: new Date(Date.UTC(2026, 2, 1) + (from + index) * 1000).toISOString(),
    user_id: `auth0|${(from + index) % 50}`,
  }));

export async function write({ store, archive }: Kept, word: string, events: number): Promise<void> {
  const opened = await openSqliteStore({ file: store, clock: manualClock() });
  await opened.records("test").set("word", word);
  await opened.close();
  const engine = await openEngine({ file: archive, perSegment: 32 });
  const batch = { tenant: "prod", way: "stream" as const, records: recordsOf(0, events) };
  await engine.addAll([{ ...batch, now: new Date() }]);
  while (engine.tidy && (await engine.tidy())) {
    // Some of it is packed.
  }
  await engine.close();
}

/** @throws SettingsError where it cannot be opened. */
export async function read({ store, archive }: Kept): Promise<{ word: unknown; events: number }> {
  const opened = await openSqliteStore({ file: store, clock: manualClock() });
  const word = await opened.records("test").get("word");
  await opened.close();
  const engine = await openEngine({ file: archive });
  const { events } = await engine.coverage("prod");
  await engine.close();
  return { word, events };
}

export const copy = (
  { store, archive }: Kept,
  to: string,
  more: { keep?: number; running?: boolean; now?: Date } = {},
) => {
  const { now = new Date("2026-11-29T02:10:00Z"), running = false, ...keep } = more;
  const originals = [
    { kind: "store", file: store },
    { kind: "archive", file: archive },
  ] as const;
  const taken = () => copyJournals(store);
  const by = "Watchpost 0.1.0";
  return copyDatabases(originals, { to, ...keep, by, running, taken, now: () => now });
};

export const restore = (from: string, to: Kept, replace = false) =>
  restoreDatabases({
    from,
    to: { ...to },
    replace,
    putTaken: (words) => joinJournals(to.store, words),
    now: new Date("2026-11-29T03:00:00Z"),
  });

/** A journal as the bot has them, for what it acknowledged. */
export const journalOf = ({ store }: Kept) =>
  createJournal(join(journalsFolder(store), "local-lines"), (error) => {
    throw error;
  });

/** What a bot that starts there finds acknowledged. */
export const leftIn = (kept: Kept): readonly unknown[] =>
  journalOf(kept)
    .left()
    .map(({ said }) => said);
