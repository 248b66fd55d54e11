import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Studio } from "./browser.ts";
import { chartPicture, slackScenes } from "./docs-slack.ts";
import { teamsScenes } from "./docs-teams.ts";
import { local } from "./local.ts";
import { night } from "./night.ts";
import { escapeHtml } from "./painter.ts";
import type { Scene, Scenes } from "./scene.ts";
import { drawAct } from "./side-by-side.ts";
import { slack } from "./slack.ts";
import { inTheMiddle } from "./story.ts";
import { teams } from "./teams.ts";

const guides: Readonly<Record<string, () => Promise<Scenes>>> = {
  slack: slackScenes,
  teams: teamsScenes,
};

/** Draws the pictures of the guides to Slack and Teams, and of what is said on all platforms, from messages as they are made and rendered now. */
export async function drawDocs(
  studio: Studio,
  folder: string,
  only: readonly string[] = Object.keys(guides),
): Promise<readonly string[]> {
  const drawn: string[] = [];
  for (const name of only) drawn.push(...(await drawGuide(studio, folder, await guides[name]?.())));
  if (only.length === Object.keys(guides).length) drawn.push(await drawSideBySide(studio, folder));
  if (!only.includes("slack")) return drawn;
  await writeFile(join(folder, chartFile), await chartPicture());
  return [...drawn, chartFile];
}

async function drawSideBySide(studio: Studio, folder: string): Promise<string> {
  const file = "platforms-incident.png";
  const shown = { painters: [slack, teams, local], act: inTheMiddle(), theme: "light" } as const;
  await drawAct(studio, join(folder, file), shown);
  return file;
}

const chartFile = "slack-chart.png";

async function drawGuide(studio: Studio, folder: string, guide: Scenes | undefined) {
  if (!guide) return [];
  const { files, width, scenes } = guide;
  for (const scene of scenes) {
    const shown = { html: pageOf(guide, scene), files, width, theme: "light", now: night } as const;
    await studio.show(shown, async (page) => {
      const picture = await page.locator("main").screenshot({ animations: "disabled" });
      await writeFile(join(folder, scene.file), picture);
    });
  }
  return scenes.map(({ file }) => file);
}

const pageOf = ({ title, head }: Scenes, { html }: Scene): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>${head}</head>
<body><main>${html}</main></body></html>`;
