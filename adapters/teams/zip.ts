import { crc32 } from "node:zlib";

export interface ZipEntry {
  /** In letters of ASCII, without folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** 1 January 1980, the first day that a zip knows: a real time would make every archive another one. */
const day = 0x0021;
const version = 20;

/** A zip archive of these files at its root, stored as they are. The same files make the same bytes. */
export function zipOf(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const listed: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const [title, common] = [Buffer.from(name, "ascii"), commonOf(name, bytes)];
    const local = Buffer.concat([signature("PK\u0003\u0004"), common, title, bytes]);
    listed.push(centralOf(common, offset), title);
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(listed);
  return new Uint8Array(Buffer.concat([...locals, list, endOf(entries.length, list, offset)]));
}

const signature = (letters: string): Buffer => Buffer.from(letters, "latin1");

/** What stands before a file and in the list at the end alike. */
function commonOf(name: string, bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(version, 0);
  header.writeUInt16LE(day, 8);
  header.writeUInt32LE(crc32(bytes), 10);
  header.writeUInt32LE(bytes.length, 14);
  header.writeUInt32LE(bytes.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

function centralOf(common: Buffer, offset: number): Buffer {
  const made = Buffer.alloc(2);
  made.writeUInt16LE(version);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature("PK\u0001\u0002"), made, common, rest]);
}

function endOf(count: number, list: Buffer, offset: number): Buffer {
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([signature("PK\u0005\u0006"), end]);
}
