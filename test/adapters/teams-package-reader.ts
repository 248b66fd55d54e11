import { crc32, inflateSync } from "node:zlib";

/** Reads a zip the way strangers do: from its end, by its list, and holding each file against the list. */
export function readZip(bytes: Uint8Array): ReadonlyMap<string, Buffer> {
  const zip = Buffer.from(bytes);
  const end = zip.lastIndexOf("PK\u0005\u0006", undefined, "latin1");
  if (end !== zip.length - 22) throw new Error("the zip does not end with its list's address");
  const count = zip.readUInt16LE(end + 10);
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error("the list is broken");
    const name = zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28));
    files.set(name, fileAt(zip, zip.readUInt32LE(at + 42), { name, listed: at }));
    at += 46 + sum([28, 30, 32].map((place) => zip.readUInt16LE(at + place)));
  }
  if (at !== end || files.size !== count) throw new Error("the list is not as long as it says");
  return files;
}

function fileAt(zip: Buffer, at: number, { name, listed }: { name: string; listed: number }) {
  if (zip.readUInt32LE(at) !== 0x04034b50) throw new Error(`${name} is not where the list says`);
  // Version, flags, method, time, checksum and sizes are said twice.
  if (!zip.subarray(at + 4, at + 30).equals(zip.subarray(listed + 6, listed + 32)))
    throw new Error(`${name} is not as the list says`);
  if (zip.readUInt16LE(at + 8) !== 0) throw new Error(`${name} is packed`);
  const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const file = zip.subarray(start, start + zip.readUInt32LE(at + 18));
  if (crc32(file) !== zip.readUInt32LE(at + 14)) throw new Error(`${name} is damaged`);
  return file;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** One dot of a picture. */
export type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** A PNG of eight bits a channel, with transparency: how large it is, and its dots. */
export function readPng(png: Buffer): { width: number; height: number; pixels: readonly Pixel[] } {
  const chunks = [...chunksOf(png)];
  const header = chunks.find(({ kind }) => kind === "IHDR")?.data;
  if (png.toString("latin1", 1, 4) !== "PNG" || !header) throw new Error("it is no PNG");
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (header[8] !== 8 || header[9] !== 6) throw new Error("it is not of eight bits with alpha");
  const data = chunks.filter(({ kind }) => kind === "IDAT").map((chunk) => chunk.data);
  return { width, height, pixels: pixelsOf(inflateSync(Buffer.concat(data)), width, height) };
}

function* chunksOf(png: Buffer): Generator<{ kind: string; data: Buffer }> {
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield {
      kind: png.toString("latin1", at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    };
    at += length + 12;
  }
}

function pixelsOf(packed: Buffer, width: number, height: number): readonly Pixel[] {
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    const at = y * (width * 4 + 1);
    const row = packed.subarray(at, at + width * 4 + 1);
    rows.push(unfiltered(row, rows[y - 1] ?? Buffer.alloc(width * 4)));
  }
  const bytes = Buffer.concat(rows);
  return Array.from({ length: width * height }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = bytes.subarray(index * 4, index * 4 + 4);
    return [red, green, blue, alpha];
  });
}

/** A row begins with how its bytes were guessed from those beside and above; what follows is by how much that was wrong. */
function unfiltered([filter = 0, ...wrong]: Buffer, above: Buffer): Buffer {
  const row = Buffer.alloc(wrong.length);
  for (const [x, difference] of wrong.entries()) {
    row[x] = difference + guess(filter, row[x - 4] ?? 0, above[x] ?? 0, above[x - 4] ?? 0);
  }
  return row;
}

function guess(filter: number, left: number, above: number, corner: number): number {
  return [0, left, above, (left + above) >> 1, nearest(left, above, corner)][filter] ?? 0;
}

function nearest(left: number, above: number, corner: number): number {
  const sought = left + above - corner;
  const [first = 0] = [left, above, corner].toSorted(
    (one, other) => Math.abs(sought - one) - Math.abs(sought - other),
  );
  return first;
}
