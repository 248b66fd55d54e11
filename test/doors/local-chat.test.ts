import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bot, type Opened, openChat } from "../adapters/local-bench.ts";
import { exchange, openRaw, statusesIn } from "./raw.ts";

let opened: Opened;
let url = "";
let host = "";
beforeAll(async () => {
  opened = await openChat();
  await opened.chat.start(bot());
  url = opened.chat.address();
  host = new URL(url).host;
});
afterAll(() => opened.close());

const ask = (method: string, path: string, headers: readonly string[] = [], body = "") =>
  exchange(
    url,
    [
      `${method} ${path} HTTP/1.1`,
      `host: ${host}`,
      "connection: close",
      ...headers,
      `content-length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );

describe("the door of the local chat", () => {
  it.each([
    ...[
      "/../../package.json",
      "/..%2f..%2fpackage.json",
      "/%2e%2e/secrets.txt",
      "/secrets.txt",
      "/./secrets.txt",
    ],
    ...[
      "/index.html%00.js",
      "/INDEX.HTML",
      "//index.html",
      "/index.html/",
      "/api/local/files/../../secrets.txt",
    ],
    ...[
      "/api/local/files/x/..%2f..%2fsecrets.txt",
      "/api/local/files/%00/x",
      "/api/../secrets.txt",
      "\\secrets.txt",
    ],
  ])("gives no file of this machine at %s", async (path) => {
    const said = await ask("GET", path);
    expect([400, 404]).toContain(statusesIn(said)[0]);
    expect(said).not.toMatch(/not for the web|"name":/u);
  });

  it("answers no address that is written whole, and no other protocol", async () => {
    expect(statusesIn(await ask("GET", `${url}/api/local/about`))).toEqual([400]);
    expect(statusesIn(await exchange(url, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))).toEqual([400]);
    const raw = openRaw(url);
    raw.send(
      `GET /api/local/nothing HTTP/1.1\r\nhost: ${host}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
    );
    await expect.poll(() => statusesIn(raw.heard())).toEqual([404]);
    raw.end();
  });

  it.each<[string, string]>([
    ["a length and chunks", "content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["two lengths", "content-length: 0\r\ncontent-length: 4\r\n\r\nabcd"],
    ["two hosts", "host: evil.example\r\ncontent-length: 0\r\n\r\n"],
  ])("refuses %s", async (_, rest) => {
    const said = await exchange(
      url,
      `POST /api/local/lines HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\ncontent-type: application/json\r\n${rest}`,
    );
    expect([400, 403, 415]).toContain(statusesIn(said)[0]);
  });

  it("says of every refusal, too, that nothing of it may run or be kept", async () => {
    for (const said of [
      await ask("GET", "/nothing"),
      await ask("GET", "/api/local/nothing"),
      await ask("GET", "/", ["origin: https://evil.example"]),
    ]) {
      expect(said).toMatch(/^x-content-type-options: nosniff\r$/imu);
      expect(said).toMatch(/^cache-control: no-store\r$/imu);
      expect(said).toMatch(/^content-security-policy: default-src 'none'/imu);
      expect(said).not.toMatch(/access-control-/iu);
    }
  });

  it("takes a line's words as they are, whatever names they hold", async () => {
    const json =
      '{"__proto__":{"person":"eve"},"constructor":{"prototype":{"hurt":1}},"conversation":"ops","person":"ada","line":"__proto__"}';
    expect(
      statusesIn(await ask("POST", "/api/local/lines", ["content-type: application/json"], json)),
    ).toEqual([202]);
    expect(({} as Record<string, unknown>).hurt).toBeUndefined();
    const deep = `{"line":${"[".repeat(6000)}`;
    expect(
      statusesIn(await ask("POST", "/api/local/lines", ["content-type: application/json"], deep)),
    ).toEqual([400]);
  });
});
