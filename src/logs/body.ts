import type { LogBodyForm } from "../core/log-intake.ts";
import { unpack } from "./unpack.ts";

/** The events in a delivered body, or why none could be read. */
export type LogBody =
  | {
      /** As Auth0 gives them, each `{ log_id, date, type, … }`; not looked at any closer. */
      readonly records: readonly unknown[];
      /** Parts that are no events. */
      readonly bad: number;
      /** Where the first of them stands: "line 3 is no JSON". */
      readonly firstBad?: string;
    }
  | { readonly refused: 400 | 413 | 415; readonly why: string };

/** Auth0 sends a few hundred events at a time, of one or two kilobytes each. */
export const unpackedLimit = 24_000_000;
const mostEvents = 50_000;
/** Real events nest some eight deep. What nests far deeper is a trap for whatever writes it down again. */
const deepest = 64;
/**
 * Commas and brackets, wherever they stand, and ends of lines: each could be a value or a part, and a body made of them becomes
 * more than a gigabyte. One that is full of real events, whose words are longer, has half as many.
 */
const mostSigns = 1_000_000;

/**
 * Reads JSON lines, a JSON array, or a JSON object (one event, or several under `logs`), each event flat or as
 * `{ log_id, data }`, whatever the content type says. One part that cannot be read never hides the others. Never throws.
 */
export function readLogBody(
  body: Uint8Array,
  { encoding = "" }: LogBodyForm = {},
  mostBytes: number = unpackedLimit,
): LogBody {
  const unpacked = unpack(body, encoding, mostBytes);
  return "bytes" in unpacked ? readText(new TextDecoder().decode(unpacked.bytes)) : unpacked;
}

function readText(text: string): LogBody {
  if (isOverfull(text))
    return { refused: 413, why: "It holds more values than any log events do." };
  const whole = parse(text);
  const found = createFinds();
  if (whole === undefined) eachLine(text, found);
  else found.add(whole.value, "the body");
  return found.count() > mostEvents
    ? { refused: 413, why: `It has more than ${mostEvents} events.` }
    : found.body();
}

function isOverfull(text: string): boolean {
  let signs = 0;
  let lines = 0;
  // Shorter ones have no room for so many.
  for (let at = 0; text.length > mostSigns && at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === "\n") lines += 1;
    else if (",[{".includes(sign)) signs += 1;
  }
  return signs > mostSigns || lines > mostSigns;
}

function eachLine(text: string, found: Finds): void {
  for (const [index, given] of text.split("\n").entries()) {
    const line = given.trim();
    if (line === "") continue;
    const parsed = parse(line) ?? parse(bare(line));
    if (parsed) found.add(parsed.value, `line ${index + 1}`);
    else if (!/^[[\],]+$/.test(line)) found.miss(`line ${index + 1} is no JSON`);
    if (found.count() > mostEvents) return;
  }
}

/** A line of an array that is written one event a line, of which another line is broken. */
const bare = (line: string): string => line.replace(/^[[,]/, "").replace(/[\],]$/, "");

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined; // Not the error's words: they quote the body.
  }
}

/** What was found in a body so far. */
interface Finds {
  add(value: unknown, place: string): void;
  miss(what: string): void;
  count(): number;
  body(): LogBody;
}

function createFinds(): Finds {
  const records: unknown[] = [];
  let bad = 0;
  let firstBad: string | undefined;
  const miss = (what: string) => {
    bad += 1;
    firstBad ??= what;
  };

  function addOne(value: unknown, place: string): void {
    const event = isRecord(value) ? unwrap(value) : undefined;
    if (!event) miss(`${place} is no object`);
    else if (isDeep(event, deepest)) miss(`${place} nests too deep`);
    else records.push(event);
  }

  return {
    miss,
    add(value, place) {
      const several = listIn(value);
      if (!several) return addOne(value, place);
      for (const [index, one] of several.entries()) addOne(one, `${place}, event ${index + 1},`);
    },
    count: () => records.length + bad,
    body: () => ({ records, bad, ...(firstBad === undefined ? {} : { firstBad }) }),
  };
}

type Held = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Held =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isRecord(value) && Array.isArray(value.logs) && value.log_id === undefined
    ? value.logs
    : undefined;
}

/** A flat event has a type; what has none, and data instead, is an envelope. */
function unwrap(value: Held): Held {
  const { data, log_id } = value;
  if (typeof value.type === "string" || !isRecord(data)) return value;
  return log_id === undefined || data.log_id ? data : { ...data, log_id };
}

function isDeep(value: unknown, left: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (left === 0) return true;
  for (const held of Object.values(value)) if (isDeep(held, left - 1)) return true;
  return false;
}
