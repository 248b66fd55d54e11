import type { PlatformContext } from "../../src/core/platform.ts";

/** What a picture of a chart begins with; after it comes what was drawn, so that a test can tell. */
const head = "\u0089PNG\r\n\u001a\n";

/** Draws nothing: the picture is the chart's own words. */
export const drawChart: PlatformContext["drawChart"] = async (chart) =>
  new TextEncoder().encode(`${head}${JSON.stringify(chart)}`);
