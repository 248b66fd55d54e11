import { decodeWindows1252 } from "./windows-1252.ts";

/** The text of a document in whatever encoding it declares: byte-order mark, HTTP, XML declaration, then what fits. */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  const marked = byMark(bytes);
  if (marked) return decodeAs(bytes, marked) ?? "";
  const http = /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? "")?.[1];
  const declared = declaredIn(bytes);
  for (const label of likeliest(http, declared)) {
    const text = decodeAs(bytes, label);
    if (text !== undefined) return text;
  }
  return decodeWindows1252(bytes);
}

/**
 * HTTP goes before the document, as the standards want it. But servers call everything Latin-1 by
 * default: bytes that read as UTF-8 are UTF-8 then, if the document does not object.
 */
function likeliest(http: string | undefined, declared: string | undefined): readonly string[] {
  const stale = /^(us-ascii|iso-8859-1|windows-1252)$/i;
  const utf8 = declared === undefined || /^utf-?8$/i.test(declared);
  const first = http && stale.test(http) && utf8 ? ["utf-8"] : [];
  return [...first, ...(http ? [http] : []), ...(declared ? [declared] : []), "utf-8"];
}

/** How documents of each encoding begin: with a mark, or with a bare "<". */
const beginnings: readonly (readonly [string, readonly number[]])[] = [
  ["utf-32be", [0, 0, 0xfe, 0xff]],
  ["utf-32be", [0, 0, 0, 0x3c]],
  ["utf-32le", [0xff, 0xfe, 0, 0]],
  ["utf-32le", [0x3c, 0, 0, 0]],
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16be", [0xfe, 0xff]],
  ["utf-16be", [0, 0x3c]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16le", [0x3c, 0]],
];

function byMark(bytes: Uint8Array): string | undefined {
  return beginnings.find(([, begin]) => begin.every((byte, at) => bytes[at] === byte))?.[0];
}

function declaredIn(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const label = /<\?xml[^>]*?\bencoding\s*=\s*["']\s*([\w.:-]+)/.exec(head)?.[1];
  // A declaration that could be read byte by byte is wrong if it names a two-byte encoding.
  return label && /^(utf-?(16|32)|ucs-?[24])/i.test(label) ? undefined : label;
}

/** Undefined where the label is unknown or the bytes are not in that encoding. */
function decodeAs(bytes: Uint8Array, label: string): string | undefined {
  if (label.startsWith("utf-32")) return decodeUtf32(bytes, label === "utf-32le");
  try {
    const marked = byMark(bytes) !== undefined;
    const decoder = new TextDecoder(label, { fatal: !marked });
    const western = decoder.encoding === "windows-1252";
    return western ? decodeWindows1252(bytes) : decoder.decode(bytes);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(
    bytes.buffer,
    bytes.byteOffset,
    bytes.byteLength - (bytes.byteLength % 4),
  );
  const parts: string[] = [];
  for (let at = 0; at < view.byteLength; at += 4 * piece)
    parts.push(utf32Piece(view, at, littleEndian));
  return parts.join("");
}

/** Characters taken together. */
const piece = 4096;

function utf32Piece(view: DataView, from: number, littleEndian: boolean): string {
  const codes: number[] = [];
  for (let at = from; at < Math.min(view.byteLength, from + 4 * piece); at += 4) {
    const code = view.getUint32(at, littleEndian);
    if (code !== 0xfeff) codes.push(code <= 0x10ffff ? code : 0xfffd);
  }
  return String.fromCodePoint(...codes);
}
