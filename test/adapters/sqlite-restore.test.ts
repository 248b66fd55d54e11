import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sayRestored } from "../../adapters/sql/sqlite-backup-words.ts";
import { holdStore } from "../../adapters/sql/sqlite-hold.ts";
import { putBack } from "../../adapters/sql/sqlite-keeping.ts";
import { systemClock } from "../../src/clock.ts";
import { joinJournals } from "../../src/journal-copies.ts";
import {
  copy,
  filesIn,
  journalOf,
  type Kept,
  leftIn,
  newFolder,
  read,
  restore,
  write,
} from "./sqlite-keeping-bench.ts";

let place: ReturnType<typeof newFolder>;
let files: Kept;
let backup = "";
beforeEach(async () => {
  place = newFolder();
  files = filesIn(place.folder);
  backup = join(place.folder, "backup");
  await write(files, "then", 100);
  journalOf(files).keep("said then");
  copy(files, backup);
});
afterEach(() => place.remove());

const inPlace = (...names: readonly string[]) => join(place.folder, ...names);
const journals = { join: joinJournals };
const manifestAt = () => join(backup, "manifest.json");

function rewrite(change: (manifest: Record<string, unknown>) => void): void {
  const manifest = JSON.parse(readFileSync(manifestAt(), "utf8"));
  change(manifest);
  writeFileSync(manifestAt(), JSON.stringify(manifest));
}

describe("a restore", () => {
  it("puts store and archive where there was nothing, for their owner's eyes alone", async () => {
    const fresh = filesIn(inPlace("fresh", "data"));
    const said = sayRestored(restore(backup, fresh)).join("\n");
    expect(said).toMatch(/fresh\/data\/watchpost\.db is restored and sound: \d\.\d MB\.\n/);
    expect(said).toMatch(/watchpost-logs\.db is restored and sound: \d\.\d MB, 100 log events\.\n/);
    expect(said).toContain("All is as it was on 2026-11-29 02:10 UTC. Watchpost was stopped then");
    expect(said).toMatch(/watchpost doctor, and start Watchpost\.$/);
    expect(await read(fresh)).toEqual({ word: "then", events: 100 });
    expect(Object.values(fresh).filter((file) => statSync(file).mode & 0o077)).toEqual([]);
    expect(
      readdirSync(inPlace("fresh", "data")).filter((name) => name.endsWith("restoring")),
    ).toEqual([]);
  });

  it("says what may be told twice where the bot ran on", () => {
    const ran = inPlace("ran");
    copy(files, ran, { running: true });
    expect(sayRestored(restore(ran, filesIn(inPlace("fresh")))).join("\n")).toContain(
      "what it has told since may be told once more",
    );
  });

  it("replaces nothing unasked, and keeps what it replaces beside it, with all that belongs to it", async () => {
    await write(files, "now", 300);
    writeFileSync(`${files.store}-wal`, "what was written last");
    expect(() => restore(backup, files)).toThrow(/watchpost\.db-wal.* are there\. Add --replace/);
    expect(readFileSync(`${files.store}-wal`, "utf8")).toBe("what was written last");

    const { kept } = restore(backup, files, true);
    expect(kept).toContain(`${files.store}.before-2026-11-29T03-00-00Z-wal`);
    expect(existsSync(`${files.store}-wal`)).toBe(false);
    expect(await read(files)).toEqual({ word: "then", events: 100 });
    const aside = (file: string) => `${file}.before-2026-11-29T03-00-00Z`;
    rmSync(`${aside(files.store)}-wal`);
    const before = { store: aside(files.store), archive: aside(files.archive) };
    expect(await read(before)).toEqual({ word: "now", events: 300 });
  });

  it("brings what was acknowledged and not in the store yet, beside what has been acknowledged since", () => {
    const fresh = filesIn(inPlace("fresh"));
    restore(backup, fresh);
    expect(leftIn(fresh)).toEqual(["said then"]);
    expect(statSync(`${fresh.store}-taken/local-lines`).mode & 0o077).toBe(0);

    journalOf(files).keep("said now");
    restore(backup, files, true);
    expect(leftIn(files)).toEqual(["said then", "said now"]);
    journalOf(files)
      .left()
      .map(({ release }) => release());
    journalOf(files).keep("said later");
    expect(leftIn(files)).toEqual(["said later"]);
  });

  it("goes to other names than the backup's, as the settings say", async () => {
    const other = { store: inPlace("x", "bot.db"), archive: inPlace("y", "events.db") };
    restore(backup, other);
    expect(await read(other)).toEqual({ word: "then", events: 100 });
  });

  it.each([
    ["is not there", () => rmSync(backup, { recursive: true }), /has no manifest\.json/],
    [
      "has no manifest",
      () => rmSync(manifestAt()),
      /has no manifest\.json, so it is no backup, or one that was cut off/,
    ],
    [
      "has a manifest that is torn",
      () => writeFileSync(manifestAt(), '{"format": 1'),
      /cannot be read/,
    ],
    [
      "leads out of its folder",
      () =>
        rewrite((one) =>
          Object.assign((one.files as object[])[0] ?? {}, { name: "../watchpost.db" }),
        ),
      /cannot be read/,
    ],
    ["lacks a part", () => rewrite((one) => void (one.files as object[]).pop()), /cannot be read/],
    [
      "lacks a file",
      () => rmSync(join(backup, "watchpost-logs.db")),
      /watchpost-logs\.db is not there/,
    ],
    [
      "has a file that grew",
      () => appendFileSync(join(backup, "watchpost.db"), "x"),
      /has changed since: it has \d+ bytes, and \d+ were written/,
    ],
    [
      "has a file with another byte",
      () => flip(join(backup, "watchpost-logs.db")),
      /has changed since: its content is not what was written/,
    ],
    [
      "has other lines under way than were written",
      () => appendFileSync(join(backup, "taken.jsonl"), '{"journal":"local-lines"}\n'),
      /taken\.jsonl has changed since: it has \d+ bytes/,
    ],
    [
      "lacks the lines under way",
      () => rmSync(join(backup, "taken.jsonl")),
      /taken\.jsonl is not there\. Take another backup/,
    ],
    [
      "is of a newer form",
      () => rewrite((one) => Object.assign(one, { format: 2, by: "Watchpost 9.0.0" })),
      /made by a newer Watchpost \(Watchpost 9\.0\.0\)/,
    ],
    [
      "has newer tables",
      () => rewrite((one) => Object.assign((one.files as object[])[0] ?? {}, { version: 999 })),
      /watchpost\.db is of version 999, and this build of Watchpost knows version \d+ at most/,
    ],
  ])("refuses a backup that %s, and touches nothing", async (_, spoil, words) => {
    await write(files, "now", 300);
    spoil();
    expect(() => restore(backup, files, true)).toThrow(words);
    expect(await read(files)).toEqual({ word: "now", events: 300 });
    expect(readdirSync(place.folder).filter((name) => /restoring|before/.test(name))).toEqual([]);
  });

  it.each([
    [
      "counts wrong",
      (file: string) => change(file, "update tenants set events = events + 1"),
      /watchpost-logs\.db is of no use\. It has 100 log events and says that it has 101\./,
    ],
    [
      "is cut off in the middle",
      (file: string) => truncateSync(file, statSync(file).size / 2),
      /watchpost-logs\.db is of no use\. It is damaged.*\. Take another backup\./,
    ],
    [
      "is no database",
      (file: string) => writeFileSync(file, "x".repeat(5000)),
      /watchpost-logs\.db is of no use\. It is damaged\. Take another backup\./,
    ],
    [
      "is newer than its manifest says",
      (file: string) => change(file, "pragma user_version = 99"),
      /watchpost-logs\.db is of version 99, and this build of Watchpost knows version \d+ at most/,
    ],
  ])("refuses a file that %s, whatever its manifest says", (_, spoil, words) => {
    const file = join(backup, "watchpost-logs.db");
    spoil(file);
    const bytes = readFileSync(file);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    rewrite((one) =>
      Object.assign((one.files as object[])[1] ?? {}, { bytes: bytes.length, sha256 }),
    );
    expect(() => restore(backup, filesIn(inPlace("fresh")))).toThrow(words);
    expect(existsSync(inPlace("fresh", "watchpost.db"))).toBe(false);
  });

  it("is refused while a bot has the store, and keeps one from starting meanwhile", async () => {
    const clock = systemClock;
    const bot = await holdStore(files.store, { clock, waitMs: 0 });
    const asked = () => putBack(files, { from: backup, replace: true }, { clock, taken: journals });
    await expect(asked()).rejects.toThrow(/Another Watchpost runs with it\. Stop that one/);
    await expect(holdStore(files.store, { clock, waitMs: 0 })).rejects.toThrow(/Another Watchpost/);
    await bot.release();
    expect((await asked()).join("\n")).toContain("is restored and sound");
  });

  it("waits for a bot that is just ending", async () => {
    const ending = await holdStore(files.store, { clock: systemClock, waitMs: 0 });
    let waits = 0;
    const next = holdStore(files.store, {
      clock: systemClock,
      waitMs: 20_000,
      onWait: () => {
        waits += 1;
        void ending.release();
      },
    });
    await (await next).release();
    expect(waits).toBe(1);
  });

  it("finds room only where it may write", () => {
    mkdirSync(inPlace("locked"));
    writeFileSync(inPlace("locked", "file"), "");
    expect(() => restore(backup, filesIn(inPlace("locked", "file")))).toThrow(
      /cannot be written to \((?:EEXIST|ENOTDIR)\)/,
    );
  });
});

function change(file: string, sql: string): void {
  const db = new SqliteDatabase(file);
  db.exec(sql);
  db.close();
}

function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
