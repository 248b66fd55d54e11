import type { Readable, Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** The body is longer than what is read of anything. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}
/** The body is packed in a way that we did not ask for. */
export class UnknownEncoding extends Error {
  override readonly name = "UnknownEncoding";
}

const unpackers: ReadonlyMap<string, () => Transform> = new Map([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["deflate", createInflate],
  ["br", createBrotliDecompress],
]);

/** What the request says it can read. */
export const acceptEncoding = "gzip, deflate, br";

/**
 * Reads a body, unpacking it as it comes. Counts what comes out, not what goes in, and gives up at once
 * when that is too much: a few kilobytes can unpack to gigabytes.
 */
export async function readBody(
  body: Readable,
  contentEncoding: string | undefined,
  limit: number,
): Promise<Uint8Array> {
  const stages = [body, ...unpack(contentEncoding)];
  // Ending a body early is an error to whoever holds it; here it is what was wanted.
  for (const stage of stages) stage.on("error", () => undefined);
  const end = () => {
    for (const stage of stages) stage.destroy();
  };
  try {
    return await collect(chain(stages), limit);
  } finally {
    end();
  }
}

function unpack(contentEncoding: string | undefined): readonly Transform[] {
  const names = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (names.length > 2) throw new UnknownEncoding("packed more than twice");
  return names.reverse().map((name) => {
    const create = unpackers.get(name);
    if (!create) throw new UnknownEncoding(`packed as "${name.slice(0, 20)}"`);
    return create();
  });
}

/** Connects them; an error of one ends all that follow. */
function chain(stages: readonly Readable[]): Readable {
  return stages.reduce((from, to) => {
    from.on("error", (error) => to.destroy(error));
    return from.pipe(to as Transform);
  });
}

async function collect(stream: Readable, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > limit) throw new TooLarge("too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
