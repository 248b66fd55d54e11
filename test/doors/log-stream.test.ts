import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import { createPublicServer, type PublicServer } from "../../src/http/server.ts";
import { createStreamDoor, streamPath } from "../../src/logs/stream-door.ts";
import { createStreamKeys } from "../../src/logs/stream-keys.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { anyWords } from "../properties/words.ts";
import { exchange, statusesIn } from "./raw.ts";

const token = "tok_5e7c0ffee5e7c0ffee";
const taken: string[] = [];
const said: string[] = [];
let server: PublicServer;
let url = "";

beforeAll(async () => {
  const note = (details: object, words: string) =>
    void said.push(`${words} ${JSON.stringify(details)}`);
  const log = { info: note, warn: note, error: note };
  const intake = {
    take: async (tenant: string) => {
      taken.push(tenant);
      return { kind: "kept" as const, added: { fresh: 1, known: 0 }, bad: 0 };
    },
  };
  const tenants = [{ name: "prod", token: new Secret(token) }];
  const door = createStreamDoor({ tenants, intake: intake as never, clock: manualClock(), log });
  server = createPublicServer(log);
  server.mountUnder(streamPath, door.listener);
  url = `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}`;
});
afterAll(() => server.close());
beforeEach(() => {
  taken.length = 0;
  said.length = 0;
});

const post = (path: string, ...headers: readonly string[]) =>
  exchange(
    url,
    [
      `POST ${path} HTTP/1.1`,
      "host: x",
      "connection: close",
      ...headers,
      "content-length: 2",
      "",
      "{}",
    ].join("\r\n"),
  );

describe("the door of log streams", () => {
  it("lets in whoever has the token, for its tenant", async () => {
    expect(statusesIn(await post("/auth0/logs/prod", `authorization: ${token}`))).toEqual([200]);
    expect(taken).toEqual(["prod"]);
  });

  it.each([
    ...[
      "/auth0/logs/prod/../prod",
      "/auth0/logs//prod",
      "/auth0/logs/./prod",
      "/auth0/logs/Prod",
      "/auth0/logs/prod%00",
    ],
    ...[
      "/auth0/logs/%70rod",
      "/auth0/logs/prod%2f",
      "/auth0/logs/prod.",
      "/auth0/logs/prod;x",
      "/auth0/logs/prod//",
      "/auth0/logs/",
    ],
  ])("takes nothing at %s, which is only like a tenant's path", async (path) => {
    expect(statusesIn(await post(path, `authorization: ${token}`))).toEqual([401]);
    expect(taken).toEqual([]);
  });

  it.each([
    ["in the address", `/auth0/logs/prod?token=${token}`, []],
    [
      "in another header",
      "/auth0/logs/prod",
      [`x-authorization: ${token}`, `cookie: authorization=${token}`],
    ],
    [
      "of another scheme",
      "/auth0/logs/prod",
      [`authorization: Basic ${Buffer.from(token).toString("base64")}`],
    ],
    ["beside another", "/auth0/logs/prod", [`authorization: x, ${token}`]],
    ["twice", "/auth0/logs/prod", ["authorization: x", `authorization: ${token}`]],
    ["after its scheme twice", "/auth0/logs/prod", [`authorization: Bearer Bearer ${token}`]],
  ])("takes no token that stands %s", async (_, path, headers) => {
    expect([400, 401]).toContain(statusesIn(await post(path, ...headers))[0]);
    expect(taken).toEqual([]);
    expect(said.join()).not.toContain(token);
  });

  it.each(["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"])(
    "answers no %s, whoever sends it",
    async (method) => {
      const answer = await exchange(
        url,
        `${method} /auth0/logs/prod HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: ${token}\r\nx-http-method-override: POST\r\n\r\n`,
      );
      expect(statusesIn(answer)).toEqual([405]);
      expect(answer).not.toContain(token);
      expect(taken).toEqual([]);
    },
  );

  it("admits the one token and no other, for no other tenant", () => {
    const admits = createStreamKeys([{ name: "prod", token: new Secret(token) }]);
    const near = fc.oneof(
      anyWords(),
      fc
        .integer({ min: 0, max: token.length - 1 })
        .map((at) => `${token.slice(0, at)}x${token.slice(at + 1)}`),
      fc.integer({ min: 0, max: token.length - 1 }).map((at) => token.slice(0, at)),
      anyWords({ minLength: 1 }).map((more) => token + more),
    );
    fc.assert(
      fc.property(near, anyWords(), (guess, tenant) => {
        fc.pre(guess.trim().replace(/^bearer\s+/iu, "") !== token && tenant !== "prod");
        expect(admits("prod", guess)).toBe(false);
        expect(admits(tenant, token)).toBe(false);
      }),
    );
    expect([
      admits("prod", token),
      admits("prod", `Bearer ${token}`),
      admits("prod", undefined),
    ]).toEqual([true, true, false]);
  });

  it("compares tokens in constant time, by digests of one length", () => {
    const source = readFileSync(new URL("../../src/logs/stream-keys.ts", import.meta.url), "utf8");
    expect(source).toMatch(/=> timingSafeEqual\(given, digest\)/u);
    expect(source).not.toMatch(/===|!==/u);
  });
});
