import type { LogPlace } from "../../src/core/archive.ts";
import { type Figure, spreadOf } from "../figures.ts";
import type { Answer, Answered, Asked, Question } from "./questions.ts";

/** Each question so often, or for so long where that takes too long; but three times at least. */
const rounds = 30;
const leastRounds = 3;
const mostMs = 8000;

/** A design beside the others. */
export interface Asker {
  readonly name: string;
  readonly answer: Answer;
  /** Where a page begins, looked up before the clock runs. */
  placeOf?(question: Question): Promise<LogPlace | undefined>;
}

/** What one design needed for one question, and what it answered to each variant. */
interface Took {
  readonly ms: readonly number[];
  readonly answers: ReadonlyMap<Question, Answered>;
}

async function ask({ answer, placeOf }: Asker, { variants }: Asked): Promise<Took | undefined> {
  const ms: number[] = [];
  const answers = new Map<Question, Answered>();
  const begun = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    if (round >= leastRounds && performance.now() - begun > mostMs) break;
    const question = variants[(round * 7) % variants.length];
    if (!question) return undefined;
    const place = await placeOf?.(question);
    const asked = performance.now();
    const answered = await answer(question, place);
    if (answered === undefined) return undefined;
    ms.push(performance.now() - asked);
    answers.set(question, answered);
  }
  return { ms, answers };
}

const promisedMs = 100;

/** Asks each question of each design; ours is held against every other. They may hold other events. */
export async function compare(given: {
  readonly ours: Asker;
  readonly others: readonly Asker[];
  readonly questions: readonly Asked[];
  readonly questionsOfOthers: readonly Asked[];
  readonly progress: (words: string) => void;
}): Promise<readonly Figure[]> {
  const { ours, others, questions, questionsOfOthers, progress } = given;
  const figures: Figure[] = [];
  for (const [nth, asked] of questions.entries()) {
    progress(asked.name);
    const mine = await ask(ours, asked);
    const same = questionsOfOthers[nth] ?? asked;
    for (const other of others) {
      const theirs = await ask(other, same);
      figures.push(...spreadFigures(asked.name, mine, { name: other.name, took: theirs }));
      if (asked.exact && same === asked)
        figures.push(...differing(asked.name, mine, theirs, other));
    }
  }
  return figures;
}

function spreadFigures(
  name: string,
  mine: Took | undefined,
  { name: other, took }: { readonly name: string; readonly took: Took | undefined },
): readonly Figure[] {
  if (!took) return []; // Grep cannot count by the hour.
  const [own, theirs] = [spreadOf(mine?.ms ?? []), spreadOf(took.ms)];
  return (["p50", "p95"] as const).map((part) => ({
    name: `${name}: ${part}`,
    unit: "ms",
    ours: own[part],
    baseline: { name: other, value: theirs[part] },
    ...(part === "p95" ? { bound: { below: promisedMs } } : {}),
  }));
}

/** Where both were asked the same, both must answer the same. Grep knows no fields, so that it is no measure. */
function differing(
  name: string,
  mine: Took | undefined,
  theirs: Took | undefined,
  { name: other }: Asker,
): readonly Figure[] {
  if (!theirs || other.startsWith("grep")) return [];
  const both = [...theirs.answers].filter(([question]) => mine?.answers.has(question));
  const differ = both.filter(
    ([question, answer]) => saidOf(answer) !== saidOf(mine?.answers.get(question) ?? []),
  );
  return [
    {
      name: `${name}: answers unlike those of ${other}, of ${both.length}`,
      unit: "",
      ours: differ.length,
      bound: { exactly: 0 },
    },
  ];
}

const saidOf = (answer: Answered): string =>
  answer instanceof Map
    ? [...answer]
        .map(([key, count]) => `${key} ${count}`)
        .sort()
        .join("\n")
    : (answer as readonly string[]).join("\n");
