import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { healthPaths } from "../../src/http/alive.ts";
import { type MetricsServer, openMetricsServer } from "../../src/metrics/server.ts";
import { fakeLog } from "../fakes/house.ts";

const host = "127.0.0.1";

describe("where metrics are read", () => {
  let server: MetricsServer | undefined;
  afterEach(() => server?.close());

  async function open(port = 0, page = async () => ({ type: "text/plain", text: "up 1\n" })) {
    const log = fakeLog();
    const others = healthPaths({ parts: () => [] });
    server = await openMetricsServer({ host, port }, { metrics: { page }, others, log });
    return { log, url: `http://${host}:${server.port}` };
  }

  it("is one path, under an id, and beside it how the bot is", async () => {
    const { url } = await open();
    const response = await fetch(`${url}/metrics`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("up 1\n");
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f]{10}$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { method: "POST" })).status).toBe(405);
  });

  it("answers on a loopback address to this machine's own names alone", async () => {
    await open();
    const status = (name: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = { port: server?.port, path: "/metrics", headers: { host: name } };
        request(asked, (response) => resolve(response.resume().statusCode))
          .on("error", reject)
          .end();
      });
    expect(await status("localhost:3002")).toBe(200);
    expect(await status("[::1]:3002")).toBe(200);
    expect(await status("rebound.example")).toBe(403);
    expect(await status("127.0.0.1.rebound.example")).toBe(403);
  });

  it("is nowhere where its port is taken: the log says so, and nothing stops for that", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, host, resolve));
    const { log } = await open((other.address() as AddressInfo).port);
    expect(server?.port).toBeUndefined();
    expect(log.lines.join()).toMatch(/EADDRINUSE.*there are no metrics/);
    await new Promise((resolve) => other.close(resolve));
  });

  it("says that it could not be read, and the log why", async () => {
    const { log, url } = await open(0, () => Promise.reject(new Error("oh")));
    expect((await fetch(`${url}/metrics`)).status).toBe(500);
    expect(log.lines.join()).toContain("metrics could not be shown");
  });
});
