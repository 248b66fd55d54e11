import { figuresOf, type Measured, sayChart } from "../../src/core/chart-figures.ts";
import type { Chart } from "../../src/core/message.ts";
import { sparkline } from "../../src/core/plain.ts";
import { short } from "./literal.ts";
import { type Element, renderText } from "./spans.ts";

/** Of so many bars each carries its number. */
const barsNumbered = 12;

/**
 * A chart as Teams draws it, and below it in words what it shows: a picture tells a screen reader nothing, and phones
 * draw none.
 */
export function renderChart(chart: Chart): readonly Element[] {
  const { measured } = figuresOf(chart.points);
  const title = short(chart.title).trim() || "Chart";
  const known = chart.points.filter(({ value }) => value === "failed" || Number.isFinite(value));
  const said = renderText(sayChart(chart), { small: true });
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
  const showBarValues = points.length <= barsNumbered;
  // Else Teams colours each bar differently, as if that meant something, and the newest one palest.
  const color = "categoricalBlue";
  return { type: "Chart.VerticalBar", ...axis, color, showBarValues, data: points };
}
