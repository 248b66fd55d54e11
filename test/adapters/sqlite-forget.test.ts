import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import type { Archive } from "../../src/core/archive.ts";
import type { ArchiveEngine } from "../../src/core/archive-engine.ts";
import { DAY, HOUR } from "../../src/core/clock.ts";
import type { LogField } from "../../src/core/log-query.ts";
import { everything } from "../contracts/archive-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { everythingIn, legible } from "../fakes/archive-bytes.ts";
import { mentioning, spelled } from "../fakes/spelled.ts";
import { ago, noon } from "../fakes/subjects.ts";

const file = "logs.db";
const names = ["mira.quillon@example.com", "auth0|64107988d3534be8b2dc383d", "+49 151 2000000"];
const [mail = "", id = "", phone = ""] = names;
const token = (sub: string) =>
  `x.${Buffer.from(JSON.stringify({ sub, email: mail })).toString("base64url")}.y`;

const state = Buffer.from(`{"who":"${mail}","n":1}`).toString("base64");
/** Whatever somebody with the files could read. */
const traces = [...names, token(id), state];

/** In which ways events name a person. */
const mentions: readonly object[] = [
  { type: "fp", user_name: mail, user_id: id },
  { type: "sapi", details: { request: { path: `/api/v2/users/${encodeURIComponent(id)}/roles` } } },
  { type: "sapi", details: { request: { query: { q: `email:"${mail.toUpperCase()}"` } } } },
  { type: "gd_send_sms", details: { to: phone } },
  { type: "limit_wc", description: `${mail} blocked` },
  { type: "f", details: { qs: { id_token_hint: token(id) } } },
  { type: "f", details: { state } },
];

let count = 0;
function record(fields: object) {
  count += 1;
  const at = ago((3000 - count) * (HOUR / 60));
  const stamp = at.toISOString().replace(/\D/g, "");
  const log_id = `900${stamp}${String(count).padStart(36, "0")}`;
  return { log_id, date: at.toISOString(), type: "s", ip: "203.0.113.9", ...fields };
}

/** Many people, and somebody among them. */
function records(length: number): readonly object[] {
  return Array.from({ length }, (_, index) => {
    const other = {
      user_id: `auth0|other${index % 7}`,
      user_name: `other${index % 7}@example.com`,
    };
    return record(index % 9 === 0 ? (mentions[(index / 9) % mentions.length] ?? {}) : other);
  });
}

let folder = "";
let engine: ArchiveEngine;
const open = (at = folder) => openEngine({ file: join(at, file), perSegment: 16 });
const add = (given: readonly object[], to = engine) =>
  to.addAll([{ tenant: "prod", way: "stream", records: given, now: noon }]);

async function fill(length: number): Promise<readonly object[]> {
  const all = records(length);
  for (let from = 0; from < length; from += 100) {
    await add(all.slice(from, from + 100));
    while (await engine.tidy());
  }
  return all;
}

beforeEach(async () => {
  count = 0;
  folder = mkdtempSync(join(tmpdir(), "watchpost-forget-"));
  engine = await open();
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const questions: readonly (readonly [LogField, string])[] = [
  ...(["type", "user", "person", "ip", "text"] as const).flatMap((field) =>
    ["s", "fp", "other3@example.com", "auth0|other1", "203.0.113.9", "blocked"].map(
      (value) => [field, value] as const,
    ),
  ),
];

/** Every answer that the archive gives. */
async function answersOf(asked: Pick<Archive, "search" | "counts" | "coverage">) {
  const found = await Promise.all(
    questions.map(async ([field, value]) => {
      const query = { terms: [{ field, values: [value] }] };
      let { events, next } = await asked.search("prod", query, { limit: 1000 });
      while (next) {
        const page = await asked.search("prod", query, { limit: 1000, after: next });
        events = [...events, ...page.events];
        next = page.next;
      }
      return events.map((event) => event.id);
    }),
  );
  const counts = await asked.counts("prod", { from: ago(100 * HOUR), to: noon });
  const { events, oldest, newest } = await asked.coverage("prod");
  const sorted = counts.map((each) => JSON.stringify(each)).sort();
  return { found, counts: sorted, events, oldest, newest };
}

describe("a person who was forgotten", () => {
  it("stands in no byte of the archive's files, packed or not, and all others are there as before", async () => {
    const all = await fill(1500);
    expect(legible(everythingIn(folder, file), traces)).toEqual(traces);
    const reference = fakeArchive(() => noon);
    await reference.add({ tenant: "prod", way: "stream", records: all });
    const expected = await reference.forget("prod", names);
    expect(expected).toBeGreaterThan(150);

    expect(await engine.forget("prod", names, noon)).toBe(expected);
    expect(legible(everythingIn(folder, file), traces)).toEqual([]);
    expect(await answersOf(engine)).toEqual(await answersOf(reference));
    // What was told of removed segments is gone from the index of terms, too.
    expect(removedFromIndex(folder)).toBe(0);

    await add(all);
    expect(await answersOf(engine)).toEqual(await answersOf(reference));
    expect(legible(everythingIn(folder, file), traces)).toEqual([]);
  });

  it("stands there in no other letters either", async () => {
    const texts = fc
      .sample(fc.tuple(fc.constantFrom(mail, id), spelled(), mentioning()), 300)
      .map(([name, spell, mention]) => mention(spell(name)));
    await add([...records(100), ...texts.map((fields) => record({ type: "zz_f", ...fields }))]);
    while (await engine.tidy());
    // As a line of the file has it.
    const written = texts.map((fields) => JSON.stringify(fields).slice(1, -1));
    const stand = (bytes: string) => written.filter((text) => bytes.includes(text));
    expect(stand(everythingIn(folder, file).toString("utf8"))).toEqual(written);
    const theirs = { terms: [{ field: "person", values: [mail, id] }] } as const;
    const found = await everything(engine, theirs);
    expect(found.length).toBeGreaterThan(300);
    expect(await engine.forget("prod", [mail, id], noon)).toBe(found.length);
    expect(stand(everythingIn(folder, file).toString("utf8"))).toEqual([]);
    const spelt = { terms: [{ field: "type", values: ["zz_f"] }] } as const;
    expect(await everything(engine, spelt)).toEqual([]);
  });

  it("is forgotten while events come in, none of which is lost", async () => {
    await fill(1500);
    let done = false;
    const forgetting = engine.forget("prod", names, noon).finally(() => {
      done = true;
    });
    const meanwhile: number[] = [];
    while (!done) {
      const [kept] = await add([record({ user_id: "auth0|late" })]);
      meanwhile.push(kept?.added.fresh ?? 0);
      await engine.tidy();
      await setImmediate();
    }
    await forgetting;
    expect(meanwhile.length).toBeGreaterThan(3);
    const query = { terms: [{ field: "user", values: ["auth0|late"] }] } as const;
    expect(await everything(engine, query)).toHaveLength(meanwhile.length);
    expect(legible(everythingIn(folder, file), traces)).toEqual([]);
  });

  it("does not come back with what the log holds of the time before and brings only now", async () => {
    await fill(300);
    await engine.forget("prod", names, noon);
    const { events } = await engine.coverage("prod");
    await engine.close();
    engine = await open();
    const missed = mentions.map((fields) => record({ ...fields, n: 1 }));
    const [kept] = await add(missed);
    expect(kept?.added).toEqual({ fresh: 0, known: missed.length, unreadable: 0 });
    expect(legible(everythingIn(folder, file), traces)).toEqual([]);
    expect((await engine.coverage("prod")).events).toBe(events);

    // Auth0 has nothing of the time before any more, and what says so is let go of.
    const later = new Date(noon.getTime() + 31 * DAY + 1);
    await engine.addAll([{ tenant: "prod", way: "reader", records: [record({})], now: later }]);
    const marks = new SqliteDatabase(join(folder, file), { readonly: true });
    expect(marks.prepare("select count(*) from forgotten").pluck().get()).toBe(0);
    marks.close();
  });

  it("is forgotten by the next life where a kill came in between", async () => {
    await fill(1500);
    const before = (await engine.coverage("prod")).events;
    void engine.forget("prod", names, noon).catch(() => undefined);
    // The files as a kill leaves them, after some of the pieces.
    for (let piece = 0; piece < 3; piece += 1) await setImmediate();
    const left = mkdtempSync(join(tmpdir(), "watchpost-killed-"));
    cpSync(folder, left, { recursive: true });
    const killed = everythingIn(left, file);
    expect(legible(killed, traces)).toEqual(traces);

    const life = await open(left);
    const reference = fakeArchive(() => noon);
    count = 0;
    await reference.add({ tenant: "prod", way: "stream", records: records(1500) });
    const gone = await reference.forget("prod", names);
    // Nobody is forgotten by this: it waits for those who are.
    expect(await life.forget("prod", [], noon)).toBe(0);
    expect((await life.coverage("prod")).events).toBe(before - gone);
    expect(legible(everythingIn(left, file), traces)).toEqual([]);
    expect(await answersOf(life)).toEqual(await answersOf(reference));
    await life.close();
    rmSync(left, { recursive: true });
  });
});

function removedFromIndex(at: string): number {
  const db = new SqliteDatabase(join(at, file), { readonly: true });
  const notes = "select count(*) from terms_data where id >= (1 << 53)";
  const left = db.prepare(notes).pluck().get() as number;
  db.close();
  return left;
}
