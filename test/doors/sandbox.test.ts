import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { exchange, openRaw, otherAddresses, statusesIn } from "./raw.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, began: new Date(), clock: { now: () => new Date() } });
});
afterAll(() => sandbox.close());

describe("the door of the sandbox", () => {
  it("is on this machine alone", async () => {
    const { port } = new URL(sandbox.url);
    for (const other of otherAddresses()) {
      const raw = openRaw(`http://${other.includes(":") ? `[${other}]` : other}:${port}`);
      raw.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
      await raw.closed;
      expect(raw.heard()).toBe("");
    }
    expect(new URL(sandbox.url).hostname).toBe("127.0.0.1");
  });

  it.each<[string, string, string]>([
    ["GET", "/api/v2/users/%E0%A4%A", ""],
    ["GET", "/api/v2/users/%00", ""],
    ["GET", "/api/v2/../../etc/passwd", ""],
    ["GET", "/api/v2/logs?q=%E0%A4%A&sort=%00", ""],
    ["GET", `/api/v2/logs?${"a=b&".repeat(1000)}`, ""],
    ["POST", "/oauth/token", "{"],
    ["POST", "/oauth/token", "[".repeat(50_000)],
    ["POST", "/oauth/token", '{"__proto__":{"hurt":1}}'],
    ["POST", "/oauth/token", "x".repeat(100_000)],
    ["POST", "/v1/querybatch", "["],
    ["GET", "/incidents/__proto__", ""],
    ["GET", "/status/feed?domain=%00", ""],
    ["DELETE", "/", ""],
    ["GET", "http://[", ""],
    ["GET", "//", ""],
  ])("stands whatever it is asked: %s %s %s", async (method, path, body) => {
    const said = await exchange(
      sandbox.url,
      [
        `${method} ${path} HTTP/1.1`,
        "host: x",
        "connection: close",
        "content-type: application/json",
        "authorization: Bearer x.y.z",
        `content-length: ${body.length}`,
        "",
        body,
      ].join("\r\n"),
    );
    expect(statusesIn(said)).toHaveLength(1);
    expect(said).not.toMatch(/root:|at \w+ \(|node:internal/u);
    const next = await exchange(
      sandbox.url,
      "GET /status/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    );
    expect(statusesIn(next)).toEqual([200]);
  });
});
