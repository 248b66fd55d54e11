import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { createPublicServer, type PublicServer } from "../../src/http/server.ts";

const module = new URL("../fakes/echo-door.ts", import.meta.url);

describe("a door of the public server", () => {
  const heard: unknown[] = [];
  /** Of what was heard, that of which nobody waited for an answer. */
  const unasked: unknown[] = [];
  const troubles: string[] = [];
  const releases: (() => void)[] = [];
  let journals: string | undefined;
  const trouble = (_: object, words: string) => void troubles.push(words);
  let server: PublicServer;
  let url = "";
  afterEach(async () => {
    await server.close();
    if (journals) rmSync(journals, { recursive: true });
    journals = undefined;
  });

  async function open() {
    heard.length = 0;
    unasked.length = 0;
    releases.length = 0;
    server = createPublicServer({ info() {}, warn: trouble, error: trouble }, journals);
    const door = server.mountDoor("/door", {
      module,
      data: { greeting: "Hello" },
      hear(said, release, waits) {
        heard.push(said);
        if (!waits) unasked.push(said);
        releases.push(release);
        return said === "ask nothing" ? undefined : { heard: said };
      },
    });
    url = `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}`;
    return door;
  }
  const knock = (body: string, path = "/door") =>
    fetch(`${url}${path}`, { method: "POST", body, headers: { "content-type": "text/plain" } });
  const words = async (body: string) => {
    const response = await knock(body);
    return `${response.status} ${await response.text()}`;
  };

  it("answers by itself and hands over what it took, in order", async () => {
    await open();
    expect(await words("one")).toBe("200 Hello, one");
    expect(await words("two")).toBe("200 Hello, two");
    await expect.poll(() => heard).toEqual(["one", "two"]);
  });

  it("answers by other data from the moment on in which it is renewed", async () => {
    const door = await open();
    expect(await words("one")).toBe("200 Hello, one");
    door.renew({ greeting: "Good morning" });
    await expect.poll(() => words("two")).toBe("200 Good morning, two");
  });

  /** The bot's own thread does nothing else until somebody else was answered: only another one can do that. */
  function knockWhileBusy(body: string): { status: number; over(): Promise<unknown> } {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const knocks = `
      const { workerData: { flag, url, body } } = require("node:worker_threads");
      fetch(url, { method: "POST", body }).then((answer) => Atomics.store(flag, 0, answer.status));`;
    const workerData = { flag, url: `${url}/door`, body };
    const other = new Worker(knocks, { eval: true, workerData });
    const end = performance.now() + 20_000;
    while (Atomics.load(flag, 0) === 0 && performance.now() < end);
    return { status: Atomics.load(flag, 0), over: () => other.terminate() };
  }

  it("answers although the bot is busy", async () => {
    await open();
    const { status, over } = knockWhileBusy("one");
    expect(status).toBe(200);
    expect(heard).toEqual([]);
    await expect.poll(() => heard).toEqual(["one"]);
    await over();
  });

  it("lets the bot answer where it asks", async () => {
    await open();
    expect(await words("ask something")).toBe('200 {"heard":"ask something"}');
    expect(await words("ask nothing")).toBe("200 ");
  });

  it("takes nothing once it is shut, and by then everything that it took has been heard", async () => {
    const door = await open();
    const all = await Promise.all(Array.from({ length: 20 }, (_, nth) => words(`line ${nth}`)));
    await door.shut();
    expect(all.filter((one) => one.startsWith("200"))).toHaveLength(20);
    expect(heard).toHaveLength(20);
    expect(await words("late")).toBe("503 ");
    expect(heard).toHaveLength(20);
  });

  it("takes POST alone, and no body that nobody sends", async () => {
    await open();
    expect((await fetch(`${url}/door`)).status).toBe(405);
    expect((await knock("x".repeat(1_000_001))).status).toBe(413);
    expect(heard).toEqual([]);
  });

  it("passes every other path on, as it came, with the address it came from", async () => {
    await open();
    const seen: object[] = [];
    server.mount("/behind", (request, response) => {
      const { method, headers, socket } = request;
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { "x-mine": mine, "x-watchpost-peer": peer } = headers;
        const body = Buffer.concat(chunks).toString();
        seen.push({ method, mine, peer, from: socket.remoteAddress, body });
        response.writeHead(418, { "x-back": "yes" }).end("answered behind");
      });
    });
    const response = await fetch(`${url}/behind?x=1`, {
      method: "PUT",
      body: "words",
      headers: { "x-mine": "1", "x-watchpost-peer": "10.0.0.1" },
    });
    expect([response.status, response.headers.get("x-back"), await response.text()]).toEqual([
      418,
      "yes",
      "answered behind",
    ]);
    // Nobody outside can say where they come from.
    expect(seen).toEqual([
      { method: "PUT", mine: "1", peer: undefined, from: "127.0.0.1", body: "words" },
    ]);
    expect((await knock("", "/nowhere")).status).toBe(404);
  });

  it("stands again on the same port after its thread failed", async () => {
    await open();
    expect(await words("fail")).toBe("200 Hello, fail");
    await expect.poll(() => words("again").catch(() => "")).toBe("200 Hello, again");
    expect(troubles).toContain("the thread at the front failed");
  });

  it("hands over after the bot's end what the bot did not write down, and once it did, no more", async () => {
    journals = mkdtempSync(join(tmpdir(), "watchpost-doors-"));
    await open();
    await words("one");
    await words("two");
    await expect.poll(() => heard).toEqual(["one", "two"]);
    releases.shift()?.();
    await server.close();

    await open();
    await expect.poll(() => heard).toEqual(["two"]);
    for (const release of releases.splice(0)) release();
    await server.close();

    await open();
    await words("three");
    await expect.poll(() => heard).toEqual(["three"]);
  });

  it("hands over again what was not written down when its thread failed", async () => {
    journals = mkdtempSync(join(tmpdir(), "watchpost-doors-"));
    await open();
    await words("one");
    await expect.poll(() => heard).toEqual(["one"]);
    await words("fail");
    await expect.poll(() => words("again").catch(() => "")).toBe("200 Hello, again");
    await expect.poll(() => heard.at(-1)).toBe("again");
    expect(heard.filter((said) => said === "one")).toHaveLength(2);
    expect(heard).toContain("fail");
  });

  it("keeps what it asked about before the empty answer that acknowledges it, and hands it over after a kill", async () => {
    journals = mkdtempSync(join(tmpdir(), "watchpost-doors-"));
    await open();
    expect(await words("ask something")).toBe('200 {"heard":"ask something"}');
    expect(await words("ask nothing")).toBe("200 ");
    await server.close();

    await open();
    await expect.poll(() => unasked).toEqual(["ask nothing"]);
    for (const release of releases.splice(0)) release();
    await server.close();

    await open();
    await words("three");
    await expect.poll(() => heard).toEqual(["three"]);
  });

  it("hears once more what the bot found wrong when its asker had been told nothing, also after a kill", async () => {
    journals = mkdtempSync(join(tmpdir(), "watchpost-doors-"));
    await open();
    const { status, over } = knockWhileBusy("ask something");
    expect(status).toBe(200);
    await expect.poll(() => unasked).toEqual(["ask something"]);
    expect(heard).toHaveLength(2);
    // The first time is done with; the second is not.
    releases[0]?.();
    await over();
    await server.close();

    await open();
    await expect.poll(() => unasked).toEqual(["ask something"]);
    expect(heard).toHaveLength(1);
  });

  it("says which port it cannot have", async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    const { port } = other.address() as AddressInfo;
    server = createPublicServer({ info() {}, warn: trouble, error: trouble });
    server.mountDoor("/door", { module, data: { greeting: "Hi" }, hear: () => undefined });
    await expect(server.listen("127.0.0.1", port)).rejects.toThrow(
      `http: 127.0.0.1:${port} cannot be listened on (EADDRINUSE); choose another port`,
    );
    other.close();
  });
});
