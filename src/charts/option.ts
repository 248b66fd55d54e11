import type { EChartsCoreOption } from "echarts/core";
import { figuresOf } from "../core/chart-figures.ts";
import type { Chart, Point } from "../core/message.ts";
import { colours, family, letters, size } from "./look.ts";
import { drawable, thinned } from "./thin.ts";
import { sayNumber, worded } from "./wording.ts";

/** So few bars each carry their number; of more, the highest and the last do. */
const fewBars = 9;
/** So few points of a line each have a dot. */
const fewDots = 60;
const cross = "path://M2 0L8 6L14 0L16 2L10 8L16 14L14 16L8 10L2 16L0 14L6 8L0 2Z";

/** What the chart library is to draw. @throws where the words cannot be drawn. */
export function optionOf(given: Chart): EChartsCoreOption {
  const chart = worded(given);
  const points = thinned({ ...chart, points: drawable(chart.points) });
  const { measured, failed } = figuresOf(points);
  if (measured.length + failed.length === 0)
    throw new Error("a chart without points has no picture");
  const labels = points.map(({ label }) => label);
  return {
    animation: false,
    backgroundColor: colours.ground,
    textStyle: { fontFamily: family, fontSize: letters.small, color: colours.ink },
    grid: {
      left: 10,
      right: 22,
      top: 52,
      bottom: 8,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    graphic: captions(chart.unit, points),
    // What failed has axes of its own, which are not seen: it has no value.
    xAxis: [categories(labels, chart.shape), { type: "category", data: labels, show: false }],
    yAxis: [
      values([...measured.map(({ value }) => value), ...usualIn(points)]),
      { show: false, min: 0, max: 1 },
    ],
    series: [
      ...(failed.length > 0 ? [failedGround(points)] : []),
      chart.shape === "bar" ? bars(points) : line(points),
      ...(usualIn(points).length > 0 ? [usual(points)] : []),
      ...(failed.length > 0 ? [crosses(points)] : []),
    ],
  };
}

/** What the numbers are, and what the crosses are. */
function captions(unit: string, points: readonly Point[]) {
  const style = { fontFamily: family, fontSize: letters.small, fill: colours.soft };
  const said = { type: "text", left: 12, top: 14, style: { ...style, text: unit } };
  const beside = (text: string, fill: string) => ({
    type: "text",
    right: 22,
    top: 14,
    style: { ...style, fill, text },
  });
  if (points.some(({ value }) => value === "failed")) {
    return [said, beside("✕ failed", colours.failed)];
  }
  return usualIn(points).length > 0 ? [said, beside("– – usual", colours.ink)] : [said];
}

const usualIn = (points: readonly Point[]): readonly number[] =>
  points.flatMap(({ usual }) => (usual !== undefined && Number.isFinite(usual) ? [usual] : []));

function categories(labels: readonly string[], shape: Chart["shape"]) {
  const few = labels.length <= 8;
  const room = (size.width - 90) / Math.max(1, labels.length);
  return {
    type: "category",
    data: labels,
    boundaryGap: true,
    axisLine: { lineStyle: { color: colours.soft } },
    axisTick: { show: shape === "line" && few, alignWithLabel: true },
    axisLabel: {
      color: colours.ink,
      fontSize: letters.small,
      hideOverlap: true,
      ...(few ? { interval: 0 } : {}),
      width: few ? room - 8 : 110,
      overflow: few ? "break" : "truncate",
    },
  };
}

function values(measured: readonly number[]) {
  const flat = measured.every((value) => value === 0);
  const none = measured.length === 0;
  const whole = measured.every(Number.isInteger);
  return {
    type: "value",
    splitNumber: 3,
    // Room for the number above the highest.
    boundaryGap: ["0%", "10%"],
    ...(flat ? { min: 0, max: 1 } : {}),
    ...(whole ? { minInterval: 1 } : {}),
    axisLabel: { show: !none, color: colours.ink, fontSize: letters.small, formatter: sayNumber },
    splitLine: { show: !none, lineStyle: { color: colours.rule } },
  };
}

const common = { silent: true } as const;
const behind = { ...common, xAxisIndex: 1, yAxisIndex: 1 } as const;

function bars(points: readonly Point[]) {
  const named = points.length <= fewBars ? new Set(points) : notable(points);
  return {
    ...common,
    type: "bar",
    barCategoryGap: points.length > 40 ? "10%" : "28%",
    barMaxWidth: 90,
    barMinHeight: 2,
    itemStyle: { color: colours.line },
    data: points.map((point, index) => ({
      value: numberOf(point),
      label: labelOf(points, index, named),
    })),
  };
}

function line(points: readonly Point[]) {
  const dots = points.length <= fewDots;
  const named = notable(points);
  return {
    ...common,
    type: "line",
    lineStyle: { color: colours.line, width: 3 },
    itemStyle: { color: colours.line },
    symbolSize: 8,
    symbol: "circle",
    showAllSymbol: true,
    data: points.map((point, index) => ({
      value: numberOf(point),
      // One alone between gaps has no line to be seen by.
      symbol: dots || isAlone(points, index) || named.has(point) ? "circle" : "none",
      label: labelOf(points, index, named),
    })),
  };
}

/** What is usual, over what was. */
function usual(points: readonly Point[]) {
  return {
    ...common,
    type: "line",
    lineStyle: { color: colours.ink, width: 2, type: "dashed" },
    symbol: "none",
    data: points.map((point) => (Number.isFinite(point.usual) ? point.usual : "-")),
  };
}

/** A tint where something failed, from top to bottom: many in a row are seen as a stretch of time. */
function failedGround(points: readonly Point[]) {
  return {
    ...behind,
    type: "bar",
    barWidth: "101%",
    itemStyle: { color: colours.failedGround },
    data: points.map(({ value }) => (value === "failed" ? 1 : "-")),
  };
}

function crosses(points: readonly Point[]) {
  return {
    ...behind,
    type: "scatter",
    symbol: cross,
    symbolSize: points.length > fewDots ? 8 : 14,
    itemStyle: { color: colours.failed },
    data: points.map(({ value }) => (value === "failed" ? 0.06 : "-")),
  };
}

const numberOf = ({ value }: Point): number | "-" =>
  value !== "failed" && Number.isFinite(value) ? value : "-";

function isAlone(points: readonly Point[], index: number): boolean {
  const gap = (at: number) => {
    const point = points[at];
    return point === undefined || numberOf(point) === "-";
  };
  return gap(index - 1) && gap(index + 1);
}

/** The highest and the newest carry their number. */
function notable(points: readonly Point[]): ReadonlySet<Point> {
  const { range } = figuresOf(points);
  return new Set(range ? [range.high, range.latest] : []);
}

function labelOf(points: readonly Point[], index: number, named: ReadonlySet<Point>) {
  const point = points[index];
  if (!point || numberOf(point) === "-" || !named.has(point)) return { show: false };
  return {
    show: true,
    position: "top",
    distance: 6,
    ...sideOf(points, index),
    formatter: () => sayNumber(Number(point.value)),
    color: colours.ink,
    fontSize: letters.large,
    fontWeight: "bold",
    textBorderColor: colours.ground,
    textBorderWidth: 4,
  };
}

/** At either end a number leans inwards: it would be cut off. */
function sideOf(points: readonly Point[], index: number) {
  const place = index / Math.max(1, points.length - 1);
  if (points.length < 12 || (place > 0.06 && place < 0.94)) return {};
  return place < 0.5 ? { align: "left", offset: [-8, 0] } : { align: "right", offset: [10, 0] };
}
