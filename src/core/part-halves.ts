import { type Block, type Span, spansOf, type Text } from "./message.ts";
import { weightOfText } from "./part-weight.ts";

/** A block in two, between items, rows, lines or, at worst, words. As it is where it cannot be parted. */
export function halve(block: Block): readonly Block[] {
  switch (block.kind) {
    case "text":
    case "note":
      return halveText(block.text).map((text) => ({ ...block, text }));
    case "fields":
      return inTwo(block.fields).map((fields) => ({ ...block, fields }));
    case "list":
      return halveList(block);
    case "table":
      return inTwo(block.rows).map((rows) => ({ ...block, rows }));
    case "code":
      return halveWords(block.code).map((code) => ({ ...block, code }));
    case "actions":
      return inTwo(block.actions).map((actions) => ({ ...block, actions }));
    case "heading":
    case "chart":
    case "file":
    case "divider":
      return [block];
    default:
      return block satisfies never;
  }
}

/** One item that no message holds is parted itself; its rest becomes an item of its own. */
function halveList(block: Extract<Block, { kind: "list" }>): readonly Block[] {
  const [only] = block.items;
  if (block.items.length !== 1 || only === undefined) {
    const [first = [], ...others] = inTwo(block.items);
    const behind = block.from === undefined ? {} : { from: block.from + first.length };
    return [{ ...block, items: first }, ...others.map((items) => ({ ...block, items, ...behind }))];
  }
  return halveText(only).map((item) => ({ ...block, items: [item] }));
}

function inTwo<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length < 2) return [items];
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

function halveText(content: Text): readonly Text[] {
  const spans = spansOf(content);
  const [only] = spans;
  if (spans.length !== 1 || only === undefined) return parted(spans);
  if (typeof only === "string") return halveWords(only);
  if ("bold" in only) return halveWords(only.bold).map((bold) => [{ bold }]);
  if ("code" in only) return halveWords(only.code).map((code) => [{ code }]);
  return [content];
}

/** Between spans, nearest to the middle of what they weigh. */
function parted(spans: readonly Span[]): readonly Text[] {
  const half = weightOfText(spans) / 2;
  let before = 0;
  let at = 0;
  for (const span of spans) {
    if (at > 0 && before + weightOfText([span]) > half) break;
    before += weightOfText([span]);
    at += 1;
  }
  const middle = Math.min(Math.max(1, at), spans.length - 1);
  return [spans.slice(0, middle), spans.slice(middle)].filter((part) => part.length > 0);
}

/** Behind a line's end where one is near the middle, else behind a word, never within a character. */
function halveWords(words: string): readonly string[] {
  if (words.length < 2) return [words];
  const middle = Math.ceil(words.length / 2);
  const line = words.lastIndexOf("\n", middle);
  const word = words.lastIndexOf(" ", middle);
  const near = middle / 2;
  const at = line > near ? line + 1 : word > near ? word + 1 : wholeAt(words, middle);
  return [words.slice(0, at), words.slice(at)].filter((part) => part !== "");
}

const wholeAt = (words: string, at: number): number =>
  /[\uDC00-\uDFFF]/.test(words[at] ?? "") ? at + 1 : at;
