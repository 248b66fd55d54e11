import type { Archive, LogPlace } from "../../src/core/archive.ts";
import type { LogIntake } from "../../src/core/log-intake.ts";
import { built } from "../built.ts";
import { batchesOf, type LinesFile, madeUntil } from "./lines.ts";
import type { Answered, Question } from "./questions.ts";

export type Ours = Archive & LogIntake;

const quiet = { info() {}, warn() {}, error() {} };
/** Nothing that was made is of a time to come. */
const now = () => new Date(Math.max(Date.now(), madeUntil.getTime()));
const clock = { now, after: () => new Promise<void>(() => {}) };
export const benchTenant = "prod";
const perDelivery = 500;
/** Deliveries that are sent before the first of them is acknowledged. */
const atOnce = 4;

/** The archive as it is built and as the bot runs it: in its thread, in an engine that is lean until events pour in. */
export async function openOurs(file: string): Promise<Ours> {
  const { openArchive } =
    await built<typeof import("../../src/logs/archive.ts")>("src/logs/archive");
  const { sqliteArchive } = await built<typeof import("../../adapters/sql/sqlite-archive.ts")>(
    "adapters/sql/sqlite-archive",
  );
  const { beLean, engine } = await built<typeof import("../../src/lean.ts")>("src/lean");
  const { createRoom } = await built<typeof import("../../src/room.ts")>("src/room");
  beLean();
  const opened = await openArchive({ engine: sqliteArchive({ file }), clock, log: quiet });
  const { archive, job } = createRoom(opened, engine, () => performance.now());
  const beat = setInterval(() => void job.tick(), 1000);
  const close = async () => {
    clearInterval(beat);
    // What it is held against is not to be lean.
    engine.quick();
    await archive.close();
  };
  return { ...archive, close };
}

/**
 * Everything in the file, as a log stream delivers it: JSON lines, acknowledged when durable. Until nothing is left to pack.
 * @returns the seconds it took.
 */
export async function fillOurs(
  file: string,
  lines: LinesFile,
  progress: (done: number) => void,
): Promise<number> {
  const archive = await openOurs(file);
  const begun = performance.now();
  const waiting: Promise<unknown>[] = [];
  let [done, told] = [0, 0];
  for await (const batch of batchesOf(lines.file, perDelivery)) {
    if (waiting.length >= atOnce) await waiting.shift();
    waiting.push(deliver(archive, batch));
    done += perDelivery;
    if (done - told >= lines.count / 10) {
      told = done;
      progress(Math.min(done, lines.count));
    }
  }
  await Promise.all(waiting);
  await archive.close();
  return (performance.now() - begun) / 1000;
}

async function deliver(archive: Ours, batch: Buffer): Promise<void> {
  const taken = await archive.take(benchTenant, new Uint8Array(batch), {});
  const good = taken.kind === "stored" && taken.bad === 0 && taken.added.known === 0;
  if (!good) throw new Error(`a delivery was not kept whole: ${JSON.stringify(taken)}`);
}

export const answersOfOurs =
  (archive: Archive) =>
  async (question: Question, place?: LogPlace): Promise<Answered> => {
    if (question.kind === "counts") return countsOf(archive, question);
    const { query, limit } = question;
    return (await pageOf(archive, query, limit, place)).map(({ id }) => id);
  };

type Query = Extract<Question, { kind: "find" }>["query"];

/** A page may be given with fewer events than asked for; then it is asked on. */
async function pageOf(archive: Archive, query: Query, limit: number, place?: LogPlace) {
  let after = place;
  const events = [];
  do {
    const at = { limit: limit - events.length, ...(after ? { after } : {}) };
    const found = await archive.search(benchTenant, query, at);
    events.push(...found.events);
    after = found.next;
  } while (after && events.length < limit);
  return events;
}

/** Where the page begins that comes after so many events. */
export async function placeAfter(
  archive: Archive,
  { query, skip }: Extract<Question, { kind: "page" }>,
): Promise<LogPlace | undefined> {
  const last = (await pageOf(archive, query, skip)).at(-1);
  return last && { at: last.at, id: last.id };
}

async function countsOf(
  archive: Archive,
  { from, to }: Extract<Question, { kind: "counts" }>,
): Promise<Answered> {
  const counts = new Map<string, number>();
  for (const { hour, type, count } of await archive.counts(benchTenant, { from, to })) {
    const key = `${hour.getTime()} ${type}`;
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return counts;
}
