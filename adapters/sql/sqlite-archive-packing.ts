import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { LogEvent } from "../../src/core/log-event.ts";
import { personsIn } from "../../src/core/log-persons.ts";
import { isPlacedElsewhere } from "../../src/core/log-placing.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import { isOdd, type Sieve } from "./sqlite-archive-sieve.ts";
import { gatherTerms } from "./sqlite-archive-terms.ts";

/** Events packed together, with what is to be known of them unopened. */
export interface Packed {
  readonly records: Buffer;
  /** So many of the lines, the first ones, are odd. */
  readonly odd: number;
}

/** Quality 4 takes two thirds of the time of 5, for a thirteenth more bytes. */
const packing = {
  // Room for all that a segment comes to: in pieces, they would have to be put together.
  chunkSize: 128 * 1024,
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 4,
    // Half a megabyte, which is more than a segment: a larger window takes its room twice, and packs no better.
    [constants.BROTLI_PARAM_LGWIN]: 19,
  },
};

/** What is packed, and what it was made of. */
export interface Pack extends Packed {
  readonly events: readonly LogEvent[];
  readonly terms: ReadonlySet<string>;
}

/** Each line is as `lineOf` gives it. */
export function packLines(lines: readonly string[]): Pack {
  const { terms, add } = gatherTerms();
  const events = lines.map(eventIn);
  const [odd, others]: [string[], string[]] = [[], []];
  for (const [index, event] of events.entries()) {
    const line = lines[index] ?? "";
    const persons = personsIn(event);
    add(event, persons);
    (isOdd(event, persons, line) ? odd : others).push(line);
  }
  const text = [...odd, ...others].join("\n");
  const records = brotliCompressSync(Buffer.from(text), packing);
  return { events, terms, odd: odd.length, records };
}

export const linesIn = (packed: Packed): readonly string[] => [...unpack(packed)];

/** The lines that may hold what the sieve lets pass. */
export function siftedLinesIn(packed: Packed, sieve: Sieve): readonly string[] {
  const lines: string[] = [];
  let left = packed.odd;
  for (const line of unpack(packed)) {
    if (left > 0 || sieve(line.toLowerCase())) lines.push(line);
    left -= 1;
  }
  return lines;
}

const newline = 0x0a;

/** One after the other: a string of them all, and of them all in small letters, would take as long again as to unpack them. */
function* unpack({ records }: Packed): Iterable<string> {
  const bytes = brotliDecompressSync(records, { chunkSize: 512 * 1024 });
  for (let [from, to] = [0, 0]; to < bytes.length; from = to + 1) {
    const end = bytes.indexOf(newline, from);
    to = end < 0 ? bytes.length : end;
    yield bytes.toString("utf8", from, to);
  }
}

/** An event's record; before it, in a list, where it stands if that is elsewhere than it says. */
export const lineOf = (event: LogEvent): string =>
  JSON.stringify(isPlacedElsewhere(event) ? [event.at.getTime(), event.raw] : event.raw);

/** What was an event when it came in is one still. */
export function eventIn(line: string): LogEvent {
  const held: unknown = JSON.parse(line);
  const [at, raw] = Array.isArray(held) ? (held as [number, unknown]) : [undefined, held];
  const event = logEventOf(raw);
  if (!event) throw new TypeError("a record in the archive is no event");
  return at === undefined ? event : { ...event, at: new Date(at) };
}
