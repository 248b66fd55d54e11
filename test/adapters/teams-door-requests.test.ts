import { type OutgoingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Clock } from "../../src/core/clock.ts";
import { openRaw, statusesIn } from "../doors/raw.ts";
import { echo, type House, openHouse, realClock } from "./teams-bench.ts";

let house: House;
let stop: () => Promise<void>;
/** Nothing ever comes too late; else everything soon does. */
let timeStands = true;
const told = echo();

beforeAll(async () => {
  await import("../../adapters/teams/adapter.ts");
  const after: Clock["after"] = (ms, signal) =>
    timeStands ? new Promise(() => undefined) : realClock.after(ms / 4, signal);
  house = await openHouse({}, { ...realClock, after });
  const adapter = await house.open();
  await adapter.start(told.bot);
  stop = () => adapter.stop();
});
afterAll(async () => {
  await stop();
  await house.close();
});

const json = { "content-type": "application/json" };
const mebibyte = 1024 * 1024;

/** Of somebody who proves to be Teams. */
const proved = (more: OutgoingHttpHeaders = json): OutgoingHttpHeaders => ({
  authorization: house.fake.authorize("good"),
  ...more,
});

/** Nothing comes of it but one line in the log. */
async function turnedAway(sent: Promise<number>, status: number): Promise<void> {
  const before = house.logged.length;
  expect(await sent).toBe(status);
  expect(told.heard).toEqual([]);
  expect(await house.records.list("")).toEqual([]);
  const said = house.logged.slice(before);
  expect(said).toEqual([expect.stringContaining("turned away")]);
  expect(said[0]).not.toMatch(/eyJ|Bearer/u);
}

describe("a request to the door of Teams", () => {
  const activity = (): string => JSON.stringify(house.fake.message("ping"));

  it.each<[string, number, () => string | Buffer, OutgoingHttpHeaders]>([
    ["whose body is too large", 413, () => "x".repeat(mebibyte + 1), json],
    ["that is no JSON", 400, () => "hello", json],
    ["that is broken JSON", 400, () => '{"type":"message"', json],
    ["that is no object", 400, () => "7", json],
    ["that is a list", 400, () => "[]", json],
    ["that is no activity", 400, () => '{"type":"message"}', json],
    ["that is not even text", 400, () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), json],
    ["that is nested to the end", 400, () => "[".repeat(500_000), json],
    [
      "that nests in a part that nobody reads",
      400,
      () => activity().replace("{", `{"value":${"[".repeat(1e5)}${"]".repeat(1e5)},`),
      json,
    ],
    [
      "of more values than anybody needs",
      400,
      () => activity().replace("{", `{"value":[${"1,".repeat(1e5)}1],`),
      json,
    ],
    ["that is packed", 415, () => gzipSync(activity()), { ...json, "content-encoding": "gzip" }],
    ["that is packed unsaid", 400, () => gzipSync(activity()), json],
    [
      "in another alphabet",
      415,
      () => Buffer.from(activity(), "utf16le"),
      { "content-type": "application/json; charset=utf-16" },
    ],
    ["as a page's form sends it", 415, activity, { "content-type": "text/plain" }],
    ["of no said type", 415, activity, {}],
  ])("is turned away %s", async (_, status, body, headers) => {
    await turnedAway(post(body(), proved(headers)), status);
  });

  it("is turned away when it sends its body a letter at a time", async () => {
    timeStands = false;
    await turnedAway(begin(proved({ ...json, "content-length": 500 }), "{"), 408);
    timeStands = true;
  });

  it.each<[string, OutgoingHttpHeaders]>([
    ["without a token", json],
    ["with a forged token", { ...json, authorization: "Bearer a.b.c" }],
  ])("has no body waited for %s", async (_, headers) => {
    await turnedAway(begin({ ...headers, "content-length": 500 }, ""), 401);
  });

  it.each<[string, number, () => OutgoingHttpHeaders]>([
    ["with a body that is too large", 413, () => proved()],
    ["without a token", 401, () => json],
  ])(
    "hears why it is turned away %s, however much of it is still to come",
    async (_, status, headers) => {
      const { pathname, host } = new URL(house.url);
      const [first, rest] = ["x".repeat(mebibyte + 1), "x".repeat(3 * mebibyte)];
      const lines = Object.entries(headers()).map(([name, value]) => `${name}: ${value}`);
      const length = `content-length: ${first.length + rest.length}`;
      const sender = openRaw(house.url);
      sender.send(
        [`POST ${pathname} HTTP/1.1`, `host: ${host}`, ...lines, length, "", first].join("\r\n"),
      );
      await expect.poll(() => statusesIn(sender.heard())).toEqual([status]);
      sender.send(`${rest}GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
      await expect.poll(() => statusesIn(sender.heard())).toEqual([status, 405]);
      sender.end();
    },
  );

  it.each(["authorization", "content-type"])("is turned away with two headers %s", async (name) => {
    const { authorization } = proved();
    const heads = { authorization, ...json } as Record<string, unknown>;
    const lines = [...Object.entries(heads), [name, "x"]].map(([key, value]) => `${key}: ${value}`);
    await turnedAway(raw([...lines, "content-length: 2", "", "{}"]), 400);
  });

  it("is turned away with any other method", async () => {
    await turnedAway(
      fetch(house.url).then(({ status }) => status),
      405,
    );
  });

  it("is taken in the words that Teams says of its body", async () => {
    const type = { "content-type": "application/json; charset=utf-8" };
    expect(await post(activity(), proved(type))).toBe(200);
    await expect.poll(() => told.heard).toMatchObject([{ line: "ping" }]);
  });
});

function post(body: string | Buffer, headers: OutgoingHttpHeaders): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(house.url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Begins a request, and never ends it. */
function begin(headers: OutgoingHttpHeaders, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(house.url, { method: "POST", headers }, (response) => {
      resolve(response.statusCode ?? 0);
      sent.destroy();
    });
    sent.on("error", reject);
    sent.flushHeaders();
    if (body) sent.write(body);
  });
}

/** A request by the letter, since no client would send such a one. */
function raw(lines: readonly string[]): Promise<number> {
  const { hostname, port, pathname, host } = new URL(house.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write([`POST ${pathname} HTTP/1.1`, `host: ${host}`, ...lines].join("\r\n"));
    });
    socket.once("error", reject);
    socket.once("data", (answer: Buffer) => {
      resolve(Number(answer.toString().split(" ")[1]));
      socket.destroy();
    });
  });
}
