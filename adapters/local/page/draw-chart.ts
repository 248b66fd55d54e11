import type { Block } from "../../../src/core/message.ts";
import { make, makeSvg } from "./dom.ts";

type Chart = Extract<Block, { kind: "chart" }>;

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

function sayChart({ points, unit }: Chart): string {
  const last = points.at(-1);
  if (!last) return "nothing measured yet.";
  const say = ({ label, value }: { label: string; value: number }) => `${value} ${unit} (${label})`;
  const sorted = [...points].sort((a, b) => a.value - b.value);
  const [low, high] = [sorted[0] ?? last, sorted.at(-1) ?? last];
  return `lowest ${say(low)}, highest ${say(high)}, newest ${say(last)}.`;
}

function drawPoints(document: Document, { points, shape }: Chart): readonly SVGElement[] {
  const values = points.map(({ value }) => value);
  const top = Math.max(...values, 0);
  const bottom = Math.min(...values, 0);
  const y = (value: number) => 4 + (height - 8) * (1 - (value - bottom) / (top - bottom || 1));
  const step = width / points.length;
  if (shape === "bar") {
    return values.map((value, index) =>
      makeSvg(document, "rect", {
        class: "bar",
        x: String(index * step + step * 0.12),
        width: String(step * 0.76),
        y: String(Math.min(y(value), y(0)) - 1),
        height: String(Math.abs(y(value) - y(0)) + 1),
      }),
    );
  }
  const line = values.map((value, index) => `${(index + 0.5) * step},${y(value)}`).join(" ");
  const ground = makeSvg(document, "line", {
    class: "ground",
    x1: "0",
    x2: String(width),
    y1: String(y(0)),
    y2: String(y(0)),
  });
  return [ground, makeSvg(document, "polyline", { class: "line", points: line })];
}
