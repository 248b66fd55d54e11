import type { types } from "@slack/bolt";
import {
  type Block,
  type Chart,
  type Message,
  type Text,
  type Tone,
  tones,
} from "../../src/core/message.ts";
import { renderPlain, sayFileBeside } from "../../src/core/plain.ts";
import { clip, escapeMrkdwn, LIMITS, printable, shorten } from "./limits.ts";
import { renderActions } from "./render-actions.ts";
import { chartText } from "./render-chart.ts";
import { factsOf } from "./render-fields.ts";
import { noteOf } from "./render-note.ts";
import { type PictureFiles, renderPicture } from "./render-picture.ts";
import { elementsOf, fittingElements, weigh } from "./render-spans.ts";
import { renderTable, tableAsText } from "./render-table.ts";
import { tellApart } from "./tell-apart.ts";

/** What chat.postMessage, chat.update and a response_url take. */
export interface SlackMessage {
  /** Slack's own markup, escaped: what notifications, search and screen readers use instead of the blocks. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/** Beside the words, never instead of them. */
const signOf = (tone: Tone = "neutral"): string =>
  tone === "neutral" ? "" : `${tones[tone].sign} `;

/** Kept free for the words that say what was left out, and for buttons, which come last. */
const closing = 200;
const forButtons = 3000;
/** With less room than this a block is left out rather than begun. */
const crumbs = 150;

/** Pure and total: every message renders, and none passes Slack's ceilings. */
export function renderSlack(message: Message, pictures: PictureFiles = new Map()): SlackMessage {
  const summary = printable(message.summary).trim() || wordless;
  const blocks = renderBlocks(withSign(message), pictures);
  const alone = [richText(section(clip(`${signOf(message.tone)}${summary}`, LIMITS.section)))];
  return {
    text: escapeWithin(`${signOf(message.tone)}${summary}`, LIMITS.text),
    blocks: blocks.length > 0 ? blocks : alone,
  };
}

/** The whole message without any block, for when Slack refuses them. */
export function renderWithoutBlocks(message: Message): { readonly text: string } {
  const words = printable(renderPlain(message));
  const { shown, more } = shorten(words.trim() === "" ? wordless : words, 3000);
  return { text: escapeWithin(`${shown}${more && `\n${more}`}`, LIMITS.text) };
}

/** Slack takes no message without any; and some cannot be seen. */
const wordless = "A message without words.";

function escapeWithin(words: string, limit: number): string {
  let part = words;
  // An escape takes up to five places; the cut must not fall into one.
  while (escapeMrkdwn(part).length > limit) part = clip(part, Math.floor(part.length * 0.8));
  return escapeMrkdwn(part);
}

function withSign({ tone, summary, blocks }: Message): readonly Block[] {
  const [first, ...rest] = blocks;
  const sign = signOf(tone);
  if (sign === "" || !first) return blocks;
  if (first.kind === "heading") return [{ ...first, text: `${sign}${first.text}` }, ...rest];
  if (first.kind === "text" || first.kind === "note") {
    const content: Text = [sign, ...(typeof first.text === "string" ? [first.text] : first.text)];
    return [{ ...first, text: content }, ...rest];
  }
  return [{ kind: "text", text: `${sign}${summary}` }, ...blocks];
}

/** What has been drawn so far, and how much more the message holds. */
interface Drawing {
  pictures: PictureFiles;
  blocks: types.KnownBlock[];
  room: number;
  roomForButtons: number;
  tables: number;
  buttons: number;
  leftOut: number;
}

function renderBlocks(neutral: readonly Block[], pictures: PictureFiles): types.KnownBlock[] {
  const wanted = neutral.reduce((sum, block) => sum + buttonsWeight(block), 0);
  const roomForButtons = Math.min(wanted, forButtons);
  const drawing: Drawing = {
    pictures,
    blocks: [],
    room: LIMITS.budget - closing - roomForButtons,
    roomForButtons,
    tables: 0,
    buttons: 0,
    leftOut: 0,
  };
  for (const block of neutral) draw(drawing, block);
  const drawn = tellApart(drawing.blocks);
  return drawing.leftOut === 0 ? drawn : [...drawn, partsLeftOut(drawing.leftOut)];
}

function draw(drawing: Drawing, block: Block): void {
  const isActions = block.kind === "actions";
  const room = isActions ? drawing.roomForButtons : drawing.room;
  const made = !isActions && room < crumbs ? undefined : renderBlock(block, { ...drawing, room });
  if (!made || drawing.blocks.length + made.length >= LIMITS.blocks) {
    drawing.leftOut += 1;
    return;
  }
  drawing.blocks.push(...made);
  const left = Math.max(0, room - weigh(made));
  if (isActions) drawing.roomForButtons = left;
  else drawing.room = left;
  drawing.tables += block.kind === "table" ? 1 : 0;
  drawing.buttons += isActions ? block.actions.length : 0;
}

/** Beside its words, each button carries an id. */
const idLength = 10;
function buttonsWeight(block: Block): number {
  if (block.kind !== "actions") return 0;
  const drawn = renderActions(block.actions, { start: 0, room: Number.POSITIVE_INFINITY });
  return weigh(drawn) + block.actions.length * idLength;
}

function partsLeftOut(count: number): types.KnownBlock {
  const text = `and ${count} more ${count === 1 ? "part" : "parts"}, more than one Slack message holds`;
  return { type: "context", elements: [{ type: "plain_text", text, emoji: false }] };
}

function renderBlock(block: Block, drawing: Drawing): types.KnownBlock[] {
  const { room, tables, buttons } = drawing;
  switch (block.kind) {
    case "heading":
      return headingOf(printable(block.text), room);
    case "text":
      return paragraph(fittingElements(block.text, room));
    case "note":
      return noteOf(block.text, room) ?? paragraph(fittingElements(block.text, room));
    case "fields":
      return (
        factsOf(block.fields, room) ??
        paragraph(fittingElements(block.fields.flatMap(fieldLine).slice(0, -1), room))
      );
    case "list":
      return listOf(block, room);
    case "table":
      return tables === 0 ? renderTable(block, room) : preformatted(tableAsText(block, room));
    case "code":
      return codeOf(printable(block.code), room);
    case "chart":
      return chartOf(block, room, drawing.pictures.get(block));
    case "file":
      return paragraph(fittingElements(sayFileBeside(block), room));
    case "divider":
      return [{ type: "divider" }];
    case "actions":
      return renderActions(block.actions, { start: buttons, room });
    default:
      return block satisfies never;
  }
}

/** Rich text carries spans as data, so nothing in it needs escaping. */
function richText(...elements: types.RichTextBlock["elements"]): types.RichTextBlock {
  return { type: "rich_text", elements };
}

function section(content: Text): types.RichTextSection {
  return { type: "rich_text_section", elements: elementsOf(content) };
}

function paragraph(elements: types.RichTextElement[]): types.KnownBlock[] {
  return elements.length === 0 ? [] : [richText({ type: "rich_text_section", elements })];
}

function preformatted(text: string): types.KnownBlock[] {
  if (text === "") return [];
  const elements = elementsOf(text) as types.RichTextText[];
  return [richText({ type: "rich_text_preformatted", elements })];
}

function headingOf(text: string, room: number): types.KnownBlock[] {
  if (text.trim() === "") return [];
  if (text.length > LIMITS.header) return paragraph(fittingElements([{ bold: text }], room));
  return [{ type: "header", text: { type: "plain_text", text, emoji: false } }];
}

function fieldLine({ label, value }: { label: string; value: Text }): Exclude<Text, string> {
  const spans = typeof value === "string" ? [value] : value;
  // The label stays plain, so that a value that matters stands out.
  return [`${label}: `, ...spans, "\n"];
}

type List = Extract<Block, { kind: "list" }>;

function listOf({ items, from }: List, room: number): types.KnownBlock[] {
  const elements: types.RichTextSection[] = [];
  let left = room - 60;
  for (const item of items) {
    const shown = elements.length === 0 ? fittingElements(item, left) : elementsOf(item);
    left -= weigh(shown) + 1;
    if (left < 0 && elements.length > 0) break;
    elements.push({ type: "rich_text_section", elements: shown.length > 0 ? shown : [dash] });
  }
  if (elements.length === 0) return [];
  const more = items.length - elements.length;
  const list: NumberedFrom = { type: "rich_text_list", ...pointsOf(from), elements };
  return [more > 0 ? richText(list, section(`and ${more} more`)) : richText(list)];
}

/** Slack documents the offset; its types leave it out. */
type NumberedFrom = types.RichTextList & { readonly offset?: number };

function pointsOf(from: number | undefined): Pick<NumberedFrom, "style" | "offset"> {
  if (from === undefined) return { style: "bullet" };
  return { style: "ordered", ...(from > 1 ? { offset: from - 1 } : {}) };
}

const dash: types.RichTextText = { type: "text", text: "–" };

function codeOf(code: string, room: number): types.KnownBlock[] {
  const { shown, more } = shorten(code, Math.min(room, LIMITS.budget));
  return [
    ...preformatted(shown),
    ...(more === "" ? [] : paragraph([{ type: "text", text: more }])),
  ];
}

function chartOf(chart: Chart, room: number, file: string | undefined): types.KnownBlock[] {
  const picture = file === undefined ? undefined : renderPicture(chart, file);
  if (picture && weigh(picture) <= room) return [picture];
  const { drawing, words } = chartText(chart);
  const title = elementsOf([{ bold: clip(chart.title, LIMITS.header) }]);
  const drawn = shorten(printable(drawing), room).shown;
  return [...paragraph(title), ...preformatted(drawn), ...paragraph(elementsOf(clip(words, 500)))];
}
