import type { Action, Block, Field, Text } from "../../src/core/message.ts";
import { plainText, sayFileBeside } from "../../src/core/plain.ts";
import { renderChart } from "./chart.ts";
import { carriedBy } from "./form-button.ts";
import { isMarkup, isWeb, literalLines, short } from "./literal.ts";
import { type Element, renderText } from "./spans.ts";
import { renderTable } from "./table.ts";

/** Buttons in one row: what is beyond, clients hide behind a menu or drop. */
const buttonsInRow = 5;

/**
 * A block as Adaptive Card elements. The phone apps know the format only up to version 1.2, so tables,
 * code blocks and charts carry a fallback made of plain lines.
 */
export function renderBlock(block: Block): readonly Element[] {
  switch (block.kind) {
    case "heading":
      return renderHeading(block.text);
    case "text":
      return isBlank(block.text) ? [] : renderText(block.text);
    case "note":
      return isBlank(block.text) ? [] : renderText(block.text, { small: true });
    case "fields":
      return block.fields.map((field, index) =>
        index === 0 ? renderField(field) : { ...renderField(field), spacing: "Small" },
      );
    case "list":
      return block.items.flatMap((item, nth) => renderText(item, { lead: leadOf(block, nth) }));
    case "table":
      return renderTable(block);
    case "code":
      return [renderCode(block.code)];
    case "chart":
      return renderChart(block);
    case "file":
      return renderText(sayFileBeside(block));
    case "divider":
      return [];
    case "actions":
      return renderActions(block.actions);
    default:
      return block satisfies never;
  }
}

const leadOf = ({ from }: { readonly from?: number }, nth: number): string =>
  from === undefined ? "• " : `${from + nth}. `;

const isBlank = (content: Text): boolean => plainText(content).trim() === "";

/** Screen readers announce a TextBlock as a heading, and no run of text. */
function renderHeading(words: string): readonly Element[] {
  const line = short(words);
  if (line.trim() === "") return [];
  const look = { size: "Medium", weight: "Bolder" };
  if (isMarkup(line)) {
    return [{ type: "RichTextBlock", inlines: [{ type: "TextRun", text: line, ...look }] }];
  }
  return [{ type: "TextBlock", text: line, style: "heading", ...look, wrap: true }];
}

/**
 * Columns of text runs, not a FactSet: a FactSet reads its values as Markdown. The label is set back, so that a value that
 * matters stands out.
 */
function renderField({ label, value }: Field): Element {
  return {
    type: "ColumnSet",
    columns: [
      { type: "Column", width: 3, items: renderText(short(label), { subtle: true }) },
      { type: "Column", width: 7, items: renderText(value) },
    ],
  };
}

function renderCode(code: string): Element {
  return {
    type: "CodeBlock",
    language: "PlainText",
    codeSnippet: literalLines(code) || " ",
    fallback: { type: "Container", style: "emphasis", items: renderText([{ code }]) },
  };
}

function renderActions(actions: readonly Action[]): readonly Element[] {
  const plain = actions.filter((action) => "url" in action && !isWeb(action.url));
  const buttons = actions.filter((action) => !plain.includes(action)).map(renderAction);
  const rows = Array.from({ length: Math.ceil(buttons.length / buttonsInRow) }, (_, index) =>
    buttons.slice(index * buttonsInRow, (index + 1) * buttonsInRow),
  );
  return [
    ...plain.flatMap(({ label, ...rest }) =>
      renderText(`${label}: ${"url" in rest ? rest.url : ""}`),
    ),
    ...rows.map((row) => ({ type: "ActionSet", actions: row })),
  ];
}

/** A client that does not know Action.Execute sends the same line as a submitted message. */
function renderAction(action: Action): Element {
  const title = short(action.label).trim() || "Open";
  if ("url" in action) return { type: "Action.OpenUrl", title, url: action.url };
  const data = carriedBy(action);
  // Only a submitted button opens a dialog; a client without dialogs sends its line as a message.
  if ("msteams" in data) return { type: "Action.Submit", title, data };
  // A number alone tells nobody who hears it what it does.
  const heard = /^\d+$/u.test(title) ? { tooltip: short(action.line) } : {};
  return {
    type: "Action.Execute",
    title,
    ...heard,
    verb: "say",
    data,
    fallback: { type: "Action.Submit", title, ...heard, data },
  };
}
