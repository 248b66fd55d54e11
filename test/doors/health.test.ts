import { afterEach, describe, expect, it } from "vitest";
import { healthPaths } from "../../src/http/alive.ts";
import { createPublicServer } from "../../src/http/server.ts";
import { type MetricsServer, openMetricsServer } from "../../src/metrics/server.ts";
import { exchange, statusesIn } from "./raw.ts";

const log = { info() {}, warn() {}, error() {} };
const parts = [{ part: "store", ready: true, state: "open" }];
const others = healthPaths({ parts: () => parts });
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function metricsServer(): Promise<string> {
  const metrics = { page: async () => ({ type: "text/plain", text: "up 1\n" }) };
  const server: MetricsServer = await openMetricsServer(
    { host: "127.0.0.1", port: 0 },
    { metrics, others, log },
  );
  open.push(server);
  return `http://127.0.0.1:${server.port}`;
}

async function publicServer(): Promise<string> {
  const server = createPublicServer(log);
  server.mount("/x", (_, response) => response.end());
  for (const [path, listener] of others) server.mountBeside(path, listener);
  open.push(server);
  return `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}`;
}

const get = (url: string, path: string, method = "GET", host = "127.0.0.1") =>
  exchange(url, `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);

describe("the doors of health and metrics", () => {
  it("show metrics at no path of the public server", async () => {
    const url = await publicServer();
    for (const path of ["/metrics", "/healthz/../metrics", "//metrics", "/x/metrics"]) {
      expect(statusesIn(await get(url, path))).toEqual([404]);
    }
  });

  it.each([
    "/healthz/",
    "/HEALTHZ",
    "//healthz",
    "/%68ealthz",
    "/healthz%00",
    "/readyz;x",
    "/metrics/",
  ])("answer nothing at %s, which is only like a path of theirs", async (path) => {
    for (const url of [await publicServer(), await metricsServer()]) {
      expect(statusesIn(await get(url, path))).toEqual([404]);
    }
  });

  it.each(["POST", "PUT", "DELETE", "TRACE", "OPTIONS"])("take no %s", async (method) => {
    const url = await metricsServer();
    for (const path of ["/metrics", "/healthz", "/readyz"]) {
      expect(statusesIn(await get(url, path, method))).toEqual([405]);
    }
  });

  it("stand whatever is asked of them, and say the same", async () => {
    const url = await publicServer();
    const odd = [
      "?exclude=%E0%A4%A",
      "?exclude=__proto__",
      `?${"exclude=x&".repeat(1000)}`,
      "?%00",
      "??",
    ];
    for (const query of odd) {
      const said = await get(url, `/readyz${query}`);
      expect(statusesIn(said)).toEqual([200]);
      expect(said).toContain('"ready":true');
    }
  });

  it("answer no page whose name was made to mean this machine", async () => {
    const url = await metricsServer();
    for (const host of ["rebound.example", "127.0.0.1.rebound.example", "localhost.evil", ""]) {
      expect(statusesIn(await get(url, "/metrics", "GET", host))[0]).toBe(403);
    }
  });
});
