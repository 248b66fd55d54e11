import { setTimeout as after } from "node:timers/promises";
import type { CountingPlatforms } from "./counting.ts";
import { type Figure, medianOf, spreadOf } from "./figures.ts";
import type { Load, Pace, Taken, Target } from "./load.ts";

/** The built bot, by the name its figures bear. */
export const ours = "Watchpost";

const percentiles = ["p50", "p99"] as const;
/** How long answers may take before they count as lost. */
const patienceMs = 180_000;

export interface Contest {
  readonly platforms: CountingPlatforms;
  readonly load: Load;
  readonly targets: readonly Target[];
}

/** What each listener took to acknowledge in one round, by its name. */
export type Round = Readonly<Record<string, Taken[string]>>;

/**
 * Each listener has its turn, another one first in each round, so that none is measured while another works. The bot
 * answers its lines for real, and is waited for before the next one's turn.
 */
export async function roundOf(contest: Contest, pace: Pace, nth: number): Promise<Round> {
  const { targets, load } = contest;
  const found: Record<string, Taken[string]> = {};
  for (const [index] of targets.entries()) {
    const target = targets[(index + nth) % targets.length];
    if (!target) continue;
    const taken = (await load.run({ targets: [target], pace }))[target.name];
    if (!taken) continue;
    found[target.name] = taken;
    if (target.name === ours) await answered(contest, taken.ids);
    await after(500);
  }
  return found;
}

async function answered({ platforms }: Contest, ids: readonly string[]): Promise<void> {
  const until = performance.now() + patienceMs;
  while (ids.some((id) => !platforms.shown.has(id)) && performance.now() < until) await after(50);
}

/** What the figures of one load are held against; the bounds are of the 99th percentile. */
export interface Against {
  /** The first one is what ours is a multiple of. */
  readonly baselines: readonly [string, ...string[]];
  /** Of the median of the rounds, in milliseconds. */
  readonly belowMs?: number;
  /** Of the first baseline. */
  readonly belowTimes?: number;
}

export function spreadFigures(
  load: string,
  rounds: readonly Round[],
  { baselines, belowMs, belowTimes }: Against,
): readonly Figure[] {
  const every = (name: string, part: (typeof percentiles)[number]) =>
    rounds.map((round) => spreadOf(round[name]?.tookMs ?? [])[part]);
  return percentiles.flatMap((part): readonly Figure[] => {
    const mine = every(ours, part);
    const first = every(baselines[0], part);
    const name = `acknowledged ${load}, ${part}`;
    const bounded = (below: number | undefined) =>
      part === "p99" && below !== undefined ? { bound: { below } } : {};
    return [
      ...baselines.map((baseline, index) => ({
        name,
        unit: "ms",
        ours: medianOf(mine),
        baseline: { name: baseline, value: medianOf(every(baseline, part)) },
        ...(index === 0 ? bounded(belowMs) : {}),
      })),
      {
        name: `${name}: times ${baselines[0]}, median of the rounds`,
        unit: "×",
        ours: medianOf(mine.map((value, nth) => value / (first[nth] ?? Number.NaN))),
        ...bounded(belowTimes),
      },
    ];
  });
}

export function answerFigures({ platforms }: Contest, rounds: readonly Round[]): readonly Figure[] {
  const all = rounds.flatMap((round) => round[ours] ?? []);
  const ids = all.flatMap((taken) => taken.ids);
  const refused = all.reduce((sum, taken) => sum + taken.refused, 0);
  const lost = ids.filter((id) => !platforms.shown.has(id)).length;
  const twice = ids.filter((id) => (platforms.shown.get(id) ?? 0) > 1).length;
  return [
    { name: "lines acknowledged", unit: "lines", ours: ids.length },
    { name: "lines not acknowledged", unit: "lines", ours: refused, bound: { exactly: 0 } },
    { name: "lines never answered", unit: "lines", ours: lost, bound: { exactly: 0 } },
    { name: "lines answered twice", unit: "lines", ours: twice, bound: { exactly: 0 } },
  ];
}
