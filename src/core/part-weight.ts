import { type Action, type Block, type Form, type Span, spansOf, type Text } from "./message.ts";

/** What a block takes of a message: about the characters that are shown or sent for it, on the platform that counts the most. */
export function weightOf(block: Block): number {
  switch (block.kind) {
    case "heading":
      return block.text.length;
    case "text":
    case "note":
      return weightOfText(block.text);
    case "fields":
      return sum(block.fields, ({ label, value }) => label.length + 3 + weightOfText(value));
    case "list":
      return sum(block.items, (item) => weightOfText(item) + 2);
    case "table":
      return weightOfRow(block.columns) + sum(block.rows, weightOfRow);
    case "code":
      return block.code.length;
    case "chart":
      return 1000;
    case "divider":
      return 0;
    case "actions":
      return sum(block.actions, weightOfAction);
    default:
      return block satisfies never;
  }
}

const weightOfRow = (row: readonly Text[]): number => sum(row, (cell) => weightOfText(cell) + 1);

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
