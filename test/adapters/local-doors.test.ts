import { once } from "node:events";
import { request } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { otherAddresses } from "../doors/raw.ts";
import { bot, type Opened, openChat, send } from "./local-bench.ts";

describe("the local chat's doors", () => {
  let opened: Opened;
  let port: number;

  beforeAll(async () => {
    opened = await openChat();
    await opened.chat.start(bot());
    port = Number(new URL(opened.chat.address()).port);
  });
  afterAll(() => opened.close());

  /** As any program can ask, with headers that a browser would not let a page set. */
  function ask(
    headers: Record<string, string>,
    { method = "GET", path = "/api/local/about", body = "" } = {},
  ): Promise<{ status: number; words: string; headers: Record<string, unknown> }> {
    return new Promise((done, failed) => {
      const asked = request(
        { host: "127.0.0.1", port, method, path, headers, agent: false },
        (response) => {
          let words = "";
          response.on("data", (chunk) => {
            words += chunk;
          });
          response.on("end", () =>
            done({
              status: response.statusCode ?? 0,
              words: words.replaceAll('\\"', '"'),
              headers: response.headers,
            }),
          );
        },
      );
      asked.on("error", failed);
      asked.end(body);
    });
  }

  it.each(["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])("opens to %s", async (host) => {
    expect(await ask({ host: `${host}:${port}` })).toMatchObject({ status: 200 });
  });

  it("opens to its own page", async () => {
    const host = `127.0.0.1:${port}`;
    const own = { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" };
    expect(await ask(own)).toMatchObject({ status: 200 });
  });

  it.each([
    [{ host: "chat.example.com" }, "chat.example.com"],
    [{ host: "127.0.0.1" }, "answers only at"],
    [{ host: "127.0.0.1:1" }, "answers only at"],
    [{ host: "127.0.0.1.example.com" }, "answers only at"],
    [{ host: "0.0.0.0:{port}" }, "answers only at"],
    [{ origin: "https://evil.example" }, "other web pages"],
    [{ origin: "null" }, "other web pages"],
    [{ origin: "http://127.0.0.1:1" }, "other web pages"],
    [{ origin: "http://localhost:{port}" }, "other web pages"],
    [{ "sec-fetch-site": "cross-site" }, "other web pages"],
    [{ "sec-fetch-site": "same-site" }, "other web pages"],
    [{ forwarded: "for=192.0.2.1" }, "proxy or tunnel"],
    [{ "x-forwarded-for": "127.0.0.1" }, "x-forwarded-for"],
    [{ "x-forwarded-host": "127.0.0.1" }, "x-forwarded-host"],
    [{ "x-forwarded-proto": "https" }, "proxy or tunnel"],
    [{ "X-Forwarded-Anything": "x" }, "proxy or tunnel"],
    [{ "x-real-ip": "192.0.2.1" }, "proxy or tunnel"],
    [{ via: "1.1 proxy" }, "proxy or tunnel"],
    [{ "cf-connecting-ip": "192.0.2.1" }, "proxy or tunnel"],
    [{ "true-client-ip": "192.0.2.1" }, "proxy or tunnel"],
  ])("is closed to %j, and says why", async (headers, words) => {
    const filled = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(
      ([name, value]) => [name, value.replace("{port}", String(port))],
    );
    for (const [path, method] of [
      ["/", "GET"],
      ["/api/local/about", "GET"],
      ["/api/local/events", "GET"],
      ["/api/local/lines", "POST"],
    ] as const) {
      const answer = await ask(Object.fromEntries(filled), { path, method });
      expect(answer).toMatchObject({ status: 403, words: expect.stringContaining(words) });
    }
  });

  it("listens on this machine's loopback alone", async () => {
    for (const host of otherAddresses()) {
      const refused = await new Promise((done) => {
        const socket = connect({ host, port });
        socket.on("error", () => done(true));
        socket.on("connect", () => done(false));
      });
      expect([host, refused]).toEqual([host, true]);
    }
  });

  it.each([
    ["GET", "/api/local/lines", 405, "POST only"],
    ["POST", "/api/local/events", 405, "GET only"],
    ["DELETE", "/api/local/conversations/ops/messages", 405, "GET only"],
    ["POST", "/", 405, "GET only"],
    ["GET", "/api/local/nothing", 404, "nothing at"],
    ["GET", "/secrets.txt", 404, "nothing at"],
    ["GET", "/../adapter.ts", 404, "nothing at"],
    ["GET", "/%2e%2e/adapter.ts", 404, "nothing at"],
    ["GET", "//evil.example/x", 400, "not the address"],
    ["GET", "/api/local/conversations/%E0%A4%A/messages", 400, "not a conversation"],
    ["GET", "/api/local/conversations/No%20Name/messages", 400, '"conversation"'],
    ["GET", "/api/local/about?as=Ada!", 400, '"as"'],
    ["GET", "/api/local/conversations/@grace/messages?as=ada", 403, "direct messages of grace"],
    ["GET", "/api/local/events?conversation=@grace&as=ada", 403, "direct messages of grace"],
  ])("answers %s %s with %i", async (method, path, status, words) => {
    const answer = await ask({ host: `127.0.0.1:${port}` }, { method, path });
    expect(answer).toMatchObject({ status, words: expect.stringContaining(words) });
  });

  it("names the methods that it does answer", async () => {
    const answer = await ask({ host: `127.0.0.1:${port}` }, { path: "/api/local/lines" });
    expect(answer.headers).toMatchObject({ allow: "POST" });
  });

  it.each([
    [{ person: "ada", line: "help" }, '"conversation"'],
    [{ conversation: "Ops", person: "ada", line: "help" }, '"conversation"'],
    [{ conversation: "ops", person: "../ada", line: "help" }, '"person"'],
    [{ conversation: "ops", person: "a".repeat(41), line: "help" }, '"person"'],
    [{ conversation: "ops", person: "ada", line: 7 }, '"line"'],
    [{ conversation: "ops", person: "ada", line: "  " }, '"line" is empty'],
    [{ conversation: "ops", person: "ada", line: "x".repeat(4001) }, '"line" is longer'],
    [{ conversation: "ops", person: "ada", line: "help", zone: "Mars/North" }, '"zone"'],
    [{ conversation: "ops", person: "ada", line: "help", thread: "x" }, '"thread"'],
    [{ conversation: "ops", person: "ada", line: "help", id: "/" }, '"id"'],
    [[], "object"],
  ])("refuses the line %j and names the field", async (line, words) => {
    const response = await send(opened.chat, line);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringContaining(words) });
  });

  it("refuses a line into somebody else's direct messages", async () => {
    const response = await send(opened.chat, { conversation: "@grace", person: "ada", line: "x" });
    expect(response.status).toBe(403);
  });

  it.each([
    ["text/plain", "{}", 415],
    ["application/x-www-form-urlencoded", "line=help", 415],
    ["", "{}", 415],
    ["application/json", "{", 400],
    ["application/json", JSON.stringify({ line: "x".repeat(17_000) }), 413],
    ["application/json", `"${"x".repeat(2_000_000)}"`, 413],
  ])("refuses a body of %j", async (type, body, status) => {
    const headers = { host: `127.0.0.1:${port}`, "content-type": type };
    const options = { method: "POST", path: "/api/local/lines", body };
    const answer = await ask(headers, options).catch(() => ({ status: 413 }));
    expect(answer.status).toBe(status);
  });

  it("lets nothing but its own files run on the page, and nobody frame it", async () => {
    const { status, headers } = await ask({ host: `localhost:${port}` }, { path: "/" });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringMatching(
        /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
      ),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    expect(headers["content-security-policy"]).toContain("require-trusted-types-for 'script'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("says how to build a page that was not built", async () => {
    const bare = await openChat({ page: new URL("file:///nowhere/") });
    await bare.chat.start(bot());
    const response = await fetch(bare.chat.address());
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("npm run build");
    expect(await bare.chat.check()).toMatchObject([{ ok: false, fix: expect.anything() }]);
    await bare.close();
  });

  it("knows before a start whether it will have its port", async () => {
    const free = await openChat();
    expect(await free.chat.check()).toMatchObject([{ ok: true }]);
    await free.close();
    expect(await free.chat.check()).toMatchObject([{ ok: false, fix: expect.anything() }]);

    const beside = await openChat({ port });
    expect(await beside.chat.check()).toMatchObject([{ ok: true }]); // Another Watchpost has it.

    const stranger = createServer((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n{}")).listen(
      0,
      "127.0.0.1",
    );
    await once(stranger, "listening");
    const taken = await openChat({ port: (stranger.address() as AddressInfo).port });
    expect(await taken.chat.check()).toMatchObject([
      { ok: false, fix: expect.stringContaining("local.port") },
    ]);
    stranger.close();
  });

  it("says which setting to change when the port is taken", async () => {
    const second = await openChat({ port });
    await expect(second.chat.start(bot())).rejects.toThrow(`port ${port} is taken`);
    await second.close();
  });
});
