import {
  type Action,
  type Block,
  type Field,
  type Form,
  type Span,
  spansOf,
  type Text,
} from "./message.ts";

/**
 * What a line takes at least, however short: some platforms send each as a thing of its own, and what was newer for them
 * twice, for those who cannot see it yet.
 */
const least = { heading: 30, line: 20, note: 25, item: 30, code: 30, field: 55, cell: 25 } as const;
/** What a row takes beside its cells. */
const ofRow = 20;

/** What a block takes of a message: about the characters that are shown or sent for it, on the platform that counts the most. */
export function weightOf(block: Block): number {
  switch (block.kind) {
    case "heading":
      return Math.max(block.text.length, least.heading);
    case "text":
      return weightOfLines(block.text, least.line);
    case "note":
      return weightOfLines(block.text, least.note);
    case "fields":
      return sum(block.fields, weightOfField);
    case "list":
      return sum(block.items, (item) => weightOfLines(item, least.item));
    case "table":
      return weightOfRow(block.columns) + sum(block.rows, weightOfRow);
    case "code":
      return weightOfLines(block.code, least.code);
    case "chart":
      return 1000;
    case "file":
      return block.name.length + least.note;
    case "divider":
      return 0;
    case "actions":
      return sum(block.actions, weightOfAction);
    default:
      return block satisfies never;
  }
}

const weightOfField = ({ label, value }: Field): number =>
  Math.max(label.length + 3, least.field - least.line) + weightOfLines(value, least.line);

const weightOfRow = (row: readonly Text[]): number =>
  ofRow + sum(row, (cell) => weightOfLines(cell, least.cell));

function weightOfLines(content: Text, atLeast: number): number {
  const lines = [0];
  const add = (size: number) => lines.push((lines.pop() ?? 0) + size);
  for (const span of spansOf(content)) {
    const [first = "", ...others] = typeof span === "string" ? span.split("\n") : [];
    add(typeof span === "string" ? first.length : weightOfSpan(span));
    lines.push(...others.map(({ length }) => length + 1));
  }
  return sum(lines, (line) => Math.max(line, atLeast));
}

function weightOfAction(action: Action): number {
  const words = action.label.length + 20;
  if ("url" in action) return words + action.url.length;
  return words + action.line.length + ("form" in action ? weightOfForm(action.form) : 0);
}

/** What a form's button carries: what the form cannot be made anew from. */
function weightOfForm({ command, fields }: Form): number {
  const parts = sum(fields, ({ name, value = "", choices = [], own }) => {
    const offered = own ? sum(choices, (choice) => choice.length + 3) : 0;
    return (value === "" ? 0 : name.length + value.length + 6) + offered;
  });
  return Math.min(command.length + 60 + parts, 1500);
}

export const weightOfText = (content: Text): number => sum(spansOf(content), weightOfSpan);

/** A date as words, for whoever cannot show it as one. */
const dateWeight = 20;

function weightOfSpan(span: Span): number {
  if (typeof span === "string") return span.length;
  if ("time" in span) return dateWeight;
  return Object.values(span).reduce<number>((total, part) => total + String(part).length, 0);
}

function sum<Item>(items: readonly Item[], weigh: (item: Item) => number): number {
  return items.reduce((total, item) => total + weigh(item), 0);
}
