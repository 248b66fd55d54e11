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
  return mostlyUtf8(bytes) ?? decodeWindows1252(bytes);
}

/** A byte or two may be broken, or cut off: no reason to take the rest for something else. */
function mostlyUtf8(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes);
  let [sound, broken] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) broken += 1;
    else if (code > 0x7f) sound += 1;
  }
  return sound > broken ? text : undefined;
}

/**
 * HTTP goes before the document, as the standards want it. But servers call everything Latin-1 by
 * default: bytes that read as UTF-8 are UTF-8 then, if the document does not object.
 */
function likeliest(http: string | undefined, declared: string | undefined): readonly string[] {
  const stale = /^(us-ascii|iso-8859-1|windows-1252)$/i;
  const utf8 = declared === undefined || /^utf-?8$/i.test(declared);
  const first = http && stale.test(http) && utf8 ? ["utf-8"] : [];
  const labels = [...first, ...(http ? [http] : []), ...(declared ? [declared] : []), "utf-8"];
  // Whatever is ASCII is UTF-8 as well, and what merely says so may be.
  return labels.flatMap((label) => (/^(us-)?ascii$/i.test(label) ? ["utf-8", label] : [label]));
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
  return label && /^(utf-?(16|32)|ucs-?[24]|unicode|iso-10646)/i.test(label) ? undefined : label;
}

/** Names that Windows gives to encodings. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["cp932", "shift_jis"],
  ["ms932", "shift_jis"],
  ["cp936", "gbk"],
  ["ms936", "gbk"],
  ["cp949", "euc-kr"],
  ["ms949", "euc-kr"],
  ["uhc", "euc-kr"],
  ["cp950", "big5"],
  ["maccyrillic", "x-mac-cyrillic"],
  ["cp65001", "utf-8"],
]);

/** Undefined where the label is unknown or the bytes are not in that encoding. */
function decodeAs(bytes: Uint8Array, label: string): string | undefined {
  if (label.startsWith("utf-32")) return decodeUtf32(bytes, label === "utf-32le");
  try {
    const marked = byMark(bytes) !== undefined;
    const decoder = new TextDecoder(aliases.get(label.toLowerCase()) ?? label, { fatal: !marked });
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
