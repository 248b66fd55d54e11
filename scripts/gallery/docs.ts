import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { homeOf } from "../../adapters/slack/home-view.ts";
import { pngOf } from "../../src/charts/png.ts";
import type { Chart, Message } from "../../src/core/message.ts";
import { specimens } from "../../test/fixtures/specimens.ts";
import { ask } from "./answers.ts";
import type { Studio } from "./browser.ts";
import { night } from "./night.ts";
import { escapeHtml, type Specimen } from "./painter.ts";
import { drawBlocks, slack } from "./slack.ts";
import { drawModal, modalOf } from "./slack-modal.ts";

/** One picture of the guide, and the HTML of what it shows. */
interface Scene {
  readonly file: string;
  readonly html: string;
}

const width = 720;

/** Draws the pictures of docs/slack.md from messages as they are made and rendered now. */
export async function drawDocs(studio: Studio, folder: string): Promise<readonly string[]> {
  const files = await slack.files();
  const scenes = await allScenes();
  for (const scene of scenes) {
    const shown = { html: pageOf(scene), files, width, theme: "light", now: night } as const;
    await studio.show(shown, async (page) => {
      const picture = await page.locator("main").screenshot({ animations: "disabled" });
      await writeFile(join(folder, scene.file), picture);
    });
  }
  await writeFile(join(folder, chartFile), pngOf(await chartOf("status prod")));
  return [...scenes.map(({ file }) => file), chartFile];
}

const chartFile = "slack-chart.png";

/** The first chart in what is answered, as it is uploaded. */
async function chartOf(line: string): Promise<Chart> {
  const { message } = await ask("trouble", line);
  const chart = message.blocks.find((block) => block.kind === "chart");
  if (!chart) throw new Error(`"${line}" is answered without a chart`);
  return chart;
}

async function allScenes(): Promise<readonly Scene[]> {
  const home = await ask("trouble", "home");
  return [
    { file: "slack-help.png", html: typed("/auth0 help") + draw(await ask("trouble", "help")) },
    {
      file: "slack-incident.png",
      html: `${draw(specimenOf("card-identified"))}<div class="thread">${draw(specimenOf("update-one"))}</div>`,
    },
    { file: "slack-home.png", html: bare(homeOf(home.message, { at: night }).blocks) },
    {
      file: "slack-form.png",
      html: drawModal({ view: modalOf("subscribe", { source: "status", as: "thread" }) }, bare),
    },
  ];
}

const draw = (specimen: Specimen): string => slack.draw(specimen, "light");
const bare = (blocks: readonly unknown[]): string =>
  drawBlocks(blocks, "light", { withoutWrapper: true });
const typed = (line: string): string => `<p class="typed">${escapeHtml(line)}</p>`;

function specimenOf(name: string): Specimen {
  const message: Message | undefined = specimens[name];
  if (!message) throw new Error(`there is no specimen "${name}"`);
  return { name, message };
}

const pageOf = ({ html }: Scene): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Slack</title>${slack.head("light")}<style>${style}</style></head>
<body><main>${html}</main></body></html>`;

const style = `
  body { margin: 0; }
  main { padding: 12px 16px; max-height: 520px; overflow: hidden; }
  .typed { display: inline-block; margin: 0 0 10px 44px; padding: 4px 10px; border: 1px solid #bbb; border-radius: 8px;
    font: 14px "Liberation Mono", monospace; }
  .thread { margin: 10px 0 0 44px; padding-left: 12px; border-left: 3px solid #ddd; }
`;
