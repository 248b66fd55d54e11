import { afterEach, describe, expect, it } from "vitest";
import type { Part } from "../../src/core/standing.ts";
import { healthPaths } from "../../src/http/alive.ts";
import { createPublicServer, type PublicServer } from "../../src/http/server.ts";

const open: Part = { part: "store", ready: true, state: "open" };
const late: Part = { part: "sources", ready: false, state: "1 source has not been read: status" };

describe("whoever asks the public server how the bot is", () => {
  let server: PublicServer;
  afterEach(() => server.close());

  /** `behind`: a door stands at the front, so that the bot's own server is behind it. */
  async function listening(parts: readonly Part[], behind = false): Promise<string> {
    server = createPublicServer({ info() {}, warn() {}, error() {} });
    for (const [path, listener] of healthPaths({ parts: () => parts })) {
      server.mountBeside(path, listener);
    }
    if (behind) {
      const module = new URL("../fakes/echo-door.ts", import.meta.url);
      server.mountDoor("/door", { module, data: { greeting: "Hello" }, hear: () => undefined });
    }
    return `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}`;
  }

  it("is told that it is alive, under an id, and that the answer is good for now only", async () => {
    const response = await fetch(`${await listening([late])}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ alive: true });
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f]{10}$/);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("is told that it is ready, part by part", async () => {
    const response = await fetch(`${await listening([open])}/readyz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ready: true, parts: [open] });
  });

  it("is told what is not ready, and may leave a part out", async () => {
    const url = await listening([open, late]);
    const response = await fetch(`${url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, parts: [open, late] });
    expect((await fetch(`${url}/readyz?exclude=sources`)).status).toBe(200);
    expect((await fetch(`${url}/readyz?exclude=store&exclude=sources`)).status).toBe(200);
  });

  it("may ask by HEAD, and by nothing that changes something", async () => {
    const url = await listening([late]);
    expect((await fetch(`${url}/readyz`, { method: "HEAD" })).status).toBe(503);
    const response = await fetch(`${url}/healthz`, { method: "POST" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
  });

  it("is no reason to listen where nothing else is asked", () => {
    server = createPublicServer({ info() {}, warn() {}, error() {} });
    for (const [path, listener] of healthPaths({ parts: () => [] })) {
      server.mountBeside(path, listener);
    }
    expect(server.empty).toBe(true);
  });

  it("is answered through the thread at the front as well", async () => {
    const url = await listening([open], true);
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ alive: true });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it("is told within seconds that a bot which hangs is not alive", async () => {
    const url = await listening([open], true);
    server.mountBeside("/healthz", () => {}); // As if its turn never came.
    expect((await fetch(`${url}/healthz`)).status).toBe(502);
  });
});
