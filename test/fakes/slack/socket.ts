import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** The far end of one WebSocket, as far as Socket Mode needs it. */
export interface SocketEnd {
  send(message: unknown): void;
  /** Ends it as Slack does when it recycles a server: politely, or by pulling the plug. */
  close(politely?: boolean): void;
}

/** Answers a request to upgrade, and hands over what the client says. */
export function acceptSocket(
  request: IncomingMessage,
  stream: Duplex,
  on: { message(message: unknown): void; closed(): void },
): SocketEnd {
  const key = request.headers["sec-websocket-key"] ?? "";
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept.digest("base64")}\r\n\r\n`,
  );
  let buffered: Buffer = Buffer.alloc(0);
  const take = ({ kind, content }: Frame) => {
    if (kind === 1) on.message(JSON.parse(content.toString()));
    if (kind === 8) stream.end(frameOf(8, content));
    if (kind === 9) stream.write(frameOf(10, content));
  };
  stream.on("data", (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (let frame = readFrame(buffered); frame; frame = readFrame(buffered)) {
      buffered = buffered.subarray(frame.size);
      take(frame);
    }
  });
  stream.on("error", () => stream.destroy());
  stream.on("close", on.closed);
  return {
    send: (message) => void stream.write(frameOf(1, Buffer.from(JSON.stringify(message)))),
    close: (politely = true) => {
      if (politely) stream.write(frameOf(8, Buffer.from([3, 232])));
      else stream.destroy();
    },
  };
}

interface Frame {
  readonly kind: number;
  readonly content: Buffer;
  readonly size: number;
}

function readFrame(bytes: Buffer): Frame | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const { length, start } = extentOf(bytes, second);
  if (bytes.length < start + length) return undefined;
  const content = Buffer.from(bytes.subarray(start, start + length));
  if (second & 0x80) unmask(content, bytes.subarray(start - 4, start));
  return { kind: first & 0x0f, content, size: start + length };
}

/** Where a frame's content begins, and how long it is; without end while that is not known. */
function extentOf(bytes: Buffer, second: number): { length: number; start: number } {
  const short = second & 0x7f;
  const mask = second & 0x80 ? 4 : 0;
  if (short < 126) return { length: short, start: 2 + mask };
  const wide = short === 126 ? 2 : 8;
  if (bytes.length < 2 + wide) return { length: Number.POSITIVE_INFINITY, start: 0 };
  const length = wide === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { length, start: 2 + wide + mask };
}

function unmask(content: Buffer, mask: Buffer): void {
  for (let at = 0; at < content.length; at += 1)
    content[at] = (content[at] ?? 0) ^ (mask[at % 4] ?? 0);
}

function frameOf(kind: number, content: Buffer): Buffer {
  const head =
    content.length < 126
      ? Buffer.from([0x80 | kind, content.length])
      : Buffer.from([0x80 | kind, 126, content.length >> 8, content.length & 0xff]);
  return Buffer.concat([head, content]);
}
