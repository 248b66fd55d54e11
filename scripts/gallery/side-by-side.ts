import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Studio } from "./browser.ts";
import { night } from "./night.ts";
import { escapeHtml, type Group, type Painter, type Theme } from "./painter.ts";
import { sheetOf } from "./sheet.ts";
import { makeFolder } from "./shoot.ts";
import { storyGroups } from "./story.ts";

/** A phone's width for each platform. */
const column = 390;
const gap = 12;

/** Draws the story act by act, each message on every platform beside the others. */
export async function drawStory(
  studio: Studio,
  folder: string,
  painters: readonly Painter[],
): Promise<readonly string[]> {
  await makeFolder(folder);
  const files: string[] = [];
  for (const act of await storyGroups()) {
    for (const theme of ["light", "dark"] as const) {
      const file = `story-${act.name}-${theme}.png`;
      await drawAct(studio, join(folder, file), { painters, act, theme });
      files.push(file);
    }
  }
  return files;
}

/** Draws one act into one picture. */
export async function drawAct(
  studio: Studio,
  path: string,
  { painters, act, theme }: { painters: readonly Painter[]; act: Group; theme: Theme },
): Promise<void> {
  const columns: (readonly string[])[] = [];
  for (const painter of painters) columns.push(await framesOf(studio, painter, act, theme));
  await keep(studio, path, { html: pageOf(painters, act, columns), theme });
}

/** Each message of the act as one platform shows it, as the address of a picture. */
async function framesOf(
  studio: Studio,
  painter: Painter,
  act: Group,
  theme: Theme,
): Promise<readonly string[]> {
  const html = sheetOf(painter, act, theme);
  const files = await painter.files();
  return studio.show({ html, files, width: column, theme, now: night }, async (page) => {
    const pictures: string[] = [];
    for (const frame of await page.locator(".frame").all()) {
      const picture = await frame.screenshot({ animations: "disabled" });
      pictures.push(`data:image/png;base64,${picture.toString("base64")}`);
    }
    return pictures;
  });
}

function pageOf(
  painters: readonly Painter[],
  act: Group,
  columns: readonly (readonly string[])[],
): string {
  const heads = painters.map(({ title }) => `<h2>${escapeHtml(title)}</h2>`).join("");
  const rows = act.specimens.map(
    ({ name }, index) =>
      `<p>${escapeHtml(name)}</p>${columns.map((frames) => `<img alt="" src="${frames[index]}">`).join("")}`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(act.name)}</title><style>${style}</style></head>
<body><main>${heads}${rows.join("\n")}</main></body></html>`;
}

const style = `
  body { margin: 0; background: #8a8a8a; }
  main { display: grid; grid-template-columns: repeat(3, ${column}px); gap: ${gap}px; padding: ${gap}px; align-items: start; }
  h2, p { margin: 0; color: #fff; font: 600 15px "Liberation Sans", sans-serif; }
  p { grid-column: 1 / -1; padding: 4px 8px; background: #3c3c3c; font-size: 13px; }
  img { max-width: ${column}px; }
`;

async function keep(
  studio: Studio,
  path: string,
  { html, theme }: { html: string; theme: Theme },
): Promise<void> {
  const width = 3 * column + 4 * gap;
  await studio.show({ html, files: new Map(), width, theme, now: night }, async (page) => {
    await writeFile(path, await page.locator("main").screenshot({ animations: "disabled" }));
  });
}
