import { statSync } from "node:fs";
import { join } from "node:path";
import type { Figure } from "../figures.ts";
import { type Asker, compare } from "./ask.ts";
import { answersOfGrep } from "./grep.ts";
import { type LinesFile, type Maker, writeLines } from "./lines.ts";
import { answersOfOurs, benchTenant, fillOurs, openOurs, placeAfter } from "./ours.ts";
import { questionsAbout } from "./questions.ts";
import { columns, fillRows, oneRow, openRows, type RowDesign } from "./rows.ts";

export interface ArchiveOptions {
  readonly events: number;
  /** More than this the plain designs are not given: they would take hours. */
  readonly mostForOthers: number;
  readonly folder: string;
  readonly make: Maker;
  readonly say: (words: string) => void;
}

interface Filled {
  readonly name: string;
  readonly perSecond: number;
  /** Bytes on disk to bytes of the JSON lines. */
  readonly ratio: number;
}

const promised = { ratio: 0.2, perSecond: 10_000 };

/** Disk, speed and answers of the archive, beside what one would build first. */
export async function measureArchive(options: ArchiveOptions): Promise<readonly Figure[]> {
  const { events, mostForOthers, folder, say } = options;
  const lines = write("lines.jsonl", events, options);
  const few = events > mostForOthers ? write("fewer.jsonl", mostForOthers, options) : lines;
  if (few !== lines) {
    say(
      `The other designs hold ${thousands(few.count)} events over the same 90 days, ours ${thousands(events)}.`,
    );
  }
  const of = few === lines ? "" : `, ${thousands(few.count)} events`;
  const filled = [
    await fillOurArchive(join(folder, "ours.db"), lines, say),
    { ...(await fillOther(oneRow, join(folder, "row.db"), few, say)), name: oneRow.name + of },
    {
      ...(await fillOther(columns, join(folder, "columns.db"), few, say)),
      name: columns.name + of,
    },
  ];
  return [...filledFigures(filled), ...(await askAll(options, { lines, few, of }))];
}

function write(name: string, count: number, { folder, make, say }: ArchiveOptions): LinesFile {
  const begun = performance.now();
  const lines = writeLines(join(folder, name), {
    count,
    make,
    progress: (done) => say(`made ${thousands(done)} of ${thousands(count)} events`),
  });
  const took = (performance.now() - begun) / 1000;
  const each = (lines.bytes / lines.count).toFixed(0);
  say(`${thousands(lines.count)} events of ${each} bytes made in ${took.toFixed(0)} s`);
  return lines;
}

async function fillOurArchive(
  file: string,
  lines: LinesFile,
  say: ArchiveOptions["say"],
): Promise<Filled> {
  const seconds = await fillOurs(file, lines, (done) => say(`kept ${thousands(done)} events`));
  return filledOf("ours", file, lines, seconds);
}

async function fillOther(
  design: RowDesign,
  file: string,
  lines: LinesFile,
  say: ArchiveOptions["say"],
): Promise<Filled> {
  say(`filling ${design.name} …`);
  return filledOf(design.name, file, lines, await fillRows(design, file, lines));
}

function filledOf(name: string, file: string, lines: LinesFile, seconds: number): Filled {
  const bytes = [file, `${file}-wal`]
    .map((each) => statSync(each, { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
  return { name, perSecond: lines.count / seconds, ratio: bytes / lines.bytes };
}

function filledFigures([ours, ...others]: readonly Filled[]): readonly Figure[] {
  if (!ours) return [];
  return others.flatMap(({ name, perSecond, ratio }): readonly Figure[] => [
    {
      name: "bytes on disk, of the JSON lines",
      unit: "×",
      ours: ours.ratio,
      baseline: { name, value: ratio },
      bound: { below: promised.ratio },
    },
    {
      name: "events in, durable",
      unit: "/s",
      ours: ours.perSecond,
      baseline: { name, value: perSecond },
      bound: { atLeast: promised.perSecond },
    },
  ]);
}

async function askAll(
  { folder, say }: ArchiveOptions,
  { lines, few, of }: { lines: LinesFile; few: LinesFile; of: string },
): Promise<readonly Figure[]> {
  const archive = await openOurs(join(folder, "ours.db"));
  const row = openRows(oneRow, join(folder, "row.db"));
  const column = openRows(columns, join(folder, "columns.db"));
  const { events } = await archive.coverage(benchTenant);
  const ours: Asker = {
    name: "ours",
    answer: answersOfOurs(archive),
    placeOf: async (question) =>
      question.kind === "page" ? placeAfter(archive, question) : undefined,
  };
  const others: readonly Asker[] = [
    { name: oneRow.name + of, answer: row.answer },
    { name: columns.name + of, answer: column.answer },
    { name: `grep${of}`, answer: answersOfGrep(few.file) },
  ];
  const questions = questionsAbout(lines);
  const questionsOfOthers = few === lines ? questions : questionsAbout(few);
  const progress = (name: string) => say(`asking: ${name}`);
  const figures = await compare({ ours, others, questions, questionsOfOthers, progress });
  await archive.close();
  row.close();
  column.close();
  const lost = { name: "events lost", unit: "", ours: lines.count - events };
  return [...figures, { ...lost, bound: { exactly: 0 } }];
}

const thousands = (count: number): string => count.toLocaleString("en");
