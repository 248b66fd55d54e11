import { readFileSync } from "node:fs";
import { Resvg } from "@resvg/resvg-js";

export interface GeneratedPicture {
  /** From the repository's top. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** How wide Teams wants each icon. */
const widths = { color: 192, outline: 32 } as const;

/** The icons of the app for Teams, as their drawings say now. */
export function generatedPictures(): readonly GeneratedPicture[] {
  return Object.entries(widths).map(([name, width]) => {
    const drawing = new URL(`../adapters/teams/icons/${name}.svg`, import.meta.url);
    const drawn = new Resvg(readFileSync(drawing, "utf8"), {
      fitTo: { mode: "width", value: width },
      font: { loadSystemFonts: false },
    });
    return { path: `adapters/teams/icons/${name}.png`, bytes: drawn.render().asPng() };
  });
}
