import { type Block, type Span, spansOf, type Text } from "../../src/core/message.ts";
import { plainText } from "../../src/core/plain.ts";
import { onOneLine, short } from "./literal.ts";
import { type Element, renderText } from "./spans.ts";

type Table = Extract<Block, { kind: "table" }>;

/** A cell is for a glance: so many characters of a line, the rest is counted. */
const most = 4000;
/** Columns are as wide as their longest cell, within reason, and what stands around it. */
const widths = { least: 10, most: 30, around: 3 } as const;

/** A table and, for the phone apps, each of its rows as a line. */
export function renderTable({ columns, rows }: Table): readonly Element[] {
  const width = Math.max(columns.length, ...rows.map((row) => row.length), 1);
  const titles = Array.from({ length: width }, (_, index) => short(columns[index] ?? ""));
  const isTitled = titles.some((title) => title.trim() !== "");
  const header = isTitled ? [rowOf(titles.map((title) => renderText(title, { bold: true })))] : [];
  const filled = rows.map((cells) => titles.map((_, index) => cells[index] ?? ""));
  if (header.length + filled.length === 0) return [];
  const lines = [
    ...(isTitled ? renderText(saidOnce(titles), { small: true }) : []),
    ...filled.flatMap((cells) => renderText(asLine(titles, cells), { lead: "• " })),
  ];
  return [
    {
      type: "Table",
      firstRowAsHeaders: isTitled,
      columns: titles.map((title, index) => ({
        width: widthOf([title, ...filled.map((cells) => cells[index] ?? "")]),
      })),
      rows: [
        ...header,
        ...filled.map((cells) => rowOf(cells.map((cell) => renderText(cell, { most })))),
      ],
      fallback: { type: "Container", items: lines },
    },
  ];
}

function rowOf(cells: readonly (readonly Element[])[]): Element {
  return { type: "TableRow", cells: cells.map((items) => ({ type: "TableCell", items })) };
}

function widthOf(cells: readonly Text[]): number {
  const longest = cells.reduce(
    (length: number, cell) => Math.max(length, plainText(cell).length),
    0,
  );
  return Math.min(widths.most, Math.max(widths.least, longest)) + widths.around;
}

/** What the parts of each line are. */
const saidOnce = ([about = "", ...others]: readonly string[]): string =>
  [about, others.filter(Boolean).join(", ")].filter(Boolean).join(" – ");

/** What a row is about stands first, without its column's title: "prod – Auth0 says: all clear". */
function asLine(titles: readonly string[], [about = "", ...others]: readonly Text[]): Text {
  const said = others.flatMap((cell, index): readonly Span[] => {
    const title = titles[index + 1];
    const spans = inOneLine(cell);
    const named = title && others.length > 1 ? [`${title}: `, ...spans] : spans;
    return [index === 0 ? " – " : ", ", ...named];
  });
  return [...inOneLine(about).map(bolder), ...said];
}

/** Nobody is called twice, and a line within a line would look like one of its own. */
function inOneLine(cell: Text): readonly Span[] {
  return spansOf(cell).map((span) => {
    if (typeof span === "string") return onOneLine(span);
    if ("bold" in span) return { bold: onOneLine(span.bold) };
    if ("code" in span) return { code: onOneLine(span.code) };
    return "mention" in span ? `@${span.name}` : span;
  });
}

const bolder = (span: Span): Span => (typeof span === "string" ? { bold: span } : span);
