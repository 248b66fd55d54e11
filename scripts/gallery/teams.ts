import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { renderTeams } from "../../adapters/teams/render.ts";
import { dataScript, type Files, type Painter, type Specimen, type Theme } from "./painter.ts";
import { drawDialog } from "./teams-dialog.ts";
import { colours, hostConfig } from "./teams-host.ts";

const require = createRequire(import.meta.url);
const drawing = new URL("./in-page/teams.mjs", import.meta.url);

/** Messages as Teams shows them, drawn by Microsoft's own renderer of Adaptive Cards with colours like Teams'. */
export const teams: Painter = {
  name: "teams",
  title: "Microsoft Teams",
  excuses: ["label", "select-name"].map((rule) => ({
    rule,
    within: ".ac-input:not([aria-labelledby])",
    because: "version 1.2 of the format, as the phone apps promise it, ties no words to an input",
  })),
  scrollers: [],
  files,
  head,
  draw,
};

async function files(): Promise<Files> {
  const folder = new URL(
    ".",
    `file://${require.resolve("adaptivecards/dist/adaptivecards.min.js")}`,
  );
  const [script, css] = await Promise.all(
    ["adaptivecards.min.js", "adaptivecards.css"].map((name) => readFile(new URL(name, folder))),
  );
  return new Map([
    ["/adaptivecards.js", { type: "text/javascript", body: script ?? "" }],
    ["/adaptivecards.css", { type: "text/css", body: css ?? "" }],
    ["/teams.js", { type: "text/javascript", body: await readFile(drawing) }],
  ]);
}

function head(theme: Theme): string {
  return `
    <link rel="stylesheet" href="/adaptivecards.css">
    <style>${style(theme)}</style>
    <script src="/adaptivecards.js"></script>
    <script id="host" type="application/json">${JSON.stringify(hostConfig(theme))}</script>
    <script src="/teams.js" defer></script>`;
}

function draw({ message, dialog }: Specimen): string {
  if (dialog) return drawDialog(dialog);
  const [{ content }] = renderTeams(message).attachments;
  return `<div class="card">${dataScript(content)}</div>`;
}

function style(theme: Theme): string {
  const { page, paper, ink, line, subtle, accent } = colours[theme];
  return `
    body { background: ${page}; color: ${ink}; font-family: "Segoe UI", "Liberation Sans", sans-serif; }
    .card { background: ${paper}; border: 1px solid ${line}; border-radius: 4px; overflow: hidden; }
    .ac-pushButton { background: ${paper}; color: ${ink}; border: 1px solid ${line}; border-radius: 4px;
      padding: 5px 12px; font: 600 14px/20px "Segoe UI", "Liberation Sans", sans-serif; min-width: 0; max-width: 100%; }
    .ac-actionSet { flex-wrap: wrap; gap: 8px; }
    .ac-actionSet > div { display: none; }
    .ac-pushButton { flex: 0 0 auto !important; }
    .ac-pushButton > * { white-space: normal !important; overflow-wrap: anywhere; }
    a.ac-anchor { color: ${accent} !important; }
    .ac-textRun { overflow-wrap: anywhere; }
    .at { color: ${subtle}; }
    .dialog { box-sizing: border-box; max-width: 600px; }
    .dialog h2 { margin: 12px; font-size: 18px; }
    .ac-input { box-sizing: border-box; max-width: 100%; padding: 5px 10px; border: 1px solid ${line}; border-radius: 4px;
      background: ${paper}; color: ${ink}; font: 14px/20px "Segoe UI", "Liberation Sans", sans-serif; }
  `;
}
