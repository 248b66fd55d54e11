import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sqliteArchive } from "../../adapters/sql/sqlite-archive.ts";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import type { Archive, Arrival, Matches } from "../../src/core/archive.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import { openArchive } from "../../src/logs/archive.ts";
import { totalOf } from "../../src/logs/total.ts";
import {
  all,
  everything,
  minute,
  record,
  streamed,
  wholeAnswers,
} from "../contracts/archive-bench.ts";
import { standingClock } from "../contracts/store-bench.ts";

const clock = standingClock();
clock.set(minute(24 * 60));
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-archive-"));
  file = join(folder, "data", "logs.db");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const silent = { info() {}, warn() {}, error() {} };
const open = (at = file) =>
  openArchive({
    engine: sqliteArchive({ file: at, perSegment: 8, ...wholeAnswers }),
    clock,
    log: silent,
  });
const opening = (at: string) =>
  openEngine({ file: at }).then(
    (engine) => engine.close().then(() => "opened"),
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe("the archive's thread", () => {
  it("reads what a log stream sends, keeps it, and refuses what is no log", async () => {
    const archive = await open();
    const lines = [record(1), record(2)].map((data) => JSON.stringify({ data }));
    const body = new TextEncoder().encode(lines.join("\n"));
    expect(await archive.take("prod", body, {})).toMatchObject({
      kind: "stored",
      added: { fresh: 2, known: 0 },
    });
    expect(body.byteLength).toBe(0);
    expect(await everything(archive, all)).toEqual([record(2).log_id, record(1).log_id]);
    const words = new TextEncoder().encode("not a log");
    expect(await archive.take("prod", words, {})).toMatchObject({ kind: "refused", status: 400 });
    await archive.close();
    await archive.close();
    await expect(archive.search("prod", all, { limit: 1 })).rejects.toThrow("has ended");
    expect(await archive.check()).toMatchObject({ ok: false, fix: expect.any(String) });
  });

  it("keeps many batches that come at once, each of them whole", async () => {
    const archive = await open();
    const batches = Array.from({ length: 40 }, (_, index) =>
      archive.add(streamed([record(index), record(index + 1)], index % 2 ? "prod" : "dev")),
    );
    const added = await Promise.all(batches);
    expect(added.reduce((sum, { fresh }) => sum + fresh, 0)).toBe(80);
    expect((await archive.facts()).events).toBe(80);
    await archive.close();
  });

  it("hands over a thousand events and every count as the engine has them", async () => {
    const archive = await open();
    const records = Array.from({ length: 1100 }, (_, index) =>
      record(index, { type: ["s", "fp", "zz"][index % 3] }),
    );
    await archive.add(streamed(records));
    const first = await archive.search("prod", all, { limit: 1000 });
    expect(first.events.map(({ id }) => id)).toEqual(
      records
        .map((one) => one.log_id)
        .reverse()
        .slice(0, 1000),
    );
    const rest = await archive.search("prod", all, { limit: 1000, ...after(first) });
    expect(rest.events.map(({ at }) => at)).toEqual(
      Array.from({ length: 100 }, (_, index) => minute(99 - index)),
    );
    expect(rest.next).toBeUndefined();
    const counts = await archive.counts("prod", { from: minute(0), to: minute(120) });
    expect(counts).toHaveLength(6);
    const wrong = { hour: minute(60), type: "fp", cause: "wrong-password", count: 20 };
    expect(counts).toEqual(expect.arrayContaining([wrong, { ...wrong, hour: minute(0) }]));
    await archive.close();
  });

  it("begins anew when it dies: says so meanwhile, has everything, and goes on telling who watches", async () => {
    const problems: string[] = [];
    const log = { ...silent, error: (_: object, words: string) => void problems.push(words) };
    const module = new URL("../fakes/dying-engine.ts", import.meta.url);
    const archive = await openArchive({ engine: { module, data: { file } }, clock, log });
    const heard: Arrival[] = [];
    archive.watch("prod", all, (arrival) => heard.push(arrival));
    await archive.add(streamed([record(1)]));
    const asked = [archive.search("deadly", all, { limit: 1 }), archive.kinds("prod")];
    for (const answer of asked) await expect(answer).rejects.toThrow("begun anew");
    await expect(archive.add(streamed([record(2)]))).rejects.toThrow("begun anew");
    expect(await archive.check()).toMatchObject({ ok: false });
    await expect.poll(() => archive.check()).toMatchObject({ ok: true });
    expect(await everything(archive, all)).toEqual([record(1).log_id]);
    await archive.add(streamed([record(3)]));
    await expect.poll(() => heard.length).toBe(2);
    expect(problems).toEqual(["the thread of the log archive has ended; it is begun anew"]);
    await archive.close();
  });
});

describe("the archive's file", () => {
  it("is created with its folder for nobody else to read", async () => {
    const engine = await openEngine({ file });
    const modes = [file, `${file}-wal`, join(folder, "data")].map(
      (at) => statSync(at).mode & 0o777,
    );
    expect(modes).toEqual([0o600, 0o600, 0o700]);
    await engine.close();
  });

  it("is refused with words for the operator where it is something else", async () => {
    const words = join(folder, "words.db");
    writeFileSync(words, "These are words, and no database at all. ".repeat(99));
    expect(await opening(words)).toContain("The file is not a database.");
    const other = join(folder, "other.db");
    new SqliteDatabase(other).exec("create table notes (note text)").close();
    expect(await opening(other)).toContain(
      "no archive of logs. Name another file in store.archive.",
    );
    expect(await opening(join(words, "logs.db"))).toContain(
      "It cannot be opened or created (EEXIST).",
    );
    expect(await opening(file)).toBe("opened");
    const later = new SqliteDatabase(file);
    later.pragma("user_version = 99");
    later.close();
    expect(await opening(file)).toContain(
      "It is of format 99, and this build of Watchpost knows format",
    );
  });

  it("names nobody in its index", async () => {
    const engine = await openEngine({ file, perSegment: 4, ...wholeAnswers });
    const records = Array.from({ length: 20 }, (_, index) =>
      record(index, { description: "wrongdoing of someone", ip: "198.51.100.77" }),
    );
    await engine.addAll([{ ...streamed(records), now: minute(0) }]);
    while (await engine.tidy());
    await engine.close();
    const database = new SqliteDatabase(file);
    database.exec("delete from recent");
    database.exec("vacuum");
    database.close();
    const bytes = readFileSync(file).toString("latin1");
    for (const word of ["ada", "acme.example", "wrongdoing", "198.51.100"]) {
      expect(bytes).not.toContain(word);
    }
  });

  it("holds after kill -9 what was said to be kept, and nothing by halves", async () => {
    const writer = fileURLToPath(new URL("../fakes/archive-writer.ts", import.meta.url));
    const kept = await killedAfter(60, writer);
    const archive = await open();
    const ids = await everything(archive, all);
    expect([kept, kept + 3]).toContain(ids.length);
    expect(ids.toReversed()).toEqual(ids.map((_, index) => record(index).log_id));
    await agrees(archive, ids.length);
    await archive.close();
  });
});

const after = ({ next }: Matches) => (next ? { after: next } : {});

describe("the archive's counts", () => {
  it("tell two thousand kinds apart, and count the rest together, so that nobody can fill them", async () => {
    const engine = await openEngine({ file: ":memory:", ...wholeAnswers });
    const letters = (count: number) =>
      [...count.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)));
    const records = Array.from({ length: 2100 }, (_, index) =>
      record(index / 60, { type: "f", description: `Made up ${letters(index).join("")}` }),
    );
    await engine.addAll([{ ...streamed(records), now: minute(0) }]);
    const kinds = await engine.kinds("prod");
    expect(kinds.length).toBeLessThanOrEqual(2001);
    expect(kinds.find(({ cause }) => cause === "~other")?.count).toBeGreaterThanOrEqual(99);
    expect(kinds.reduce((sum, { count }) => sum + count, 0)).toBe(2100);
    await engine.close();
  });

  it("tell five hundred unknown types apart, and count the rest together, while each event is kept and found", async () => {
    const engine = await openEngine({ file: ":memory:", perSegment: 64, ...wholeAnswers });
    const made = (index: number) =>
      record(index / 60, {
        type: `zz_${index}`,
        ...(index % 2 ? {} : { user_id: "auth0|mallory" }),
      });
    const records = Array.from({ length: 900 }, (_, index) => made(index));
    const prod = { ...streamed([...records, record(1, { log_id: "known", type: "fp" })]) };
    await engine.addAll([{ ...prod, now: minute(60) }]);
    await engine.addAll([{ ...streamed([made(900)]), now: minute(60) }]);
    while (await engine.tidy());
    const kinds = await engine.kinds("prod");
    const counted = (type: string) => kinds.find((kind) => kind.type === type)?.count;
    expect(kinds).toHaveLength(502);
    expect([counted("other unknown"), counted("zz_3"), counted("fp")]).toEqual([401, 1, 1]);
    const hours = { from: minute(0), to: minute(60) };
    expect(await engine.counts("prod", hours)).toHaveLength(502);
    const query = { ...all, since: minute(0), until: minute(60) };
    const total = (terms: LogQuery["terms"]) =>
      totalOf(
        engine as unknown as Archive,
        { tenant: "prod", query: { ...query, terms } },
        minute(60),
      );
    expect(await total([])).toBe(902);
    expect(await total([{ field: "type", values: ["fp"], not: true }])).toBe(901);
    expect(await total([{ field: "type", values: ["zz_899"] }])).toBeUndefined();
    const last = { terms: [{ field: "type", values: ["zz_899"] }] } as const;
    expect((await engine.search("prod", last, { limit: 5 })).events).toHaveLength(1);
    await engine.forget("prod", ["auth0|mallory"], minute(60));
    const left = await engine.kinds("prod");
    expect(left.reduce((sum, { count }) => sum + count, 0)).toBe(902 - 451);
    expect(left.find(({ type }) => type === "other unknown")?.count).toBe(200);
    await engine.close();
  });
});

/** Whatever else is said of so many events. */
async function agrees(archive: Archive, events: number): Promise<void> {
  const { proved, ...coverage } = await archive.coverage("prod");
  expect(coverage.events).toBe(events);
  expect(proved?.checkpoint).toBe(String(events));
  expect((await archive.kinds("prod")).map(({ count }) => count)).toEqual([events]);
  const again = Array.from({ length: events }, (_, index) => record(index));
  expect(await archive.add(streamed(again))).toMatchObject({ fresh: 0, known: events });
  const database = new SqliteDatabase(file, { readonly: true });
  expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  database.close();
}

/** How many events a writing process had reported as kept when it was killed, some moment after so many. */
async function killedAfter(events: number, writer: string): Promise<number> {
  const child = spawn(process.execPath, ["--import", "tsx", writer, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes(`kept ${events}\n`)) child.kill("SIGKILL");
  });
  await once(child, "close");
  return Number(said.trim().split("\n").at(-1)?.split(" ")[1]);
}
