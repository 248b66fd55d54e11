import { request as requestFrom } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Archive } from "../../src/core/archive.ts";
import { Secret } from "../../src/core/secret.ts";
import { createPublicServer, type PublicServer } from "../../src/http/server.ts";
import { createIntake } from "../../src/logs/intake.ts";
import { createStreamDoor, streamPath } from "../../src/logs/stream-door.ts";
import { openRaw, statusesIn } from "../doors/raw.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { type ManualClock, manualClock } from "../fakes/manual-clock.ts";

const token = "a token that nobody guesses";
let said: string[] = [];
let clock: ManualClock;
let archive: Archive;
let add: Archive["add"];
let door: ReturnType<typeof createStreamDoor>;

function openDoor() {
  said = [];
  clock = manualClock();
  archive = fakeArchive(() => clock.now());
  add = archive.add;
  const note = (details: object, words: string) =>
    void said.push(`${words} ${JSON.stringify(details)}`);
  const intake = createIntake({ add: (batch) => add(batch) });
  const tenants = [
    { name: "prod", token: new Secret(token) },
    { name: "dev", token: new Secret("Bearer another long token") },
  ];
  const log = { info: note, warn: note, error: note };
  door = createStreamDoor({ tenants, intake, clock, log });
}

let count = 0;
function event() {
  count += 1;
  const log_id = `90020261128120000000${String(count).padStart(20, "0")}`;
  const data = { type: "fp", date: "2026-11-28T12:00:00Z", user_name: "ada@example.com" };
  return JSON.stringify({ log_id, data });
}

/** Alone the server stands in the bot's own thread; with a door beside it, behind the thread at the front. */
describe.each([
  ["alone", false],
  ["behind a door's thread", true],
])("a log stream of a server that stands %s", (_, front) => {
  let server: PublicServer;
  let url = "";

  beforeAll(async () => {
    server = createPublicServer({ info() {}, warn() {}, error() {} });
    // What is mounted stays, so that one server does for all tests.
    server.mountUnder(streamPath, (request, response) => door.listener(request, response));
    if (front) {
      const module = new URL("../fakes/echo-door.ts", import.meta.url);
      server.mountDoor("/door", { module, data: { greeting: "Hi" }, hear: () => undefined });
    }
    url = `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}`;
  });
  afterAll(() => server.close());
  beforeEach(openDoor);
  afterEach(() => {
    // Whatever happened, nobody learns from the bot's diary what was sent.
    expect(said.join()).not.toMatch(/example\.com|nobody guesses|another long/);
  });

  const headersOf = (authorization: string | null, more: object = {}) => ({
    ...(authorization === null ? {} : { authorization }),
    ...more,
  });
  const send = (
    body: string | Uint8Array | ReadableStream,
    { to = "prod", as = token as string | null, headers = {} as object, method = "POST" } = {},
  ) => {
    const init = { method, headers: headersOf(as, headers), duplex: "half" as const };
    return fetch(
      `${url}/auth0/logs/${to}`,
      method === "GET" ? init : { ...init, body: body as string },
    );
  };
  const events = async (tenant = "prod") => (await archive.coverage(tenant)).events;

  it("is kept when its token is right, with or without Bearer, whatever its content type", async () => {
    const first = await send(`${event()}\n${event()}\n`);
    expect([first.status, await first.text()]).toEqual([200, "2 new, 0 known, 0 unreadable.\n"]);
    const type = { "content-type": "application/x-ndjson" };
    expect((await send(event(), { as: `Bearer ${token}`, headers: type })).status).toBe(200);
    expect((await send(`[${event()}]`, { to: "dev", as: "another long token" })).status).toBe(200);
    const gzip = { "content-encoding": "gzip" };
    const packed = gzipSync(event());
    expect(
      (await send(packed, { to: "dev/", as: "bearer another long token", headers: gzip })).status,
    ).toBe(200);
    expect([await events(), await events("dev")]).toEqual([3, 2]);
    expect(door.standing("prod")).toMatchObject({ kept: { count: 2 }, refused: {} });
  });

  it("is turned away alike for a wrong token, none, and a tenant that is not there", async () => {
    const answers = await Promise.all([
      send(event(), { as: "wrong" }),
      send(event(), { as: null }),
      send(event(), { as: "" }),
      send(event(), { as: `${token}x` }),
      send(event(), { as: "x".repeat(5000) }),
      send(event(), { as: "another long token" }),
      send(event(), { to: "staging" }),
      send(event(), { to: "" }),
      send(event(), { to: "prod/x" }),
      send(event(), { to: "__proto__" }),
      send(event(), { to: "%00" }),
    ]);
    const seen = await Promise.all(
      answers.map(async (answer) => {
        const { date: _date, ...headers } = Object.fromEntries(answer.headers);
        return JSON.stringify([answer.status, headers, await answer.text()]);
      }),
    );
    expect(new Set(seen).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    expect(await events()).toBe(0);
    expect(door.standing("prod")?.refused["wrong token"]).toMatchObject({ count: 6 });
    expect(door.strangers()).toMatchObject({ count: 5 });
    // One line of the diary for each, not one for each knock.
    expect(said).toHaveLength(2);
  });

  it("has its token looked at before its body is waited for", async () => {
    const head = [
      "POST /auth0/logs/prod HTTP/1.1",
      "host: x",
      "authorization: wrong",
      "content-length: 100",
    ];
    const raw = openRaw(url);
    raw.send(`${head.join("\r\n")}\r\n\r\n{`);
    await expect.poll(() => statusesIn(raw.heard())).toEqual([401]);
    raw.end();
  });

  it("lets who sends much hear that their token is wrong", async () => {
    const body = "x".repeat(7_000_000);
    for (let nth = 0; nth < 5; nth += 1) {
      expect((await send(body, { as: "wrong" })).status).toBe(401);
    }
  });

  it("takes nothing but POST", async () => {
    for (const method of ["GET", "PUT", "DELETE"]) {
      const answer = await send(event(), { method });
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
    }
  });

  it("is too large on the wire, said beforehand or not, and once it is unpacked", async () => {
    expect((await send("x".repeat(8_000_001))).status).toBe(413);
    let left = 90;
    const stream = new ReadableStream({
      pull(controller) {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(new Uint8Array(100_000));
      },
    });
    expect((await send(stream)).status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(30_000_000, "\n"), { level: 1 });
    expect((await send(bomb, { headers: { "content-encoding": "gzip" } })).status).toBe(413);
    expect(door.standing("prod")?.refused["too large"]).toMatchObject({ count: 3 });
    expect((await send(event())).status).toBe(200);
  });

  it("says which part of it is wrong, and keeps what is good", async () => {
    const broken = await send("\n{oops\n");
    expect([broken.status, await broken.text()]).toEqual([
      400,
      "No log event is in it: line 2 is no JSON.\n",
    ]);
    const mixed = await send(`${event()}\n{oops\n${event()}`);
    expect([mixed.status, await mixed.text()]).toEqual([200, "2 new, 0 known, 1 unreadable.\n"]);
    const zstd = await send(event(), { headers: { "content-encoding": "zstd" } });
    expect(zstd.status).toBe(415);
    expect(door.standing("prod")).toMatchObject({
      kept: { count: 1 },
      bad: { count: 1 },
      refused: { malformed: { count: 2 } },
    });
  });

  it("is acknowledged only when it is kept, and is sent again when it could not be", async () => {
    const body = event();
    add = async () => {
      throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    };
    const full = await send(body);
    expect([full.status, full.headers.get("retry-after")]).toEqual([503, "30"]);
    expect(said.join()).toMatch("refused: not kept");

    let keep = () => {};
    add = async (batch) => {
      await new Promise<void>((kept) => {
        keep = kept;
      });
      return archive.add(batch);
    };
    let acknowledged = false;
    const answering = send(body).then((answer) => {
      acknowledged = true;
      return answer;
    });
    await expect.poll(() => `${keep}`).not.toBe("() => {}");
    expect([acknowledged, await events()]).toEqual([false, 0]);
    keep();
    expect((await answering).status).toBe(200);
    expect(await events()).toBe(1);
  });

  it("is told to come back where nothing is heard of the archive", async () => {
    add = () => new Promise(() => {});
    const answering = send(event());
    await expect.poll(() => clock.waiting()).toBe(1);
    await clock.advance(25_000);
    expect((await answering).status).toBe(503);
  });

  it("never takes more memory than it may, however many send at once", async () => {
    const kept: (() => void)[] = [];
    add = async ({ records }) => {
      await new Promise<void>((done) => void kept.push(done));
      return { fresh: records.length, known: 0, unreadable: 0 };
    };
    const body = `${event()}${" ".repeat(7_900_000)}`;
    const first = Array.from({ length: 8 }, () => send(body));
    await expect.poll(() => kept.length).toBe(8);
    const late = await send(body);
    expect([late.status, late.headers.get("retry-after")]).toEqual([503, "30"]);
    for (const done of kept.splice(0)) done();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual(Array(8).fill(200));
    const again = send(body);
    await expect.poll(() => kept.length).toBe(1);
    kept[0]?.();
    expect((await again).status).toBe(200);
  });

  it("is not waited for when it comes too slowly, and is nothing when its sender gives up", async () => {
    const half = (): Promise<{ status: Promise<number>; giveUp: () => void }> =>
      new Promise((begun) => {
        const headers = { authorization: token, "content-length": "1000" };
        const sending = requestFrom(`${url}/auth0/logs/prod`, { method: "POST", headers });
        const status = new Promise<number>((resolve) => {
          sending.on("response", (answer) => resolve(answer.resume().statusCode ?? 0));
          sending.on("error", () => resolve(0));
        });
        sending.write(event());
        void expect
          .poll(() => clock.waiting())
          .toBe(1)
          .then(() => begun({ status, giveUp: () => sending.destroy() }));
      });
    const slow = await half();
    await clock.advance(20_000);
    expect(await slow.status).toBe(408);
    const lost = await half();
    lost.giveUp();
    await expect.poll(() => clock.waiting()).toBe(0);
    expect(await events()).toBe(0);
    expect((await send(event())).status).toBe(200);
  });
});
