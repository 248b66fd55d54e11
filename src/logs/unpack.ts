import {
  brotliDecompressSync,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
} from "node:zlib";

/** A body as it was before it was compressed, or why there is none. */
export type Unpacked =
  | { readonly bytes: Uint8Array }
  | { readonly refused: 400 | 413 | 415; readonly why: string };

type Unpack = (bytes: Uint8Array, options: ZlibOptions) => Uint8Array;

const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateEither,
  br: brotliDecompressSync,
};

/** Nobody compresses more often than this. */
const mostLayers = 2;

/** Undoes `Content-Encoding`. What would come to more than `mostBytes` is given up as soon as it does. Never throws. */
export function unpack(bytes: Uint8Array, encoding: string, mostBytes: number): Unpacked {
  const layers = encoding
    .toLowerCase()
    .split(",")
    .map((layer) => layer.trim())
    .filter((layer) => layer !== "" && layer !== "identity");
  if (layers.length > mostLayers) return { refused: 415, why: "It is compressed too often." };
  let unpacked: Unpacked = bytes.length > mostBytes ? tooLarge(mostBytes) : { bytes };
  for (const layer of layers.reverse()) {
    if (!("bytes" in unpacked)) return unpacked;
    unpacked = unpackLayer(unpacked.bytes, layer, mostBytes);
  }
  return unpacked;
}

function unpackLayer(bytes: Uint8Array, layer: string, mostBytes: number): Unpacked {
  const how = Object.hasOwn(unpackers, layer) ? unpackers[layer] : undefined;
  if (!how) {
    return { refused: 415, why: "Its Content-Encoding is none of gzip, deflate, br, identity." };
  }
  try {
    return { bytes: how(bytes, { maxOutputLength: mostBytes }) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      return tooLarge(mostBytes);
    }
    return { refused: 400, why: `Its ${layer} is broken or breaks off.` };
  }
}

const tooLarge = (mostBytes: number): Unpacked => ({
  refused: 413,
  why: `It is larger than ${Math.floor(mostBytes / 1_000_000)} MB.`,
});

/** By its standard it has a header; some leave that out. */
function inflateEither(bytes: Uint8Array, options: ZlibOptions): Uint8Array {
  const [first = 0, second = 0] = bytes;
  const headed = (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
  return headed ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
}
