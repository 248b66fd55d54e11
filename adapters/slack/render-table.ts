import type { types } from "@slack/bolt";
import type { Block, Text } from "../../src/core/message.ts";
import { plainText } from "../../src/core/plain.ts";
import { clip, LIMITS, printable, shorten } from "./limits.ts";
import { elementsOf, weigh } from "./render-spans.ts";

type Table = Extract<Block, { kind: "table" }>;
type Cell = types.RichTextBlock | { type: "raw_text"; text: string };

/** One cell's most: a cell is for a glance. */
const cellMost = 500;

/** A table, or as much of it as Slack takes and the message has room for; what is left out is said. */
export function renderTable(table: Table, room: number): types.KnownBlock[] {
  const width = Math.max(
    table.columns.length,
    ...table.rows.slice(0, 1000).map((row) => row.length),
  );
  if (width === 0) return [];
  const columns = Math.min(width, LIMITS.tableColumns);
  const { rows, taken } = rowsOf(table, columns, room);
  if (rows.length === 0) return [];
  const block: types.TableBlock = {
    type: "table",
    column_settings: Array.from({ length: columns }, () => ({ is_wrapped: true })),
    rows,
  };
  return [block, ...leftOut(table.rows.length - taken, width - columns)];
}

function rowsOf(
  { columns, rows }: Table,
  width: number,
  room: number,
): { rows: Cell[][]; taken: number } {
  const shown: Cell[][] =
    columns.length > 0
      ? [pad(columns, width).map((title) => cellOf([{ bold: title as string }]))]
      : [];
  let left = room - weigh(shown);
  let taken = 0;
  for (const row of rows.slice(0, LIMITS.tableRows - shown.length)) {
    const cells = pad(row, width).map(cellOf);
    left -= weigh(cells);
    if (left < 0) break;
    shown.push(cells);
    taken += 1;
  }
  return { rows: shown, taken };
}

function pad(row: readonly Text[], width: number): readonly Text[] {
  return Array.from({ length: width }, (_, index) => row[index] ?? "");
}

function cellOf(content: Text): Cell {
  const plain = printable(plainText(content));
  // An empty cell is refused.
  if (plain.trim() === "") return { type: "raw_text", text: "–" };
  if (typeof content === "string" || plain.length > cellMost)
    return { type: "raw_text", text: clip(plain, cellMost) };
  const elements = elementsOf(content);
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

function leftOut(rows: number, columns: number): types.KnownBlock[] {
  const words = [
    ...(rows > 0 ? [`and ${rows} more ${rows === 1 ? "row" : "rows"}`] : []),
    ...(columns > 0 ? [`and ${columns} more ${columns === 1 ? "column" : "columns"}`] : []),
  ];
  if (words.length === 0) return [];
  const text = words.join(", ");
  return [{ type: "context", elements: [{ type: "plain_text", text, emoji: false }] }];
}

/** Slack takes one table a message; a further one is drawn with characters. */
export function tableAsText({ columns, rows }: Table, room: number): string {
  const lines = [columns, ...rows.map((row) => row.map(plainText))].map((row) => row.join(" | "));
  const { shown, more } = shorten(printable(lines.join("\n")), room);
  return more === "" ? shown : `${shown}\n${more}`;
}
