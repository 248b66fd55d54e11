import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createElement } from "react";
import { Message } from "slack-blocks-to-jsx";
import { renderSlack } from "../../adapters/slack/render.ts";
import { night } from "./night.ts";
import { escapeHtml, type Files, type Painter, type Specimen, type Theme } from "./painter.ts";
import { drawModal, modalStyle } from "./slack-modal.ts";
import { blocksWithPictures } from "./slack-pictures.ts";

const require = createRequire(import.meta.url);
// The package brings no types of its own.
const { renderToStaticMarkup } = require("react-dom/server") as {
  renderToStaticMarkup(element: unknown): string;
};

const logo = "/logo.svg";
const eyes = "Only visible to you";

/** What the workspace knows of the ids in the specimens. */
const known = {
  users: [{ id: "U123", name: "Ada", avatar: logo }],
  user_groups: [{ id: "S123", name: "on-call" }],
  channels: [{ id: "C0SUPPORT", name: "support" }],
};

/** Messages as Slack shows them, drawn by a stand-in that takes Slack's own blocks. */
export const slack: Painter = {
  name: "slack",
  title: "Slack",
  excuses: [
    {
      rule: "link-in-text-block",
      within: ".slack_link, .slack_blocks_to_jsx__rich_text_section_element_link",
      because: "Slack tells links by their colour alone, and senders cannot change that",
    },
    {
      rule: "color-contrast",
      within: ".slack_inline_code, .slack_user, .slack_user_group, .slack_channel",
      because: "the colours of code, of mentions and of channels are Slack's own",
    },
    {
      rule: "scrollable-region-focusable",
      within: ".slack_blocks_to_jsx__table",
      because: "Slack's own tables take the keyboard",
    },
    {
      rule: "nested-interactive",
      within: "button",
      because:
        "Slack shows a button's label as it is; the stand-in makes links of the addresses in it",
    },
    {
      rule: "button-name",
      within: ".slack_blocks_to_jsx__image",
      because: "the button that folds a picture away is Slack's own",
    },
  ],
  // Slack lets a wide table, and nothing else, be moved sideways.
  scrollers: [".slack_blocks_to_jsx__table"],
  files,
  head: (theme) => `<link rel="stylesheet" href="/slack.css"><style>${frame(theme)}</style>`,
  draw,
};

async function files(): Promise<Files> {
  const css = await readFile(require.resolve("slack-blocks-to-jsx/dist/style.css"));
  const square =
    '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" fill="#1264a3"/></svg>';
  return new Map([
    ["/slack.css", { type: "text/css", body: css }],
    [logo, { type: "image/svg+xml", body: square }],
  ]);
}

function draw(specimen: Specimen, theme: Theme): string {
  if (specimen.modal) {
    return drawModal(specimen.modal, (inside) =>
      drawBlocks(inside, theme, { withoutWrapper: true }),
    );
  }
  // What only the asker sees, or is replaced soon, has no pictures in Slack.
  const plain = specimen.private || specimen.pending;
  const { message } = specimen;
  const blocks = plain ? renderSlack(message).blocks : blocksWithPictures(message);
  const note = specimen.private ? `<p class="eyes">${escapeHtml(eyes)}</p>` : "";
  return `${note}${drawBlocks(blocks, theme)}`;
}

/** Blocks as Slack draws them, in a message; or, as a Home or a modal has them, without its frame. */
export function drawBlocks(
  blocks: readonly unknown[],
  theme: Theme,
  { withoutWrapper = false } = {},
): string {
  const shown = {
    blocks: literal(blocks) as never,
    name: "Watchpost",
    time: night,
    logo,
    theme,
    data: known,
    withoutWrapper,
  };
  return renderToStaticMarkup(createElement(Message, shown));
}

/** Signs that the stand-in reads as markup, and others that look like them. */
const alike: Readonly<Record<string, string>> = { "*": "∗", "~": "∼", "`": "ˋ" };

/**
 * Slack shows plain text as it stands, but the stand-in reads it as markup: a sign that looks alike, or a
 * joiner that cannot be seen, keeps it from doing so.
 */
function literal(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(literal);
  if (typeof part !== "object" || part === null) return part;
  const { type, text } = part as { type?: unknown; text?: unknown };
  if ((type === "plain_text" || type === "raw_text") && typeof text === "string") {
    return {
      ...part,
      text: text.replace(/[*_~`<>[\]():]/gu, (sign) => alike[sign] ?? `${sign}\u2060`),
    };
  }
  // Slack draws dates in verbatim markup; the stand-in would show their source. What we write there is harmless.
  const drawn = type === "mrkdwn" ? { ...part, verbatim: false } : part;
  return Object.fromEntries(Object.entries(drawn).map(([key, inner]) => [key, literal(inner)]));
}

/** Slack's own page around the message. */
function frame(theme: Theme): string {
  const [ink, paper, small] =
    theme === "dark" ? ["#d1d2d3", "#1a1d21", "#ababad"] : ["#1d1c1d", "#ffffff", "#616061"];
  return `
    body { background: ${paper}; color: ${ink}; font: 15px/1.47 Lato, "Liberation Sans", sans-serif; }
    .eyes { color: ${small}; font-size: 12px; margin: 0 0 4px 44px; }
    button { max-width: calc(100vw - 72px); }
    button, button :is(div, p) { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .slack_blocks_to_jsx > * { min-width: 0; }
    .slack_blocks_to_jsx li { overflow-wrap: anywhere; }
    .slack_blocks_to_jsx li > span { white-space: nowrap; }
    .slack_blocks_to_jsx__table { max-width: 100%; overflow-x: auto; }
    ${modalStyle({ small, ...(theme === "dark" ? { line: "#565856", wrong: "#ff7a9a" } : { line: "#bbbbbb", wrong: "#c01348" }) })}
  `;
}
