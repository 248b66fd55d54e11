import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Message } from "../../src/core/message.ts";
import { specimens } from "../../test/fixtures/specimens.ts";
import { ask } from "./answers.ts";
import type { Studio } from "./browser.ts";
import { night } from "./night.ts";
import { escapeHtml, type Specimen } from "./painter.ts";
import { slack } from "./slack.ts";

/** One picture of the guide: the messages that follow each other in a channel, those of a thread set in. */
interface Scene {
  readonly file: string;
  /** What a person typed to bring it about. */
  readonly typed?: string;
  readonly shown: readonly Specimen[];
  readonly thread?: readonly Specimen[];
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
  return scenes.map(({ file }) => file);
}

async function allScenes(): Promise<readonly Scene[]> {
  return [
    { file: "slack-help.png", typed: "/auth0 help", shown: [await ask("trouble", "help")] },
    {
      file: "slack-incident.png",
      shown: [specimenOf("card-identified")],
      thread: [specimenOf("update-one")],
    },
  ];
}

function specimenOf(name: string): Specimen {
  const message: Message | undefined = specimens[name];
  if (!message) throw new Error(`there is no specimen "${name}"`);
  return { name, message };
}

function pageOf({ typed, shown, thread = [] }: Scene): string {
  const draw = (all: readonly Specimen[]) => all.map((one) => slack.draw(one, "light")).join("\n");
  const said = typed === undefined ? "" : `<p class="typed">${escapeHtml(typed)}</p>`;
  const replies = thread.length > 0 ? `<div class="thread">${draw(thread)}</div>` : "";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Slack</title>${slack.head("light")}<style>${style}</style></head>
<body><main>${said}${draw(shown)}${replies}</main></body></html>`;
}

const style = `
  body { margin: 0; }
  main { padding: 12px 16px; max-height: 520px; overflow: hidden; }
  .typed { display: inline-block; margin: 0 0 10px 44px; padding: 4px 10px; border: 1px solid #bbb; border-radius: 8px;
    font: 14px "Liberation Mono", monospace; }
  .thread { margin: 10px 0 0 44px; padding-left: 12px; border-left: 3px solid #ddd; }
`;
