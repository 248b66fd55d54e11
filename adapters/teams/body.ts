import type { IncomingMessage } from "node:http";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import { readModestly } from "../../src/core/modest-json.ts";
import { within } from "../../src/core/within.ts";
import type { Turned } from "./turned-away.ts";

const largest = 1024 * 1024;
/** Far more than Teams says at once. What nests deeper could be kept nowhere. */
const modesty = { values: 50_000, depth: 200 };
/** Teams sends its few kilobytes at once. */
const patienceMs = 4 * SECOND;

const tooLarge: Turned = { status: 413, reason: "its body is too large" };
const tooSlow: Turned = { status: 408, reason: "its body did not arrive in time" };

/** The object that a request's body holds, or why there is none. Never rejects. */
export async function readBody(
  request: IncomingMessage,
  clock: Clock,
): Promise<{ readonly body: object } | Turned> {
  const read = await within(collect(request), { clock, ms: patienceMs });
  if (!read) return tooSlow;
  return "status" in read ? read : parsed(read);
}

async function collect(request: IncomingMessage): Promise<Buffer | Turned> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Left open when it is too long, or there would be no way to say so.
    const stream: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > largest) return tooLarge;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch {
    return { status: 400, reason: "its body broke off" };
  }
}

function parsed(bytes: Buffer): { readonly body: object } | Turned {
  try {
    const words = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const body = readModestly(words, modesty);
    if (typeof body === "object" && body !== null) return { body };
  } catch {
    // Neither text nor JSON, or more of it than Teams sends: said below, as is any other JSON.
  }
  return { status: 400, reason: "its body is no JSON object" };
}
