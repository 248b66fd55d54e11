import { figuresOf, type Measured, sayChart } from "../../src/core/chart-figures.ts";
import type { Chart } from "../../src/core/message.ts";
import { sparkline } from "../../src/core/plain.ts";
import { short } from "./literal.ts";
import { type Element, renderText } from "./spans.ts";

/** Of so many bars each carries its number. */
const barsNumbered = 12;

/**
 * A chart as Teams draws it, above it its title, which Teams leaves out, and below it in words what it shows: a picture tells
 * a screen reader nothing, and phones draw none.
 */
export function renderChart(chart: Chart): readonly Element[] {
  const { measured } = figuresOf(chart.points);
  const title = short(chart.title).trim() || "Chart";
  const known = chart.points.filter(({ value }) => value === "failed" || Number.isFinite(value));
  const [fallback] = renderText([{ code: sparkline(known.map(({ value }) => value)) }]);
  return [
    ...renderText(title, { bold: true }),
    ...(measured.length > 0 ? [{ ...drawn(chart, measured), fallback }] : []),
    ...renderText(sayChart(chart), { small: true }),
  ];
}

/**
 * Charts of cards have no gap: what failed is left out of the picture, and said. Without a colour Teams gives each bar another
 * one, as if that meant something, and the newest the palest.
 */
function drawn({ shape, unit, title }: Chart, measured: readonly Measured[]): Element {
  const labels = labelsOf(measured);
  const points = measured.map(({ value }, index) => ({ x: labels[index] ?? " ", y: value }));
  const look = {
    color: "categoricalBlue",
    ...(short(unit).trim() ? { yAxisTitle: short(unit) } : {}),
  };
  if (shape === "line") {
    const legend = short(title).trim() || "Chart";
    return { type: "Chart.Line", ...look, data: [{ legend, values: points }] };
  }
  const showBarValues = points.length <= barsNumbered;
  return { type: "Chart.VerticalBar", ...look, showBarValues, data: points };
}

/** What stands below the points. Teams takes two of one name for one, and cuts the minutes off a row of hours: "0…". */
function labelsOf(points: readonly Measured[]): readonly string[] {
  const times = points.map(({ label }) => /^(\d\d):(\d\d)$/u.exec(label));
  const hourly = times.every((time) => time !== null && time[2] === times[0]?.[2]);
  const known = new Map<string, number>();
  return points.map(({ label }, index) => {
    const name = (hourly && times[index]?.[1]) || short(label) || " ";
    const count = (known.get(name) ?? 0) + 1;
    known.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
