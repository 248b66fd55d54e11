import { homeOf } from "../../adapters/slack/home-view.ts";
import { pngOf } from "../../src/charts/png.ts";
import type { Chart } from "../../src/core/message.ts";
import { ask } from "./answers.ts";
import { night } from "./night.ts";
import { escapeHtml, type Specimen } from "./painter.ts";
import { type Scenes, specimenOf } from "./scene.ts";
import { drawBlocks, slack } from "./slack.ts";
import { drawModal, modalOf } from "./slack-modal.ts";

/** The pictures of docs/slack.md, from messages as they are made and rendered now. */
export async function slackScenes(): Promise<Scenes> {
  const home = await ask("trouble", "home");
  return {
    title: slack.title,
    head: `${slack.head("light")}<style>${style}</style>`,
    files: await slack.files(),
    width: 720,
    scenes: [
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
    ],
  };
}

/** The first chart in what is answered, as it is uploaded to Slack. */
export async function chartPicture(): Promise<Uint8Array> {
  return pngOf(await chartOf("status prod"));
}

async function chartOf(line: string): Promise<Chart> {
  const { message } = await ask("trouble", line);
  const chart = message.blocks.find((block) => block.kind === "chart");
  if (!chart) throw new Error(`"${line}" is answered without a chart`);
  return chart;
}

const draw = (specimen: Specimen): string => slack.draw(specimen, "light");
const bare = (blocks: readonly unknown[]): string =>
  drawBlocks(blocks, "light", { withoutWrapper: true });
const typed = (line: string): string => `<p class="typed">${escapeHtml(line)}</p>`;

const style = `
  body { margin: 0; }
  main { padding: 12px 16px; max-height: 520px; overflow: hidden; }
  .typed { display: inline-block; margin: 0 0 10px 44px; padding: 4px 10px; border: 1px solid #bbb; border-radius: 8px;
    font: 14px "Liberation Mono", monospace; }
  .thread { margin: 10px 0 0 44px; padding-left: 12px; border-left: 3px solid #ddd; }
`;
