import { Parser } from "htmlparser2";
import { decodeWindows1252 } from "./windows-1252.ts";

const xmlEntities = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);
const reference = /&(?:#(\d{1,8})|#[xX]([\da-fA-F]{1,7})|([A-Za-z][\w.-]{0,63}));/g;
const known = new Map<string, string | undefined>();

/**
 * Character references of XML and, since feeds use them undeclared, of HTML. Anything else stays as it
 * stands: entities that a document declares are never expanded. `onUnknown` hears of those.
 */
export function decodeReferences(text: string, onUnknown?: (name: string) => void): string {
  if (!text.includes("&")) return text;
  return text.replace(reference, (whole, decimal, hex, name) => {
    if (name === undefined) return character(decimal ? Number(decimal) : Number.parseInt(hex, 16));
    const value = xmlEntities.get(name) ?? htmlEntity(name);
    if (value === undefined) onUnknown?.(name);
    return value ?? whole;
  });
}

function character(code: number): string {
  // Pages written on Windows number their quotes and dashes so.
  if (code >= 0x80 && code <= 0x9f) return decodeWindows1252(Uint8Array.of(code));
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : "\uFFFD";
}

/** The HTML entity's text, or undefined where HTML knows none of that name. */
function htmlEntity(name: string): string | undefined {
  if (known.has(name)) return known.get(name);
  const text = decodeByHtml(`&${name};`);
  const value = text === `&${name};` || text.endsWith(";") ? undefined : text;
  if (known.size < 5000) known.set(name, value);
  return value;
}

function decodeByHtml(written: string): string {
  let text = "";
  const parser = new Parser({ ontext: (piece) => (text += piece) });
  parser.end(written);
  return text;
}

/** Almost every text is like this, and need not be looked at any closer. */
const ordinary = /^[ -~\t\n\r\u00a0-\ud7ff]*$/;
/** Control characters but tab and line ends, and what Unicode says is no character. */
const unwanted = /(?![\t\n\r\u0085])[\p{Cc}\ufeff\ufffe\uffff]/gu;
const halves = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Without control characters, and well-formed. */
export function cleanText(text: string): string {
  if (ordinary.test(text)) return text;
  return text.replace(unwanted, "").replace(halves, "\uFFFD");
}

export function escapeXml(text: string): string {
  if (!/[&<>"]/.test(text)) return text;
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
