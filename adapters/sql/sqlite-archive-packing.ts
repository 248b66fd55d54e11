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
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 4,
    [constants.BROTLI_PARAM_LGWIN]: 20,
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

export const linesIn = ({ records }: Packed): readonly string[] => textIn(records).split("\n");

/** The lines that may hold what the sieve lets pass. */
export function siftedLinesIn({ records, odd }: Packed, sieve: Sieve): readonly string[] {
  const text = textIn(records);
  const small = text.toLowerCase().split("\n");
  return text.split("\n").filter((_, index) => index < odd || sieve(small[index] ?? ""));
}

const textIn = (records: Buffer): string => brotliDecompressSync(records).toString();

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
