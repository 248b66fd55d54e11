import type { Action, Block, Message, Tone, tones } from "../../../src/core/message.ts";
import { hidden, make } from "./dom.ts";
import { drawChart } from "./draw-chart.ts";
import { drawLink, drawText } from "./draw-text.ts";
import { icon } from "./icons.ts";

/** What the page adds to a message: what its buttons do, and what stands beside its tone. */
export interface Around {
  readonly act?: (action: Action) => void;
  readonly beside?: Node;
}

/** The page loads nothing of the core, so the words stand here again; the type keeps them the core's own. */
const toneWords: { readonly [Name in keyof typeof tones]: (typeof tones)[Name]["word"] } = {
  good: "OK",
  warning: "Attention",
  bad: "Problem",
};

/** A neutral message as the page shows it: a card. Touches nothing but the document it is given. */
export function drawMessage(
  document: Document,
  message: Message,
  { act = () => {}, beside }: Around = {},
): HTMLElement {
  const blocks = message.blocks.map((block) => drawBlock(document, block, act));
  const shown = isSaid(message) ? blocks : [make(document, "p", {}, message.summary), ...blocks];
  const tone = message.tone ?? "neutral";
  const head = [
    ...(tone === "neutral" ? [] : [drawTone(document, tone)]),
    ...(beside ? [beside] : []),
  ];
  return make(
    document,
    "article",
    { class: `message ${tone}`, "aria-label": message.summary },
    head.length > 0 ? make(document, "div", { class: "head" }, ...head) : undefined,
    ...shown,
  );
}

/** A tone needs words to stand beside, and so does a message without any: those of the summary. */
function isSaid({ tone = "neutral", blocks }: Message): boolean {
  const [first] = blocks;
  if (tone === "neutral") return blocks.length > 0;
  return first !== undefined && ["heading", "text", "note"].includes(first.kind);
}

function drawTone(document: Document, tone: Exclude<Tone, "neutral">): HTMLElement {
  return make(document, "p", { class: "tone" }, icon(document, tone), toneWords[tone]);
}

function drawBlock(document: Document, block: Block, act: (action: Action) => void): HTMLElement {
  switch (block.kind) {
    case "heading":
      return make(document, "h3", {}, block.text);
    case "text":
      return make(document, "p", {}, ...drawText(document, block.text));
    case "note":
      return make(document, "p", { class: "note" }, ...drawText(document, block.text));
    case "fields":
      return drawFields(document, block);
    case "list":
      return drawList(document, block);
    case "table":
      return drawTable(document, block);
    case "code":
      return make(document, "pre", {}, make(document, "code", {}, block.code));
    case "chart":
      return drawChart(document, block);
    case "file":
      return make(document, "p", {}, sayFile(block));
    case "divider":
      return make(document, "hr");
    case "actions":
      return drawActions(document, block.actions, act);
    default:
      return block satisfies never;
  }
}

/** As the core says it, which the page does not load. Files are links by the time that they are here. */
function sayFile({ name, content }: Of<"file">): string {
  const bytes = new TextEncoder().encode(content).length;
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${name}, ${size < 10 ? Math.ceil(size * 10) / 10 : Math.ceil(size)} ${unit}`;
}

type Of<Kind extends Block["kind"]> = Extract<Block, { kind: Kind }>;

/** Characters of a value beyond which it takes the whole row. */
const longValue = 30;

function drawFields(document: Document, { fields }: Of<"fields">): HTMLElement {
  const pairs = fields.map(({ label, value }) => {
    const shown = make(document, "dd", {}, ...drawText(document, value));
    const isLong = (shown.textContent ?? "").length > longValue;
    const name = make(document, "dt", {}, label);
    return make(document, "div", { class: isLong ? "long" : undefined }, name, shown);
  });
  return make(document, "dl", { class: "fields" }, ...pairs);
}

function drawList(document: Document, { items, from }: Of<"list">): HTMLElement {
  const lines = items.map((item) => make(document, "li", {}, ...drawText(document, item)));
  if (from === undefined) return make(document, "ul", {}, ...lines);
  return make(document, "ol", { start: String(from) }, ...lines);
}

/** Scrolls inside itself, so that a wide table never widens the page. */
function drawTable(document: Document, { columns, rows }: Of<"table">): HTMLElement {
  const head = columns.map((column) => make(document, "th", { scope: "col" }, column));
  const body = rows.map((row) =>
    make(
      document,
      "tr",
      {},
      ...row.map((cell) => make(document, "td", {}, ...drawText(document, cell))),
    ),
  );
  const table = make(
    document,
    "table",
    {},
    make(document, "thead", {}, make(document, "tr", {}, ...head)),
    make(document, "tbody", {}, ...body),
  );
  const label = `Table: ${columns.join(", ")}`;
  return make(
    document,
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": label },
    table,
  );
}

function drawActions(
  document: Document,
  actions: readonly Action[],
  act: (action: Action) => void,
): HTMLElement {
  const buttons = actions.map((action) => {
    if ("url" in action) {
      const link = drawLink(document, action.url, action.label, "action");
      if (link.tagName === "A") link.append(icon(document, "out"));
      return link;
    }
    const title = "form" in action ? "Opens a form" : `Says: ${action.line.slice(0, 200)}`;
    const button = make(
      document,
      "button",
      { type: "button", class: "action", title, "data-line": action.line },
      action.label,
      "form" in action ? hidden(document, " (opens a form)") : undefined,
    );
    button.addEventListener("click", () => act(action));
    return button;
  });
  return make(document, "div", { class: "actions" }, ...buttons);
}
