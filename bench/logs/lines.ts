import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type MadeEvent, makeEvents } from "./maker.ts";

/** A tenant's log as a file of JSON lines, and what is known of it. */
export interface LinesFile {
  readonly file: string;
  readonly count: number;
  readonly bytes: number;
  readonly end: Date;
  /** Events from all over the log, for questions about them. */
  readonly samples: readonly MadeEvent[];
}

export const days = 90;
/** Whatever the day is on which it is measured. */
export const madeUntil = new Date("2026-11-28T00:00:00Z");
const mostSamples = 400;
const flushAt = 4_000_000;

/** Another maker of events: a module that exports `events({ count, days, end })`. */
export type Maker = (given: { count: number; days: number; end: string }) => Iterable<MadeEvent>;

export async function makerOf(path: string | undefined): Promise<Maker> {
  if (path === undefined) {
    return ({ end, ...given }) => makeEvents({ ...given, end: new Date(end) });
  }
  const { events } = (await import(pathToFileURL(path).href)) as { events: Maker };
  return events;
}

/** Writes the log, oldest first. `progress` hears of each tenth. */
export function writeLines(
  file: string,
  { count, make, progress }: { count: number; make: Maker; progress: (done: number) => void },
): LinesFile {
  const end = madeUntil;
  const handle = openSync(file, "w");
  const samples: MadeEvent[] = [];
  const [every, tenth] = [Math.ceil(count / mostSamples), Math.ceil(count / 10)];
  let [bytes, nth, waiting, size] = [0, 0, [] as string[], 0];
  const flush = () => {
    const chunk = Buffer.from(waiting.join(""));
    for (let at = 0; at < chunk.length; ) at += writeSync(handle, chunk, at);
    bytes += chunk.length;
    [waiting, size] = [[], 0];
  };
  for (const event of make({ count, days, end: end.toISOString() })) {
    const line = `${JSON.stringify(event)}\n`;
    waiting.push(line);
    size += line.length;
    if (size > flushAt) flush();
    if (nth % every === 0) samples.push(event);
    nth += 1;
    if (nth % tenth === 0) progress(nth);
  }
  flush();
  closeSync(handle);
  return { file, count: nth, bytes, end, samples };
}

const newline = 10;

/** The file again, so many lines at a time, as bytes. */
export async function* batchesOf(file: string, lines: number): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 4_000_000 })) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (let cut = cutAfter(rest, lines); cut > 0; cut = cutAfter(rest, lines)) {
      yield rest.subarray(0, cut);
      rest = rest.subarray(cut);
    }
  }
  if (rest.length > 0) yield rest;
}

/** Where so many lines end; 0 where there are fewer. */
function cutAfter(bytes: Buffer, lines: number): number {
  let at = 0;
  for (let left = lines; left > 0; left -= 1) {
    const found = bytes.indexOf(newline, at);
    if (found < 0) return 0;
    at = found + 1;
  }
  return at;
}
