import { figuresOf, type Measured, sayFailures } from "../../src/core/chart-figures.ts";
import type { Chart } from "../../src/core/message.ts";
import { sparkline } from "../../src/core/plain.ts";
import { short } from "./literal.ts";
import { type Element, renderText } from "./spans.ts";

/** Of so many bars each is said. */
const barsSaid = 12;

/**
 * A chart as Teams draws it, and below it in words what it shows: a picture tells a screen reader nothing, and phones
 * draw none.
 */
export function renderChart(chart: Chart): readonly Element[] {
  const { measured } = figuresOf(chart.points);
  const title = short(chart.title).trim() || "Chart";
  const known = chart.points.filter(({ value }) => value === "failed" || Number.isFinite(value));
  if (known.length === 0) return renderText(`${title}: nothing to draw yet.`);
  const figures = [...sayFigures(chart, measured), sayFailed(chart)].filter(Boolean).join(" ");
  const said = renderText(figures, { small: true });
  if (measured.length === 0) return [...renderText(title, { bold: true }), ...said];
  const fallback = {
    type: "Container",
    items: [
      ...renderText(title, { bold: true }),
      ...renderText([{ code: sparkline(known.map(({ value }) => value)) }]),
    ],
  };
  return [{ ...drawn(chart, measured), title, fallback }, ...said];
}

/** Charts of cards have no gap: what failed is left out of the picture, and said. */
function drawn({ shape, unit, title }: Chart, measured: readonly Measured[]): Element {
  const points = measured.map(({ label, value }) => ({ x: short(label) || " ", y: value }));
  const axis = short(unit).trim() ? { yAxisTitle: short(unit) } : {};
  if (shape === "line") {
    const legend = short(title).trim() || "Chart";
    return { type: "Chart.Line", ...axis, data: [{ legend, values: points }] };
  }
  const showBarValues = points.length <= barsSaid;
  // Else Teams colours each bar differently, as if that meant something, and the newest one palest.
  const color = "categoricalBlue";
  return { type: "Chart.VerticalBar", ...axis, color, showBarValues, data: points };
}

function sayFailed({ points }: Chart): string {
  const words = sayFailures(figuresOf(points).failed);
  return words && `${words}.`;
}

/** Bars are things to compare, so each of a few is said; of a line, or of many bars, the range and the end. */
function sayFigures({ shape, unit }: Chart, points: readonly Measured[]): readonly string[] {
  const { range } = figuresOf(points);
  if (!range) return [];
  const { low, high, latest } = range;
  if (shape === "line") {
    return [
      `Lowest ${say(low)}, highest ${say(high)}, latest ${say(latest)}. Unit: ${short(unit)}.`,
    ];
  }
  // The first ones of many, all the others left out, would hide what is newest.
  if (points.length <= barsSaid) return [`${points.map(sayPoint).join(", ")} (${short(unit)}).`];
  return [
    `Highest ${sayPoint(high)}, lowest ${sayPoint(low)}, last ${sayPoint(latest)} (${short(unit)}).`,
  ];
}

const say = ({ label, value }: Measured): string => `${value} (${short(label)})`;

const sayPoint = ({ label, value }: Measured): string => `${short(label)}: ${value}`;
