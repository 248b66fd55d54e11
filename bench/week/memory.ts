import { type Figure, medianOf } from "../figures.ts";
import type { Sample } from "./lives.ts";

/** The last of a week may need so much more than the first. */
const flat = 1.1;
/**
 * What the alert WatchpostMemoryHigh warns of. Less than 200 MB is asked for lines alone, and is judged where they are said alone
 * (`npm run bench -- --only teams`); here logs pour in and charts are drawn as well.
 */
const most = 300e6;
/** Of the long life so much is warming up, and so much at each end of the rest is held against the other. */
const warming = 0.25;
const slice = 0.1;
/** Lives that are ended soon are held against each other at this age, in seconds. */
const ages = { from: 4, to: 10 } as const;
const shortest = 60;

/**
 * Flat in two ways: within the last life, which nobody ends, and from life to life at the same age, as the store grows.
 * Before a minute nothing can be told.
 */
export function memoryFigures(samples: readonly Sample[], peak: number): readonly Figure[] {
  const last = samples.at(-1)?.life ?? 0;
  return [
    ...withinLife(samples.filter(({ life }) => life === last)),
    ...fromLifeToLife(samples, last),
  ].concat({
    name: "peak memory (RSS)",
    unit: "MB",
    ours: peak / 1e6,
    bound: { below: most / 1e6 },
  });
}

function withinLife(life: readonly Sample[]): readonly Figure[] {
  const age = life.at(-1)?.age ?? 0;
  const warm = life.filter((one) => one.age >= age * warming);
  const part = Math.max(1, Math.round(warm.length * slice));
  return compared("in the last life, once warm", {
    first: warm.slice(0, part),
    last: warm.slice(-part),
    isJudged: age >= shortest,
  });
}

function fromLifeToLife(samples: readonly Sample[], last: number): readonly Figure[] {
  const young = samples.filter(
    ({ life, age }) => life < last && age >= ages.from && age <= ages.to,
  );
  const lives = [...new Set(young.map(({ life }) => life))];
  const third = Math.max(1, Math.floor(lives.length / 3));
  const of = (some: readonly number[]) => young.filter(({ life }) => some.includes(life));
  return compared(`of lives that are ${ages.from} to ${ages.to} s old`, {
    first: of(lives.slice(0, third)),
    last: of(lives.slice(-third)),
    isJudged: lives.length >= 6,
  });
}

function compared(
  where: string,
  {
    first,
    last,
    isJudged,
  }: { first: readonly Sample[]; last: readonly Sample[]; isJudged: boolean },
): readonly Figure[] {
  const [begin, end] = [first, last].map((some) => medianOf(some.map(({ bytes }) => bytes)));
  const [from = Number.NaN, to = Number.NaN] = [begin, end];
  return [
    { name: `memory ${where}: at first`, unit: "MB", ours: from / 1e6 },
    { name: `memory ${where}: at last`, unit: "MB", ours: to / 1e6 },
    {
      name: `memory ${where}: last, of first`,
      unit: "×",
      ours: to / from,
      ...(isJudged ? { bound: { below: flat } } : {}),
    },
  ];
}
