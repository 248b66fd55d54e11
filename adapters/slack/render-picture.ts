import type { types } from "@slack/bolt";
import { sayChart } from "../../src/core/chart-figures.ts";
import type { Chart } from "../../src/core/message.ts";
import { clip, LIMITS, printable } from "./limits.ts";

/** The files in Slack that show charts: their pictures. */
export type PictureFiles = ReadonlyMap<Chart, string>;

/** A chart's picture, and in words what it shows, for those who cannot see it. */
export function renderPicture(chart: Chart, file: string): types.ImageBlock {
  const title = printable(chart.title).trim() || "Chart";
  return {
    type: "image",
    slack_file: { id: file },
    title: { type: "plain_text", text: clip(title, LIMITS.header), emoji: false },
    alt_text: clip(printable(wordsFor(chart)), LIMITS.altText),
  };
}

const kinds = { line: "Line chart", bar: "Bar chart" } as const;

const wordsFor = (chart: Chart): string =>
  `${kinds[chart.shape]}: ${clip(chart.title, LIMITS.header)}. ${sayChart(chart)}`;
