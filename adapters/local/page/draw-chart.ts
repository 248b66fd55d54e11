import type { Chart, Point } from "../../../src/core/message.ts";
import { make, makeSvg } from "./dom.ts";

const width = 320;
const height = 96;

/** The picture, and under it the words that say the same. */
export function drawChart(document: Document, chart: Chart): HTMLElement {
  const says = sayChart(chart);
  return make(
    document,
    "figure",
    { class: "chart" },
    make(document, "figcaption", {}, chart.title),
    makeSvg(
      document,
      "svg",
      {
        viewBox: `0 0 ${width} ${height}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": `${chart.title}: ${says}`,
      },
      ...(chart.points.length > 0 ? drawPoints(document, chart) : []),
    ),
    make(
      document,
      "p",
      { class: "ends", "aria-hidden": "true" },
      make(document, "span", {}, chart.points[0]?.label ?? ""),
      make(document, "span", {}, chart.points.at(-1)?.label ?? ""),
    ),
    make(document, "p", { class: "note" }, says),
  );
}

interface Measured {
  readonly label: string;
  readonly value: number;
  readonly usual?: number;
}

const isMeasured = (point: Point): point is Measured => point.value !== "failed";

const mostBarsSaid = 12;
const mostNamed = 4;

/** `sayChart` of the core, which a browser cannot load. A test holds the two together. */
function sayChart({ shape, points, unit }: Chart): string {
  const measured = points.filter(isMeasured);
  const failed = points.filter((point) => !isMeasured(point));
  if (measured.length === 0 && failed.length === 0) return "Nothing measured yet.";
  const say = ({ label, value, usual }: Measured) =>
    `${value} ${unit} (${label}${usual === undefined ? "" : `, usual ${usual}`})`;
  const figures =
    shape === "bar" && measured.length <= mostBarsSaid
      ? measured.map(say).join(", ")
      : sayRange(measured, say);
  return `${[figures, sayFailures(failed)].filter(Boolean).join("; ")}.`;
}

function sayRange(points: readonly Measured[], say: (point: Measured) => string): string {
  const [first] = points;
  if (!first) return "";
  const low = points.reduce((least, point) => (point.value < least.value ? point : least), first);
  const high = points.reduce((most, point) => (point.value > most.value ? point : most), first);
  return `Lowest ${say(low)}, highest ${say(high)}, latest ${say(points.at(-1) ?? first)}`;
}

function sayFailures(failed: readonly Point[]): string {
  const [first] = failed;
  if (!first) return "";
  const labels = failed.map(({ label }) => label);
  const which =
    labels.length > mostNamed ? `${first.label} to ${labels.at(-1)}` : labels.join(", ");
  return `${failed.length} failed (${which})`;
}

function drawPoints(document: Document, { points, shape }: Chart): readonly SVGElement[] {
  const usual = points.flatMap((point) => point.usual ?? []);
  const values = [...points.filter(isMeasured).map(({ value }) => value), ...usual];
  const top = Math.max(...values, 0);
  const bottom = Math.min(...values, 0);
  const y = (value: number) => 4 + (height - 8) * (1 - (value - bottom) / (top - bottom || 1));
  const step = width / points.length;
  const x = (index: number) => (index + 0.5) * step;
  const crosses = points.flatMap(({ value }, index) =>
    value === "failed" ? [crossAt(document, x(index), y(0))] : [],
  );
  if (shape === "bar") {
    const bars = points.flatMap((point, index) =>
      isMeasured(point)
        ? [barAt(document, { x: index * step, width: step, from: y(0), to: y(point.value) })]
        : [],
    );
    return [...bars, ...crosses, ...usualLine(document, points, { x, y })];
  }
  const ground = makeSvg(document, "line", {
    class: "ground",
    x1: "0",
    x2: String(width),
    y1: String(y(0)),
    y2: String(y(0)),
  });
  const lines = stretches(points).map((stretch) =>
    makeSvg(document, "polyline", {
      class: "line",
      points: stretch.map(({ index, value }) => `${x(index)},${y(value)}`).join(" "),
    }),
  );
  return [ground, ...lines, ...crosses, ...usualLine(document, points, { x, y })];
}

/** What is usual, over what was. */
function usualLine(
  document: Document,
  points: readonly Point[],
  { x, y }: { x: (index: number) => number; y: (value: number) => number },
): readonly SVGElement[] {
  const known = points.flatMap(({ usual }, index) =>
    usual === undefined ? [] : [`${x(index)},${y(usual)}`],
  );
  if (known.length < 2) return [];
  return [makeSvg(document, "polyline", { class: "usual", points: known.join(" ") })];
}

/** What was measured one after the other: a line does not cross what failed. */
function stretches(points: readonly Point[]) {
  const all: { readonly index: number; readonly value: number }[][] = [[]];
  for (const [index, { value }] of points.entries()) {
    if (value === "failed") all.push([]);
    else all.at(-1)?.push({ index, value });
  }
  // One alone would be a line of no length; drawn twice, its round end shows.
  return all
    .filter(({ length }) => length > 0)
    .map((one) => (one.length > 1 ? one : [...one, ...one]));
}

function barAt(
  document: Document,
  { x, width: room, from, to }: { x: number; width: number; from: number; to: number },
): SVGElement {
  return makeSvg(document, "rect", {
    class: "bar",
    x: String(x + room * 0.12),
    width: String(room * 0.76),
    y: String(Math.min(to, from) - 1),
    height: String(Math.abs(to - from) + 1),
  });
}

function crossAt(document: Document, x: number, ground: number): SVGElement {
  const [size, y] = [4, Math.min(ground, height - 5)];
  const d = `M${x - size},${y - size}l${2 * size},${2 * size}m0,${-2 * size}l${-2 * size},${2 * size}`;
  return makeSvg(document, "path", { class: "cross", d });
}
