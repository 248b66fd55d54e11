import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import type { Chart } from "../core/message.ts";
import { colours, family, size } from "./look.ts";
import { optionOf } from "./option.ts";

const require = createRequire(import.meta.url);
/** In one file: its two hundred modules take twice the memory and twice as long to load. */
const { init, setPlatformAPI }: typeof import("echarts/core") = require("echarts/dist/echarts.min");

/** There is nothing to measure letters with; the font's are about so wide. Heights of lines are told from wide signs. */
setPlatformAPI({
  measureText(words, font = "") {
    const height = Number(/(\d+)px/.exec(font)?.[1] ?? 12);
    const widths = [...words].map((sign) => (/[\u2e80-\uffff]/.test(sign) ? 1 : 0.62));
    return { width: height * widths.reduce((sum, width) => sum + width, 0) };
  },
});

/** From the package alone, so that a picture looks the same on every machine. */
const fontFiles = [
  require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
  require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
];

/** A chart as a PNG picture. @throws where it cannot be drawn. */
export function pngOf(chart: Chart): Uint8Array {
  const resvg = new Resvg(svgOf(chart), {
    background: colours.ground,
    fitTo: { mode: "zoom", value: size.scale },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: family },
  });
  return new Uint8Array(resvg.render().asPng());
}

export function svgOf(chart: Chart): string {
  const { width, height } = size;
  const drawing = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    drawing.setOption(optionOf(chart));
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}
