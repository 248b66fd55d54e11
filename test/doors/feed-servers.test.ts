import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcp, type Server } from "node:net";
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { UpstreamError, UserError } from "../../src/core/errors.ts";
import { createRequester, type Requester } from "../../src/feeds/request.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({ close: () => void server.close() });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const serve = (listener: RequestListener) => listening(createServer(listener));
/** A server that answers with these bytes and nothing else, whatever HTTP says. */
const say = (...pieces: readonly (string | Buffer)[]) =>
  listening(
    createTcp((socket) => {
      open.push({ close: () => socket.destroy() });
      socket.on("error", () => undefined);
      socket.once("data", () => {
        for (const piece of pieces) socket.write(piece);
        if (!pieces.includes("")) socket.end();
      });
    }),
  );

async function outcome(origin: string, withinMs = 10_000): Promise<string> {
  const requester: Requester = createRequester({ userAgent: "Watchpost/test", allow: [] });
  open.push(requester);
  const begun = performance.now();
  const said = await requester
    .get(origin, {
      trusted: new Set([origin]),
      secret: false,
      signal: AbortSignal.timeout(withinMs),
    })
    .then(
      ({ bytes }) => `read ${bytes.byteLength}`,
      (error: unknown) =>
        error instanceof UpstreamError || error instanceof UserError
          ? error.message.replace(/127\.0\.0\.1:\d+ /gu, "")
          : `a bug: ${String(error)}`,
    );
  expect(performance.now() - begun).toBeLessThan(withinMs + 10_000);
  return said;
}

const ok = "HTTP/1.1 200 OK\r\n";
const zeros = () => Buffer.alloc(24 * 1024 * 1024);
const tooMuch = "sent more than 5 MB, and that is not read.";

describe("a hostile server of a feed", () => {
  it.each<[string, string, () => Buffer]>([
    ["gzip", "gzip", () => gzipSync(zeros())],
    ["deflate", "deflate", () => deflateSync(zeros())],
    [
      "brotli",
      "br",
      () => brotliCompressSync(zeros(), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    ],
    ["gzip in gzip", "gzip, gzip", () => gzipSync(gzipSync(zeros()))],
    [
      "many gzips in a row",
      "gzip",
      () => Buffer.concat(Array.from({ length: 200 }, () => gzipSync(Buffer.alloc(65_536)))),
    ],
  ])("is cut off at 5 MB of what a %s bomb becomes", async (_, encoding, bomb) => {
    const body = bomb();
    const origin = await serve((_request, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(body),
    );
    const before = process.memoryUsage.rss();
    expect(await outcome(origin)).toBe(tooMuch);
    expect(process.memoryUsage.rss() - before).toBeLessThan(80 * 1024 * 1024);
  });

  it.each<[string, string, Buffer, RegExp]>([
    ["gzip cut short", "gzip", gzipSync("x".repeat(9999)).subarray(0, 30), /broke off/u],
    [
      "brotli cut short",
      "br",
      brotliCompressSync(Buffer.from("x".repeat(9999))).subarray(0, 8),
      /broke off|cannot be unpacked/u,
    ],
    ["no gzip at all", "gzip", Buffer.from("<rss/>"), /cannot be unpacked/u],
    ["bare deflate", "deflate", deflateRawSync("<rss/>"), /cannot be unpacked|read/u],
    ["a packing nobody asked for", "zstd", Buffer.from("x"), /packed as "zstd"/u],
    ["packed three times", "gzip, gzip, gzip", Buffer.from("x"), /packed more than twice/u],
    [
      "a packing with a name that breaks lines",
      `x${"y".repeat(300)}`,
      Buffer.from("x"),
      /packed as "xy{19}"/u,
    ],
  ])("is told of in words that fit: %s", async (_, encoding, body, words) => {
    const origin = await serve((_request, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(body),
    );
    expect(await outcome(origin)).toMatch(words);
  });

  it.each<[string, readonly (string | Buffer)[], RegExp]>([
    [
      "a body shorter than it says",
      [`${ok}content-length: 500\r\n\r\n<rss>`],
      /broke the connection off/u,
    ],
    [
      "a body longer than it says",
      [`${ok}content-length: 5\r\n\r\n<rss/><rss/><rss/>`],
      /read 5|no proper HTTP|broke/u,
    ],
    [
      "two lengths",
      [`${ok}content-length: 5\r\ncontent-length: 6\r\n\r\n<rss/>`],
      /another length than it said|no proper HTTP/u,
    ],
    [
      "a length and chunks",
      [`${ok}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n\r\n`],
      /another length than it said|no proper HTTP/u,
    ],
    ["a negative length", [`${ok}content-length: -1\r\n\r\n<rss/>`], /no proper HTTP|broke/u],
    [
      "a length beyond all",
      [`${ok}content-length: 99999999999999999999\r\n\r\n<rss/>`],
      /another length than it said|no proper HTTP/u,
    ],
    [
      "a chunk whose size is no number",
      [`${ok}transfer-encoding: chunked\r\n\r\nzz\r\n<rss/>`],
      /no proper HTTP/u,
    ],
    [
      "chunks that end early",
      [`${ok}transfer-encoding: chunked\r\n\r\n50\r\n<rss/>`],
      /broke the connection off/u,
    ],
    ["headers of 64 KB", [`${ok}x: ${"y".repeat(65_536)}\r\n\r\n`], /headers that are too long/u],
    [
      "10,000 headers",
      [`${ok}${Array.from({ length: 10_000 }, (_, n) => `x${n}: y`).join("\r\n")}\r\n\r\n`],
      /headers that are too long/u,
    ],
    ["no HTTP", ["SSH-2.0-OpenSSH_9.6\r\n"], /no proper HTTP/u],
    ["HTTP of another age", ["<rss/>"], /no proper HTTP/u],
    [
      "a switch to another protocol",
      ["HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"],
      /no proper HTTP|broke/u,
    ],
    [
      "a status that there is not",
      ["HTTP/1.1 999 What\r\ncontent-length: 0\r\n\r\n"],
      /answered HTTP 999|no proper HTTP/u,
    ],
    ["word only that it goes on", ["HTTP/1.1 100 Continue\r\n\r\n".repeat(1000)], /broke/u],
    ["nothing", [], /broke the connection off/u],
  ])("is told of in words that fit, with %s", async (_, pieces, words) => {
    expect(await outcome(await say(...pieces))).toMatch(words);
  });

  it.each<[string, readonly string[]]>([
    ["never answers", [""]],
    ["never ends its headers", [`${ok}x: `, ""]],
    ["never ends its body", [`${ok}\r\n<rss>`, ""]],
  ])("is waited for no longer than a request may take when it %s", async (_, pieces) => {
    expect(await outcome(await say(...pieces), 300)).toBe("took more than 10 s to answer.");
  });

  it("is asked again although the mark that it gave its document is no header's value", async () => {
    const asked: unknown[] = [];
    const origin = await say(
      `HTTP/1.1 200 OK\r\netag: "\u00ff\u0001"\r\ncontent-length: 6\r\n\r\n<rss/>`,
    );
    asked.push(await outcome(origin));
    expect(asked).toEqual([expect.stringMatching(/^read 6|no proper HTTP/u)]);
  });
});
