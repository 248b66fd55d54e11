import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { boundCrowd } from "../../src/http/crowd.ts";
import { createPublicServer, type PublicServer } from "../../src/http/server.ts";
import { exchange, openRaw, statusesIn } from "./raw.ts";

const module = new URL("../fakes/echo-door.ts", import.meta.url);
const heard: string[] = [];
const asked: string[] = [];
let server: PublicServer;
let url = "";

/** As in the bot: a door in its thread at the front, and behind it what is mounted. */
beforeAll(async () => {
  server = createPublicServer({ info() {}, warn() {}, error() {} });
  server.mountDoor("/door", {
    module,
    data: { greeting: "Hi" },
    hear: (said) => void heard.push(String(said)),
  });
  server.mount("/mounted", (request, response) => {
    asked.push(`${request.method} ${request.url} ${request.socket.remoteAddress}`);
    request.resume().on("end", () => response.end("mounted"));
  });
  server.mountUnder("/under/", (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end("under");
  });
  url = `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}`;
});
afterAll(() => server.close());
beforeEach(() => {
  heard.length = 0;
  asked.length = 0;
});

const post = (path: string, ...more: readonly string[]) =>
  [`POST ${path} HTTP/1.1`, "host: x", "connection: close", ...more, "", ""].join("\r\n");

describe("the public server", () => {
  it.each([
    ...[
      "/Door",
      "/DOOR",
      "/door/",
      "//door",
      "/./door",
      "/x/../door",
      "/door.",
      "/door%20",
      "/%64oor",
    ],
    ...["/door;x=1", "/door%00", "/door%2f", "/mounted/", "/MOUNTED", "//mounted", "/x/../mounted"],
    ...[
      "/.%2e/mounted",
      "/mounted%2e",
      "/%6dounted",
      "/under",
      "/Under/x",
      "//under/x",
      "/../etc/passwd",
    ],
    ...["http://127.0.0.1/door", "http://other.example/mounted", "*", "door"],
  ])("opens nothing at %s, which is only like a path that it has", async (path) => {
    const said = await exchange(url, post(path, "content-length: 0"));
    expect([400, 404]).toContain(statusesIn(said)[0]);
    expect([heard, asked]).toEqual([[], []]);
  });

  it("opens nothing at a path of any length, and stands", async () => {
    const said = await exchange(url, post(`/${"x".repeat(100_000)}`, "content-length: 0"));
    expect(statusesIn(said)).toEqual([431]);
    expect(statusesIn(await exchange(url, post("/mounted", "content-length: 0")))).toEqual([200]);
  });

  it.each<[string, string]>([
    [
      "a length and chunks",
      "content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nPOST /mounted HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
    [
      "chunks and a length",
      "transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\nPOST /mounted HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
    [
      "two lengths",
      "content-length: 0\r\ncontent-length: 44\r\n\r\nPOST /mounted HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
    ["a length with a sign", "content-length: +4\r\n\r\nabcd"],
    ["a length in hex", "content-length: 0x4\r\n\r\nabcd"],
    ["chunks that are spelled otherwise", "transfer-encoding: xchunked\r\n\r\n0\r\n\r\n"],
    ["chunks not last", "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n"],
    ["a header with a space before its colon", "content-length : 4\r\n\r\nabcd"],
    ["a folded header", "x: y\r\n z: w\r\ncontent-length: 0\r\n\r\n"],
    ["a header without a name", ": y\r\n\r\n"],
    ["a line end of its own kind", "x: y\nz: w\n\n"],
    ["a zero in a header", "x: a\u0000b\r\ncontent-length: 0\r\n\r\n"],
    ["a chunk size that overflows", "transfer-encoding: chunked\r\n\r\nffffffffffffffff1\r\nx\r\n"],
    ["two hosts", "host: y\r\ncontent-length: 0\r\n\r\n"],
    ["two tokens", "authorization: a\r\nauthorization: b\r\ncontent-length: 0\r\n\r\n"],
    ["two packings", "content-encoding: gzip\r\ncontent-encoding: br\r\ncontent-length: 0\r\n\r\n"],
    ["two content types", "content-type: a/b\r\ncontent-type: c/d\r\ncontent-length: 0\r\n\r\n"],
  ])(
    "refuses %s, that could be read in two ways, and serves nothing behind it",
    async (_, rest) => {
      const said = await exchange(
        url,
        `POST /mounted HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${rest}`,
      );
      expect(statusesIn(said)).toEqual([400]);
      expect(asked).toEqual([]);
    },
  );

  it("refuses a flood of headers", async () => {
    const flood = Array.from({ length: 5000 }, (_, n) => `x${n}: y`);
    const said = await exchange(url, post("/mounted", ...flood));
    expect(statusesIn(said)).toEqual([431]);
    expect(asked).toEqual([]);
  });

  it("answers requests that are sent at once in their order, each once", async () => {
    const one = "POST /mounted?1 HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n";
    const last = post("/mounted?last", "content-length: 0");
    const said = await exchange(url, one.repeat(20) + last);
    expect(statusesIn(said)).toEqual(Array.from({ length: 21 }, () => 200));
    expect(asked).toHaveLength(21);
    expect(asked.at(-1)).toContain("?last");
  });

  it.each([
    [
      "a web socket",
      "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13",
    ],
    [
      "HTTP/2",
      "connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__",
    ],
  ])("never becomes %s", async (_, headers) => {
    const raw = openRaw(url);
    raw.send(`GET /nowhere HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n`);
    await expect.poll(() => statusesIn(raw.heard())).toEqual([404]);
    raw.end();
  });

  it("speaks no HTTP/2, no TLS and no proxy's language", async () => {
    const hello = Buffer.from("16030100c8010000c40303", "hex");
    for (const words of [
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      hello,
      "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n",
    ]) {
      expect(statusesIn(await exchange(url, words))).toEqual([400]);
    }
    const tunnel = openRaw(url);
    tunnel.send("CONNECT 127.0.0.1:22 HTTP/1.1\r\nhost: x\r\n\r\n");
    await tunnel.closed;
    expect(tunnel.heard()).not.toMatch(/ 200 /u);
  });

  it("believes nobody about the address that they come from", async () => {
    const said = await exchange(
      url,
      post(
        "/mounted",
        "content-length: 0",
        "x-watchpost-peer: 10.9.8.7",
        "X-Watchpost-Peer: 10.9.8.6",
        "x-forwarded-for: 10.9.8.5",
      ),
    );
    expect(statusesIn(said)).toEqual([200]);
    expect(asked).toEqual(["POST /mounted 127.0.0.1"]);
  });

  it("tells a browser, with every answer, to run nothing and to keep nothing", async () => {
    const paths = ["/door", "/mounted", "/under/x", "/nowhere"];
    const answers = await Promise.all(
      paths.map((path) => exchange(url, post(path, "content-length: 0"))),
    );
    const refused = await exchange(url, post("/mounted", "host: y"));
    for (const said of [...answers, refused]) {
      expect(said).toMatch(/^x-content-type-options: nosniff\r$/imu);
      expect(said).toMatch(/^cache-control: no-store\r$/imu);
      expect(said).toMatch(
        /^content-security-policy: default-src 'none'; frame-ancestors 'none'\r$/imu,
      );
      expect(said).not.toMatch(/^(?:server|x-powered-by|access-control-[\w-]+|set-cookie):/imu);
    }
  });

  it("stands whatever bytes it is sent, and answers the next one", async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      fc.constantFrom(
        ...[
          "POST /door HTTP/1.1\r\n",
          "GET /mounted HTTP/1.1\r\n",
          "host: x\r\n",
          "\r\n",
          "\r\n\r\n",
        ],
        ...[
          "content-length: 3\r\n",
          "transfer-encoding: chunked\r\n",
          "0\r\n\r\n",
          "expect: 100-continue\r\n",
        ],
        ...[
          "ffffffff\r\n",
          "connection: upgrade\r\nupgrade: x\r\n",
          "content-length: -1\r\n",
          "\u0000",
          "\n\n",
        ],
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const raw = openRaw(url);
        raw.send(Buffer.from(pieces.join(""), "latin1"));
        const said = await exchange(url, post("/mounted", "content-length: 0"));
        raw.end();
        expect(statusesIn(said)).toEqual([200]);
      }),
      { numRuns: 200 },
    );
  });

  it("says the same to whoever ends their connection with what they send, read or not", async () => {
    for (let nth = 0; nth < 50; nth += 1) {
      const said = await exchange(url, `${post("/nowhere", "content-length: 2")}{}`);
      expect([nth, statusesIn(said)]).toEqual([nth, [404]]);
    }
  });

  it("says nothing of itself where it has nothing", async () => {
    const said = await exchange(url, post("/nowhere", "content-length: 0"));
    expect(said).toContain("Nothing here.");
    expect(said).not.toMatch(/watchpost|node|stack|error/iu);
  });
});

describe("a crowd at the public server", () => {
  const open: Socket[] = [];
  const most = 50;
  const crowded = createServer((_, response) => response.end("here"));
  let port = 0;
  beforeAll(async () => {
    boundCrowd(crowded, most);
    crowded.listen(0, "127.0.0.1");
    await once(crowded, "listening");
    port = (crowded.address() as AddressInfo).port;
  });
  afterAll(() => {
    for (const socket of open) socket.destroy();
    crowded.close();
    crowded.closeAllConnections();
  });

  const count = () =>
    new Promise<number>((resolve) => crowded.getConnections((_, many) => resolve(many)));
  async function come(): Promise<Socket> {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    open.push(socket);
    await once(socket, "connect");
    return socket;
  }

  /** Asks something before it falls silent, unless it had to make room. */
  async function ask(socket: Socket): Promise<void> {
    socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await new Promise((done) => {
      if (socket.closed) return done(undefined);
      socket.once("data", done).once("close", done);
    });
  }

  it("of thousands who say nothing keeps so many at most, and still answers whoever asks", async () => {
    for (let round = 0; round < 20; round += 1) {
      const came = await Promise.all(Array.from({ length: 100 }, come));
      await Promise.all(came.map(ask));
    }
    await expect.poll(count).toBeLessThanOrEqual(most);
    const answered = await exchange(
      `http://127.0.0.1:${port}`,
      "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    );
    expect(statusesIn(answered)).toEqual([200]);
  });
});
