import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Studio } from "./browser.ts";
import { checkSheet } from "./checks.ts";
import { night } from "./night.ts";
import type { Files, Group, Painter, Theme } from "./painter.ts";
import { sheetOf } from "./sheet.ts";

/** Chromium paints no picture that is taller. */
const tallest = 16_000;

/** One picture, and what is wrong with what it shows. */
export interface Shot {
  readonly file: string;
  readonly painter: Painter;
  readonly group: Group;
  readonly width: number;
  readonly theme: Theme;
  readonly problems: readonly string[];
}

export interface Wanted {
  readonly painter: Painter;
  readonly files: Files;
  readonly group: Group;
  readonly width: number;
  readonly theme: Theme;
}

/** Draws a sheet, checks it, and keeps its picture in the folder. */
export async function shoot(studio: Studio, folder: string, wanted: Wanted): Promise<Shot> {
  const { painter, group, width, theme, files } = wanted;
  const file = `${painter.name}-${width}-${theme}-${group.name}.png`;
  const html = sheetOf(painter, group, theme);
  const problems = await studio.show({ html, files, width, theme, now: night }, async (page) => {
    const found = await checkSheet(page, painter, group);
    await keep(page, { file: join(folder, file), width });
    return found;
  });
  return { file, painter, group, width, theme, problems };
}

async function keep(page: Page, { file, width }: { file: string; width: number }): Promise<void> {
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  const clip = { x: 0, y: 0, width, height: Math.min(height, tallest) };
  const picture = await page.screenshot({ fullPage: true, clip, animations: "disabled" });
  await writeFile(file, picture);
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
}
