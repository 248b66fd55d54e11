import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createDoorListener } from "../../src/http/door-listener.ts";
import { createGuardedServer } from "../../src/http/guarded-server.ts";
import { openRaw, type Raw, statusesIn } from "./raw.ts";

let server: Server;
let received: string[] = [];
afterEach(() => {
  vi.useRealTimers();
  server.close();
  server.closeAllConnections();
});

async function open(): Promise<string> {
  received = [];
  const receive = ({ body }: { readonly body: string }) => {
    received.push(body);
    return { status: 200, body: String(body.length) };
  };
  const door = createDoorListener(receive, {
    isOpen: () => true,
    take: () => () => undefined,
    ask: async () => undefined,
    told: () => undefined,
  });
  server = createGuardedServer(door);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const head = (length: number) =>
  `POST /door HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`;

describe("a door that reads before it knows who knocks", () => {
  it("cuts off whoever sends their headers a letter at a time, or none at all", async () => {
    const url = await open();
    // The server's own patience is in its settings; whoever is late is told so by Node.
    expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, 30_000]);
    server.headersTimeout = 50;
    server.requestTimeout = 100;
    const slow = openRaw(url);
    slow.send("POST /door HTTP/1.1\r\nhost: x\r\nx: ");
    const silent = openRaw(url);
    await Promise.all([slow.closed, silent.closed]);
    expect([statusesIn(slow.heard()), statusesIn(silent.heard())]).toEqual([[408], [408]]);
  });

  it("has a thousand connections at most", async () => {
    const url = await open();
    let came = 0;
    server.on("connection", () => {
      came += 1;
    });
    const idle = Array.from({ length: 1020 }, () => openRaw(url));
    await expect.poll(() => came).toBe(1020);
    const count = () =>
      new Promise<number>((resolve) => server.getConnections((_, many) => resolve(many)));
    await expect.poll(count).toBe(1000);
    for (const one of idle) one.end();
  });

  it("waits five seconds for a body, and no longer", async () => {
    const url = await open();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const slow = openRaw(url);
    const reading = once(server, "request");
    slow.send(head(10));
    await reading;
    slow.send("abc");
    vi.advanceTimersByTime(4900);
    expect(slow.heard()).toBe("");
    vi.advanceTimersByTime(200);
    vi.useRealTimers();
    // The server's own patience would end it after half a minute.
    await expect.poll(() => statusesIn(slow.heard()), { timeout: 20_000 }).toEqual([408]);
  });

  it("holds 16 MB of unfinished bodies at most, whoever sends them, and frees them when they go", async () => {
    const url = await open();
    const piece = Buffer.alloc(900_000, "x");
    const senders = Array.from({ length: 30 }, () => openRaw(url));
    for (const one of senders) {
      one.send(head(950_000));
      one.send(piece);
    }
    await expect
      .poll(() => senders.filter((one) => statusesIn(one.heard())[0] === 503).length)
      .toBeGreaterThanOrEqual(12);
    for (const one of senders) one.end();
    const next = async () => {
      const raw = openRaw(url);
      raw.send(head(3));
      raw.send("abc");
      await expect.poll(() => statusesIn(raw.heard())).toHaveLength(1);
      raw.end();
      return statusesIn(raw.heard())[0];
    };
    await expect.poll(next).toBe(200);
  });

  it("reads no body that is too long, and says so, also where its length was not said", async () => {
    const url = await open();
    const said = openRaw(url);
    said.send(head(2_000_000));
    said.send(Buffer.alloc(1_100_000, "x"));
    await said.closed;
    expect(statusesIn(said.heard())).toEqual([413]);
    const unsaid = openRaw(url);
    unsaid.send("POST /door HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
    for (let nth = 0; nth < 12; nth += 1) unsaid.send(`186a0\r\n${"x".repeat(100_000)}\r\n`);
    await unsaid.closed;
    expect(statusesIn(unsaid.heard())).toEqual([413]);
  });

  it("keeps what it takes before it says so", async () => {
    const before: number[] = [];
    let sent = () => Number.NaN;
    const door = createDoorListener(() => ({ status: 200, hand: "line" }), {
      isOpen: () => true,
      take: () => {
        before.push(sent());
        return () => undefined;
      },
      ask: async () => undefined,
      told: () => undefined,
    });
    server = createGuardedServer(door);
    server.on("connection", (socket) => {
      sent = () => socket.bytesWritten;
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const said = openRaw(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    said.send(head(1));
    said.send("x");
    await expect.poll(() => statusesIn(said.heard())).toEqual([200]);
    expect(before).toEqual([0]);
    said.end();
  });

  it("acknowledges nothing whose end never came", async () => {
    const url = await open();
    for (const leave of [(raw: Raw) => raw.end(), (raw: Raw) => raw.saidAll()]) {
      const broken = openRaw(url);
      const reading = once(server, "request");
      broken.send(head(10));
      broken.send("abc");
      const [request] = await reading;
      leave(broken);
      await Promise.all([broken.closed, new Promise((gone) => request.on("close", gone))]);
      expect(statusesIn(broken.heard())).not.toContain(200);
      expect(received).toEqual([]);
    }
  });
});
