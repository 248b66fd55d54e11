import { figuresOf, type Measured } from "../../src/core/chart-figures.ts";
import type { Action, Block, Chart, Field, Text } from "../../src/core/message.ts";
import { plainText, sparkline } from "../../src/core/plain.ts";
import { type Element, isWeb, literal, renderText } from "./spans.ts";

/** Buttons in one row: what is beyond, clients hide behind a menu or drop. */
const buttonsInRow = 5;
const longestTitle = 300;
const barsSaid = 12;

/**
 * A block as Adaptive Card elements. The phone apps know the format only up to version 1.2, so tables,
 * code blocks and charts carry a fallback made of plain lines.
 */
export function renderBlock(block: Block): readonly Element[] {
  switch (block.kind) {
    case "heading":
      return [renderHeading(block.text)];
    case "text":
      return renderText(block.text);
    case "note":
      return renderText(block.text, { small: true });
    case "fields":
      return block.fields.map(renderField);
    case "list":
      return block.items.flatMap((item) => renderText(item, { lead: "• " }));
    case "table":
      return renderTable(block);
    case "code":
      return [renderCode(block.code)];
    case "chart":
      return renderChart(block);
    case "divider":
      return [];
    case "actions":
      return renderActions(block.actions);
    default:
      return block satisfies never;
  }
}

/** Markdown's own signs. A heading that holds none is safe in the element that screen readers announce as one. */
const markup = /[*_`~[\]\\<>&|#{}]|^\s*(?:[-+]|\d+[.)])\s/u;

function renderHeading(words: string): Element {
  const line = short(words);
  if (!markup.test(line)) {
    return {
      type: "TextBlock",
      text: literal(line) || " ",
      style: "heading",
      size: "Medium",
      weight: "Bolder",
      wrap: true,
    };
  }
  const inlines = [{ type: "TextRun", text: literal(line), size: "Medium", weight: "Bolder" }];
  return { type: "RichTextBlock", inlines };
}

/** Columns of text runs, not a FactSet: a FactSet reads its values as Markdown. */
function renderField({ label, value }: Field): Element {
  return {
    type: "ColumnSet",
    spacing: "Small",
    columns: [
      { type: "Column", width: 3, items: renderText(short(label), { bold: true }) },
      { type: "Column", width: 7, items: renderText(value) },
    ],
  };
}

function renderTable({ columns, rows }: Extract<Block, { kind: "table" }>): readonly Element[] {
  const width = Math.max(columns.length, ...rows.map((row) => row.length), 1);
  const titles = Array.from({ length: width }, (_, index) => short(columns[index] ?? ""));
  return [
    {
      type: "Table",
      firstRowAsHeaders: true,
      columns: titles.map(() => ({ width: 1 })),
      rows: [
        row(titles.map((title) => renderText(title, { bold: true }))),
        ...rows.map((cells) => row(titles.map((_, index) => renderText(cells[index] ?? "")))),
      ],
      fallback: {
        type: "Container",
        items: rows.flatMap((cells) => renderText(asLine(titles, cells), { lead: "• " })),
      },
    },
  ];
}

function row(cells: readonly (readonly Element[])[]): Element {
  return { type: "TableRow", cells: cells.map((items) => ({ type: "TableCell", items })) };
}

/** What a row is about stands first, without its column's title: "prod – Auth0 says: all clear". */
function asLine(titles: readonly string[], cells: readonly Text[]): Text {
  const [about = "", ...others] = titles.map((_, index) =>
    plainText(cells[index] ?? "").replace(/\s*\n\s*/gu, " "),
  );
  const said = others.map((words, index) => {
    const title = titles[index + 1];
    return title && others.length > 1 ? `${title}: ${words}` : words;
  });
  return [{ bold: about }, ...(said.length > 0 ? [` – ${said.join(", ")}`] : [])];
}

function renderCode(code: string): Element {
  return {
    type: "CodeBlock",
    language: "PlainText",
    codeSnippet: literalLines(code),
    fallback: { type: "Container", style: "emphasis", items: renderText([{ code }]) },
  };
}

/** As `literal`, keeping line ends. */
const literalLines = (code: string): string => code.split(/\r?\n/u).map(literal).join("\n");

function renderChart(chart: Chart): readonly Element[] {
  const { measured, failed } = figuresOf(chart.points);
  const title = short(chart.title);
  const known = chart.points.filter(({ value }) => value === "failed" || Number.isFinite(value));
  if (known.length === 0) return renderText(`${title}: nothing to draw yet.`);
  const said = renderText([...sayFigures(chart, measured), ...sayFailed(failed.length)].join(" "), {
    small: true,
  });
  if (measured.length === 0) return [...renderText(title, { bold: true }), ...said];
  // Charts of cards have no gap: what failed is left out of the picture, and said.
  const drawn = measured.map(({ label, value }) => ({ x: literal(short(label)), y: value }));
  const common = { title: literal(title), yAxisTitle: literal(short(chart.unit)) };
  const fallback = {
    type: "Container",
    items: [
      ...renderText(title, { bold: true }),
      ...renderText([{ code: sparkline(known.map(({ value }) => value)) }]),
    ],
  };
  const picture =
    chart.shape === "line"
      ? { type: "Chart.Line", ...common, data: [{ legend: literal(title), values: drawn }] }
      : { type: "Chart.VerticalBar", ...common, data: drawn };
  // A picture tells a screen reader nothing: the figures that matter are said in words as well.
  return [{ ...picture, fallback }, ...said];
}

const sayFailed = (count: number): readonly string[] => (count === 0 ? [] : [`${count} failed.`]);

/** Bars are things to compare, so each of a few is said; of a line, or of many bars, the range and the end. */
function sayFigures({ shape, unit }: Chart, points: readonly Measured[]): readonly string[] {
  const { range } = figuresOf(points);
  if (!range) return [];
  const { low, high, latest } = range;
  if (shape === "line") {
    return [`Lowest ${low.value}, highest ${high.value}, latest ${latest.value} ${unit}.`];
  }
  // The first ones of many, all the others left out, would hide what is newest.
  if (points.length <= barsSaid) return [`${points.map(sayPoint).join(", ")} (${unit}).`];
  return [
    `Highest ${sayPoint(high)}, lowest ${sayPoint(low)}, last ${sayPoint(latest)} (${unit}).`,
  ];
}

const sayPoint = ({ label, value }: Measured): string => `${short(label)}: ${value}`;

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
  const title = literal(short(action.label)) || "Open";
  if ("url" in action) return { type: "Action.OpenUrl", title, url: action.url };
  const data = { line: action.line };
  return {
    type: "Action.Execute",
    title,
    verb: "say",
    data,
    fallback: { type: "Action.Submit", title, data },
  };
}

function short(words: string): string {
  const line = words.replace(/\s*[\r\n]+\s*/gu, " ");
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1)}…`;
}
