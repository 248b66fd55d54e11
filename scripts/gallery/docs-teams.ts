import { readFile } from "node:fs/promises";
import { ask } from "./answers.ts";
import { escapeHtml, type Specimen } from "./painter.ts";
import { type Scenes, specimenOf } from "./scene.ts";
import { teams } from "./teams.ts";
import { dialogs } from "./teams-dialog.ts";
import { colours } from "./teams-host.ts";

const icon = new URL("../../adapters/teams/icons/color.png", import.meta.url);

/** The pictures of docs/teams.md, from cards as they are made and rendered now. */
export async function teamsScenes(): Promise<Scenes> {
  return {
    title: teams.title,
    head: `${teams.head("light")}<style>${style}</style>`,
    files: new Map([
      ...(await teams.files()),
      ["/icon.png", { type: "image/png", body: await readFile(icon) }],
    ]),
    width: 760,
    scenes: [
      {
        file: "teams-help.png",
        html: asked("help") + post(await ask("trouble", "help")),
      },
      {
        file: "teams-incident.png",
        html: `${post(specimenOf("card-identified"))}<div class="replies">${post(specimenOf("update-one"))}</div>`,
      },
      { file: "teams-dialog.png", html: teams.draw(await filledDialog(), "light") },
      { file: "teams-digest.png", html: post(await ask("trouble", "digest now")) },
    ],
  };
}

async function filledDialog(): Promise<Specimen> {
  const filled = (await dialogs()).specimens.find(({ name }) => name === "form-filled");
  if (!filled) throw new Error("there is no filled dialog");
  return filled;
}

/** What a person wrote, with the bot mentioned. */
const asked = (line: string): string =>
  `<div class="post"><span class="face">A</span><div><p class="who">Ada</p>
  <p class="said"><span class="mention">Watchpost</span> ${escapeHtml(line)}</p></div></div>`;

/** What the bot wrote; in a channel a private answer says for whom it is. */
function post(specimen: Specimen): string {
  const whom = specimen.private ? ` <span class="whom">Only you can see this message</span>` : "";
  return `<div class="post"><img class="face" src="/icon.png" alt="Watchpost's icon">
  <div><p class="who">Watchpost${whom}</p>${teams.draw(specimen, "light")}</div></div>`;
}

const { subtle, accent, line } = colours.light;

const style = `
  body { margin: 0; }
  main { padding: 14px 16px; max-height: 520px; overflow: hidden; }
  main:has(> .dialog) { width: fit-content; max-height: none; }
  .dialog { width: 520px; }
  .post { display: grid; grid-template-columns: 36px 1fr; gap: 10px; margin: 0 0 12px; }
  .face { width: 36px; height: 36px; border-radius: 8px; }
  span.face { display: grid; place-items: center; border-radius: 50%; background: ${accent}; color: #fff; font-weight: 600; }
  .who { margin: 0 0 4px; font: 600 13px/18px "Segoe UI", "Liberation Sans", sans-serif; }
  .said { margin: 0; font-size: 14px; }
  .mention { color: ${accent}; font-weight: 600; }
  .whom { margin-left: 6px; color: ${subtle}; font-weight: 400; font-size: 12px; }
  .replies { margin-left: 46px; padding-left: 12px; border-left: 3px solid ${line}; }
`;
