import type { types } from "@slack/bolt";
import { figuresOf, type Measured, sayFailures } from "../../src/core/chart-figures.ts";
import type { Chart } from "../../src/core/message.ts";
import { clip, LIMITS, printable } from "./limits.ts";

/** The files in Slack that show charts: their pictures. */
export type PictureFiles = ReadonlyMap<Chart, string>;

/** A chart's picture, and in words what it shows, for those who cannot see it. */
export function renderPicture(chart: Chart, file: string): types.ImageBlock {
  // The unit stands in the picture.
  const title = printable(chart.title).trim() || "Chart";
  return {
    type: "image",
    slack_file: { id: file },
    title: { type: "plain_text", text: clip(title, LIMITS.header), emoji: false },
    alt_text: clip(printable(sayChart(chart)), LIMITS.altText),
  };
}

const kinds = { line: "Line chart", bar: "Bar chart" } as const;

function sayChart({ title, shape, unit, points }: Chart): string {
  const { range, failed } = figuresOf(points);
  const about = `${kinds[shape]}: ${clip(title, LIMITS.header)}, in ${clip(unit, 75)}`;
  const figures = range
    ? [`lowest ${say(range.low)}, highest ${say(range.high)}, latest ${say(range.latest)}`]
    : [];
  return [about, ...figures, sayFailures(failed)].filter(Boolean).join("; ");
}

const say = ({ label, value }: Measured): string => `${value} (${clip(label, 75)})`;
