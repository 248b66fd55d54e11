import { oneLine } from "./excerpt.ts";
import type { Chart, Point } from "./message.ts";

/** A point that was measured. */
export interface Measured {
  readonly label: string;
  readonly value: number;
  readonly usual?: number;
}

/** What a chart's points come to, for those who say it in words. */
export interface ChartFigures {
  /** Those with a value, in order; what is not a number is left out. */
  readonly measured: readonly Measured[];
  readonly failed: readonly Point[];
  /** Undefined where nothing was measured. */
  readonly range:
    | { readonly low: Measured; readonly high: Measured; readonly latest: Measured }
    | undefined;
}

export function figuresOf(points: readonly Point[]): ChartFigures {
  const measured = points.filter(isMeasured);
  const failed = points.filter(({ value }) => value === "failed");
  const [first] = measured;
  if (!first) return { measured, failed, range: undefined };
  const low = measured.reduce((least, point) => (point.value < least.value ? point : least), first);
  const high = measured.reduce((most, point) => (point.value > most.value ? point : most), first);
  return { measured, failed, range: { low, high, latest: measured.at(-1) ?? first } };
}

const isMeasured = (point: Point): point is Measured =>
  typeof point.value === "number" && Number.isFinite(point.value);

const isKnown = (usual: number | undefined): usual is number => Number.isFinite(usual);

/** Bars are things to compare: of a few each is said, of many the range and the end, as of a line. */
const mostBarsSaid = 12;

/** Whether the sentence says every figure, so that nothing beside it need say them again. */
export const saysEach = ({ shape, points }: Pick<Chart, "shape" | "points">): boolean =>
  shape === "bar" && figuresOf(points).measured.length <= mostBarsSaid;

/** What a chart shows, in a sentence for those who cannot see it; the same on every platform. */
export function sayChart({ shape, unit, points }: Omit<Chart, "kind" | "title">): string {
  const { measured, failed, range } = figuresOf(points);
  if (!range) return failed.length > 0 ? `${sayFailures(failed)}.` : "Nothing measured yet.";
  const say = ({ value, label, usual }: Measured) =>
    oneLine(`${value} ${unit} (${label}${isKnown(usual) ? `, usual ${usual}` : ""})`);
  const figures = saysEach({ shape, points })
    ? measured.map(say).join(", ")
    : `Lowest ${say(range.low)}, highest ${say(range.high)}, latest ${say(range.latest)}`;
  return [figures, sayFailures(failed)].filter(Boolean).join("; ").concat(".");
}

const mostNamed = 4;

/** "2 failed (14:01, 14:02)"; of many, how many and between which: "12 failed (14:01 to 14:14)". Nothing where none did. */
function sayFailures(failed: readonly Point[]): string {
  const [first] = failed;
  if (!first) return "";
  const labels = failed.map(({ label }) => label);
  const which =
    labels.length > mostNamed ? `${first.label} to ${labels.at(-1)}` : labels.join(", ");
  return `${failed.length} failed (${which})`;
}
