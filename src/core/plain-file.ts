import { closeSync, constants, openSync, readSync, type Stats, statSync } from "node:fs";

/** What is wrong with a file: how a sentence goes on that begins with its name, or with "a file that". */
export interface Unread {
  readonly why: string;
}

/** What is there, or why it is nothing to read: a folder, a pipe or a device would keep whoever reads it for ever. */
export function lookAt(path: string, mostBytes: number): Stats | Unread {
  try {
    const found = statSync(path);
    if (!found.isFile()) return { why: "is no file" };
    return found.size > mostBytes ? tooLarge(mostBytes) : found;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return { why: missing ? "is not there" : "cannot be read" };
  }
}

/** The text of a file that the operator names, or why there is none. */
export function readPlainFile(path: string, mostBytes: number): string | Unread {
  const found = lookAt(path, mostBytes);
  if ("why" in found) return found;
  const bytes = bytesIn(path, mostBytes + 1);
  if (!bytes) return { why: "cannot be read" };
  // What the system makes up as it is read says that it is empty.
  if (bytes.length > mostBytes) return tooLarge(mostBytes);
  return decoded(bytes) ?? { why: "holds no text in UTF-8" };
}

const KB = 1024;
const MB = 1024 * KB;

const tooLarge = (most: number): Unread => ({
  why: `is larger than ${most < MB ? `${most / KB} KB` : `${most / MB} MB`}`,
});

function decoded(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** So many bytes at most, without waiting for any that are not there yet. */
function bytesIn(path: string, most: number): Uint8Array | undefined {
  try {
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return readAll(file, most);
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function readAll(file: number, most: number): Uint8Array {
  const bytes = new Uint8Array(most);
  let size = 0;
  while (size < most) {
    const read = readSync(file, bytes, size, most - size, null);
    if (read === 0) break;
    size += read;
  }
  return bytes.subarray(0, size);
}
