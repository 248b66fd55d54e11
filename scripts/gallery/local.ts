import { readFile } from "node:fs/promises";
import { builtPage, loadAssets } from "../../adapters/local/assets.ts";
import type { Entry } from "../../adapters/local/entry.ts";
import { night } from "./night.ts";
import { dataScript, type Files, type Painter, type Specimen } from "./painter.ts";

const drawing = new URL("./in-page/local.mjs", import.meta.url);

/** Messages as the local page draws them: by its own scripts and styles. */
export const local: Painter = {
  name: "local",
  title: "Local page",
  excuses: [],
  scrollers: [".scroll"],
  files,
  head: () => `
    <link rel="stylesheet" href="/base.css">
    <link rel="stylesheet" href="/frame.css">
    <link rel="stylesheet" href="/message.css">
    <link rel="stylesheet" href="/chart.css">
    <style>
      body { display: block; height: auto; }
      .frame { max-width: 46rem; margin-inline: auto; }
    </style>
    <script type="module" src="/gallery.js"></script>`,
  draw: (specimen) => `<div class="entry">${dataScript(entryOf(specimen))}</div>`,
};

async function files(): Promise<Files> {
  const page = await loadAssets(builtPage);
  if (page.size === 0) throw new Error("The page is not built. Build it with: npm run build:page");
  return new Map([
    ...page,
    ["/gallery.js", { type: "text/javascript", body: await readFile(drawing) }],
  ]);
}

/** As it would stand in the channel, two minutes old. */
function entryOf({ message, asked, private: alone, pending }: Specimen): Entry {
  const at = new Date(night.getTime() - 120_000).toISOString();
  return {
    id: "1",
    conversation: "ops",
    replyTo: null,
    alsoInChannel: false,
    privateTo: alone ? "ada" : null,
    inAnswerTo: asked ? "0" : null,
    asked: asked ? { by: "ada", line: asked, at } : null,
    pending: pending ?? false,
    postedAt: at,
    editedAt: null,
    version: 1,
    message,
  };
}
