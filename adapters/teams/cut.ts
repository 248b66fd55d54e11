import {
  type Action,
  type Block,
  type Message,
  note,
  type Span,
  type Text,
} from "../../src/core/message.ts";
import { carriedBy } from "./form-button.ts";
import { linesOf } from "./spans.ts";

/** Characters that all buttons together may take; each stands in the card twice. */
const buttonRoom = 24_000;

/** How many lines of content a message has; buttons are not counted, they are always kept. */
export function lineCount(message: Message): number {
  return message.blocks.reduce((sum, block) => sum + linesIn(block), 0);
}

/** The message's first lines. Where it ends, a note says how many more there are; buttons stay. */
export function cutTo(message: Message, lines: number): Message {
  const missing = lineCount(message) - lines;
  if (missing <= 0) return message;
  let before = 0;
  const blocks = message.blocks.flatMap((block): readonly Block[] => {
    const room = lines - before;
    const size = linesIn(block);
    before += size;
    if (block.kind === "actions" || size <= room) return [block];
    if (room < 0) return []; // The end was said before.
    return [...(room > 0 ? [firstLines(block, room)] : []), note(`… and ${missing} more`)];
  });
  return { ...message, blocks };
}

function linesIn(block: Block): number {
  switch (block.kind) {
    case "heading":
    case "chart":
      return 1;
    case "text":
    case "note":
      return linesOf(block.text).length;
    case "fields":
      return block.fields.length;
    case "list":
      return block.items.length;
    case "table":
      return block.rows.length;
    case "code":
      return block.code.split("\n").length;
    case "file":
    case "divider":
    case "actions":
      return 0;
    default:
      return block satisfies never;
  }
}

function firstLines(block: Block, count: number): Block {
  switch (block.kind) {
    case "text":
    case "note":
      return { ...block, text: joined(linesOf(block.text).slice(0, count)) };
    case "fields":
      return { ...block, fields: block.fields.slice(0, count) };
    case "list":
      return { ...block, items: block.items.slice(0, count) };
    case "table":
      return { ...block, rows: block.rows.slice(0, count) };
    case "code":
      return { ...block, code: block.code.split("\n").slice(0, count).join("\n") };
    case "heading":
    case "chart":
    case "file":
    case "divider":
    case "actions":
      return block;
    default:
      return block satisfies never;
  }
}

function joined(lines: readonly (readonly Span[])[]): Text {
  return lines.flatMap((line, index) => (index === 0 ? line : ["\n", ...line]));
}

/** A form's button carries what makes the form anew, not the form. */
const weightOf = (action: Action): number =>
  action.label.length + JSON.stringify("url" in action ? action : carriedBy(action)).length;

/** As many of the buttons as one card holds; the rest is counted in a note. */
export function withFewerActions(message: Message): Message {
  let room = buttonRoom;
  let missing = 0;
  const fits = (action: Action): boolean => {
    room -= 200 + 2 * weightOf(action);
    if (room < 0) missing += 1;
    return room >= 0;
  };
  const blocks = message.blocks.map((block) =>
    block.kind === "actions" ? { ...block, actions: block.actions.filter(fits) } : block,
  );
  if (missing === 0) return message;
  return { ...message, blocks: [...blocks, note(`… and ${missing} more buttons`)] };
}
