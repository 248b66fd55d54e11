import type { IncomingMessage } from "node:http";
import { type Clock, SECOND } from "../core/clock.ts";
import { within } from "../core/within.ts";

/** Of one delivery, as it comes over the wire. Auth0 sends less than one. */
const mostBytes = 8_000_000;
/** Of all deliveries that are being read or stored. */
const mostHeld = 64_000_000;

/** Auth0 sends a delivery's few hundred kilobytes at once. */
const patienceMs = 20 * SECOND;

/** A body with its share of the memory, to be given back; or why there is none. "gone": its sender gave up. */
export type Collected =
  | { readonly body: Uint8Array<ArrayBuffer>; release(): void }
  | { readonly refused: "too large" | "too many" | "too slow" | "gone" };

/** Collects bodies as bytes, and never holds more of them than it may, however many send at once. Never rejects. */
export function createCollector(clock: Clock): (request: IncomingMessage) => Promise<Collected> {
  let held = 0;

  async function gather(request: IncomingMessage): Promise<Collected> {
    if (Number(request.headers["content-length"] ?? 0) > mostBytes) return { refused: "too large" };
    const chunks: Buffer[] = [];
    let size = 0;
    const release = () => {
      held -= size;
      size = 0;
    };
    try {
      // Left open when it is too long, or there would be no way to say so.
      const stream: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
      for await (const chunk of stream) {
        size += chunk.length;
        held += chunk.length;
        const refused = refusalOf(size, held);
        if (refused) {
          release();
          return refused;
        }
        chunks.push(chunk);
      }
    } catch {
      release();
      return { refused: "gone" };
    }
    return { body: joined(chunks, size), release };
  }

  return async (request) => {
    const gathering = gather(request);
    const collected = await within(gathering, { clock, ms: patienceMs });
    if (collected) return collected;
    void gathering.then((late) => "release" in late && late.release());
    return { refused: "too slow" };
  };
}

function refusalOf(size: number, held: number) {
  if (size > mostBytes) return { refused: "too large" } as const;
  return held > mostHeld ? ({ refused: "too many" } as const) : undefined;
}

/** In memory of its own, which can be moved to another thread: a small buffer shares its memory with others. */
function joined(chunks: readonly Buffer[], size: number): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
