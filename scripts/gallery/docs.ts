import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { homeOf } from "../../adapters/slack/home-view.ts";
import { formView } from "../../adapters/slack/modal.ts";
import { commands } from "../../src/commands/index.ts";
import { createForms } from "../../src/core/forms.ts";
import type { Message } from "../../src/core/message.ts";
import { sources as allSources } from "../../src/sources/index.ts";
import { specimens } from "../../test/fixtures/specimens.ts";
import { ask } from "./answers.ts";
import type { Studio } from "./browser.ts";
import { night } from "./night.ts";
import { escapeHtml, type Specimen } from "./painter.ts";
import { drawBlocks, slack } from "./slack.ts";

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
  return scenes.map(({ file }) => file);
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
    { file: "slack-form.png", html: modal(subscribeForm()) },
  ];
}

/** The form that the button "Subscribe" opens. */
function subscribeForm() {
  const sources = allSources.map(({ id, title, labels }) => ({ id, title, labels }));
  const tenants = [{ name: "prod" }, { name: "staging" }];
  const services = { sources, tenants } as unknown as Parameters<typeof createForms>[0]["services"];
  const clock = { now: () => night };
  const form = createForms({ commands, services, clock, zone: "UTC" }).of("subscribe", {
    source: "status",
    as: "thread",
  });
  if (!form) throw new Error("subscribing has no form");
  return formView(form, { metadata: "" });
}

const draw = (specimen: Specimen): string => slack.draw(specimen, "light");
const bare = (blocks: readonly unknown[]): string =>
  drawBlocks(blocks, "light", { withoutWrapper: true });
const typed = (line: string): string => `<p class="typed">${escapeHtml(line)}</p>`;

function modal({ title, submit, close, blocks }: ReturnType<typeof formView>): string {
  return `<section class="modal"><h1>${escapeHtml(title.text)}</h1>${bare(blocks)}
<footer><span>${escapeHtml(close?.text ?? "")}</span><b>${escapeHtml(submit?.text ?? "")}</b></footer></section>`;
}

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
  .modal { width: 520px; padding: 0 20px; border: 1px solid #ccc; border-radius: 8px; }
  .modal h1 { font: bold 20px Lato, "Liberation Sans", sans-serif; }
  .modal footer { margin: 16px 0; text-align: right; }
  .modal footer > * { margin-left: 8px; padding: 6px 14px; border: 1px solid #bbb; border-radius: 4px; }
  .modal footer b { border-color: #007a5a; background: #007a5a; color: #fff; }
  .thread { margin: 10px 0 0 44px; padding-left: 12px; border-left: 3px solid #ddd; }
`;
