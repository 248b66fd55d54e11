import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { sqliteArchive } from "../../adapters/sql/sqlite-archive.ts";
import type { Archive } from "../../src/core/archive.ts";
import type { ArchiveEngine } from "../../src/core/archive-engine.ts";
import { HOUR } from "../../src/core/clock.ts";
import { createHash } from "../../src/core/log-hash.ts";
import { hashedRecord } from "../../src/core/log-hash-record.ts";
import type { LogField } from "../../src/core/log-query.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import { openArchive } from "../../src/logs/archive.ts";
import { asksByHash, hashesOf, keepsHashes } from "../../src/logs/hashed.ts";
import { everything, wholeAnswers } from "../contracts/archive-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { everythingIn, legible } from "../fakes/archive-bytes.ts";
import { cpuTime } from "../fakes/cpu-time.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { eventShapes } from "../fixtures/event-shapes.ts";
import { grow, planter } from "../fixtures/planted.ts";

const key = "a key of the operator's own";
const hash = createHash(key);
const own = ["_id", "log_id", "date", "type", "user_agent"];

/** What an archive's thread has, over one that needs no thread. */
const engineOf = (archive: Archive): ArchiveEngine => ({
  ...archive,
  addAll: (batches) =>
    Promise.all(batches.map(async (batch) => ({ added: await archive.add(batch), fresh: [] }))),
  tidy: async () => false,
});

let kept: Archive = fakeArchive();
let archive: Archive = kept;
let count = 0;
beforeEach(() => {
  kept = fakeArchive();
  const hashes = hashesOf({ prod: key });
  const { addAll } = keepsHashes(engineOf(kept), hashes);
  const add: Archive["add"] = async (batch) => {
    const [kept] = await addAll([{ ...batch, now: noon }]);
    return kept?.added ?? { fresh: 0, known: 0, unreadable: 0 };
  };
  archive = asksByHash({ ...kept, add }, hashes);
  count = 0;
});

const event = (fields: object) => {
  count += 1;
  const id = `900${String(count).padStart(20, "0")}`;
  return { log_id: id, type: "s", date: ago(count * HOUR).toISOString(), ...fields };
};
const add = (...records: readonly object[]) =>
  archive.add({ tenant: "prod", way: "stream", records });
const find = async (field: LogField, ...values: readonly string[]) =>
  (await archive.search("prod", { terms: [{ field, values }] }, { limit: 100 })).events;
const all = async () => JSON.stringify(await kept.search("prod", { terms: [] }, { limit: 1000 }));

describe("a tenant whose people are kept as hashes", () => {
  it.each(eventShapes.map((each) => [each.type, each.from, each.schema] as const))(
    "has nothing personal of %s (%s) in what is kept",
    (_, __, schema) => {
      for (const turn of [1, 2, 3]) {
        const { planted, plant } = planter();
        const raw = grow(schema, {
          turn,
          // Auth0's own: an id, a time, a code. An address in a browser's name cannot be told from its version.
          plant: (where) => (own.includes(where) ? where : plant({ named: false })),
        });
        const shown = JSON.stringify(hashedRecord({ ...(raw as object) }, hash));
        expect(planted.length).toBeGreaterThan(10);
        expect(planted.filter((value) => shown.includes(value))).toEqual([]);
        expect(shown).not.toContain("quillon");
      }
    },
  );

  it("hides names too, wherever they stand", async () => {
    const mira = { user_id: "auth0|mira", user_name: "Mira Quillon" };
    const body = { given_name: "Mira", nick: "Mimi", user_metadata: { pet: "Rex", age: 41 } };
    const request = { body, path: "/api/v2/users/auth0%7Cmira", ip: "203.0.113.9" };
    await add(
      event({
        ...mira,
        description: "mira quillon (auth0|mira) is blocked from 203.0.113.9",
        details: { request, "Mira Quillon": 1, error: { message: "no user mira@example.com." } },
        location_info: { city_name: "Hollowmere", country_code: "DE", latitude: 52.1 },
      }),
    );
    const shown = await all();
    expect(shown).not.toMatch(/mira|mimi|quillon|rex|41|203\.0|hollowmere|52\.1/i);
    expect(shown).toMatch(/h:[0-9a-f]{32} \(h:[0-9a-f]{32}\) is blocked from h:[0-9a-f]{32}/);
    expect(shown).toContain(`/api/v2/users/${hash("auth0|mira")}`);
    expect(shown).toContain(`no user ${hash("mira@example.com")}.`);
    expect(shown).toContain('"country_code":"DE"');
  });

  it("still tells what happened, through what and why", async () => {
    const told = {
      client_id: "Jk2s8x0Qz",
      client_name: "Web Storefront",
      connection: "Username-Password-Authentication",
      user_agent: "Chrome 131.0.0.0 / Mac OS X 10.15.7",
      scope: "openid profile read:users",
      description: "Wrong email or password.",
      details: {
        error: { message: "Wrong email or password.", reason: "invalid password" },
        stats: { loginsCount: 226 },
        response: { statusCode: 403, body: { errorCode: "insufficient_scope" } },
      },
    };
    const raw = event(told);
    const event_ = logEventOf(hashedRecord(raw, hash));
    expect(event_?.raw).toEqual(raw);
  });

  it.each<[LogField, string]>([
    ["user", "MIRA@example.com"],
    ["person", "mira@example.com"],
    ["user", "auth0|mira"],
    ["ip", "203.0.113.9"],
    ["text", "mira@example.com"],
    ["person", "+49 151 2000000"],
    ["person", "+491512000000"],
    ["client", "Storefront"],
  ])("is searched by %s for a whole value", async (field, value) => {
    const mira = { user_id: "auth0|mira", user_name: "mira@example.com", ip: "203.0.113.9" };
    const description = "mira@example.com was told";
    const details = { to: "+49 151 2000000" };
    await add(event({ ...mira, description, details, client_name: "Storefront" }), event({}));
    expect(await find(field, value)).toHaveLength(1);
  });

  it("takes a long text of percent signs that encode nothing without delay", () => {
    const hash = createHash("a key");
    const ms = cpuTime(() => void hashedRecord({ description: "%".repeat(40_000) }, hash));
    expect(ms).toBeLessThan(1000);
  });

  it("finds by what was shown", async () => {
    await add(event({ user_id: "auth0|mira" }), event({ user_id: "auth0|bob" }));
    const [first] = await find("user", "auth0|mira");
    expect(await find("user", first?.userId ?? "")).toHaveLength(1);
  });

  it.each<[LogField, string]>([
    ["user", "mira@*"],
    ["person", "*|mira"],
    ["ip", "203.0.113.0/24"],
  ])("refuses a part of a value in clear words (%s:%s)", async (field, value) => {
    await expect(find(field, value)).rejects.toThrow(/kept as keyed hashes/);
    expect(() => archive.watch("prod", { terms: [{ field, values: [value] }] }, () => {})).toThrow(
      /only a whole one can be found/,
    );
  });

  it("finds and forgets what came before the key was set", async () => {
    const mira = { user_id: "auth0|mira", user_name: "mira@example.com" };
    await kept.add({ tenant: "prod", way: "stream", records: [event(mira)] });
    await add(event(mira), event({ user_id: "auth0|bob" }));
    expect(await find("person", "mira@example.com")).toHaveLength(2);
    expect(await archive.forget("prod", ["mira@example.com"])).toBe(2);
    expect(await find("person", "auth0|mira")).toHaveLength(0);
  });

  it("is told of new events by what they are watched for", async () => {
    const told: number[] = [];
    const query = { terms: [{ field: "user", values: ["auth0|mira"] }] } as const;
    archive.watch("prod", query, ({ events }) => void told.push(events.length));
    await add(event({ user_id: "auth0|mira" }), event({ user_id: "auth0|bob" }));
    expect(told).toEqual([1]);
  });

  it("gives no hash that another key gives, and leaves other tenants as they are", async () => {
    expect(createHash("another key")("mira")).not.toBe(hash("mira"));
    await archive.add({
      tenant: "dev",
      way: "stream",
      records: [event({ user_id: "auth0|mira" })],
    });
    const { events } = await archive.search("dev", { terms: [] }, { limit: 1 });
    expect(events[0]?.userId).toBe("auth0|mira");
  });

  it("leaves nothing that can be read in the archive's files, and is found there again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "watchpost-hashed-"));
    const at = sqliteArchive({ file: join(folder, "logs.db"), perSegment: 4, ...wholeAnswers });
    const log = { info() {}, warn() {}, error() {} };
    const names = ["mira@example.com", "auth0|64107988d3534be8b2dc383d", "203.0.113.99"];
    const [name, id, ip] = names;
    const fields = { user_name: name, user_id: id, ip, description: `${name} from ${ip}` };
    const records = Array.from({ length: 20 }, () => event(fields));
    const told: string[] = [];

    const real = await openArchive({
      engine: { ...at, keys: { prod: key } },
      clock: manualClock(),
      log,
    });
    const query = { terms: [{ field: "user", values: names.slice(0, 1) }] } as const;
    real.watch("prod", query, ({ events }) => void told.push(...events.map(({ id }) => id)));
    await real.add({ tenant: "prod", way: "stream", records });
    expect(await everything(real, query)).toHaveLength(20);
    await expect.poll(() => told).toHaveLength(20);
    await real.close();
    const bytes = everythingIn(folder, "logs.db");
    expect(bytes.toString("latin1")).toContain(hash("mira@example.com"));
    expect(legible(bytes, names)).toEqual([]);
    expect(legible(bytes, [key])).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
