import type { Block, Point } from "../../src/core/message.ts";
import { sparkline } from "../../src/core/plain.ts";

type Chart = Extract<Block, { kind: "chart" }>;

const widest = 60;
const bars = 20;

/** A chart in characters, and the same in words for those who cannot see it. */
export function chartText({ shape, points }: Chart): { drawing: string; words: string } {
  const known = points.filter(({ value }) => Number.isFinite(value));
  const [first] = known;
  if (!first) return { drawing: "", words: "Nothing to show yet." };
  const low = known.reduce((least, point) => (point.value < least.value ? point : least), first);
  const high = known.reduce((most, point) => (point.value > most.value ? point : most), first);
  const latest = known.at(-1) ?? first;
  const drawing =
    shape === "bar" && known.length <= bars
      ? barsOf(known, high.value)
      : sparkline(thinned(known.map(({ value }) => value)));
  return {
    drawing,
    words: shape === "bar" ? sayBars(known, low, high) : sayCourse(low, high, latest),
  };
}

/** Bars stand side by side: none of them is the last. */
function sayBars(all: readonly Point[], low: Point, high: Point): string {
  return all.length === 1 ? `${say(high)}.` : `Highest ${say(high)}, lowest ${say(low)}.`;
}

const sayCourse = (low: Point, high: Point, latest: Point): string =>
  `Lowest ${say(low)}, highest ${say(high)}, latest ${say(latest)}.`;

const say = ({ label, value }: Point): string => `${value} (${label})`;

function barsOf(points: readonly Point[], most: number): string {
  const longest = Math.min(24, Math.max(...points.map(({ label }) => label.length)));
  return points
    .map(({ label, value }) => {
      const length = most > 0 ? Math.max(0, Math.round((value / most) * 20)) : 0;
      return `${label.slice(0, 24).padEnd(longest)} ${"█".repeat(length)} ${value}`;
    })
    .join("\n");
}

/** No wider than a phone: of neighbours, the highest is kept, so that no peak is lost. */
function thinned(values: readonly number[]): readonly number[] {
  if (values.length <= widest) return values;
  const size = Math.ceil(values.length / widest);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    Math.max(...values.slice(index * size, (index + 1) * size).slice(0, 10_000)),
  );
}
