import { tones } from "../../src/core/message.ts";
import { type Notebook, openNotebook, type Seen } from "./seen.ts";

/** A part of an Adaptive Card, as far as people see it. */
interface Element {
  readonly type: string;
  readonly text?: string;
  readonly title?: string;
  readonly url?: string;
  readonly style?: string;
  readonly codeSnippet?: string;
  readonly data?: { readonly line?: string; readonly msteams?: { readonly type?: string } };
  readonly selectAction?: { readonly type: string; readonly url?: string };
  readonly inlines?: readonly Element[];
  readonly items?: readonly Element[];
  readonly columns?: readonly Element[];
  readonly cells?: readonly Element[];
  readonly rows?: readonly Element[];
  readonly body?: readonly Element[];
  readonly actions?: readonly Element[];
  readonly fallback?: Element;
  readonly msteams?: {
    readonly entities?: readonly { text: string; mentioned: { name: string } }[];
  };
}

/** The newest client; or a phone's, which knows cards up to version 1.2 and shows what stands in for the rest. */
export type Client = "desk" | "phone";

interface Reading {
  readonly book: Notebook;
  readonly client: Client;
  /** Those whom the card calls, by the words that call them. */
  readonly calls: ReadonlyMap<string, string>;
}

/** A card as people read it in Teams. @throws Error on an element that this does not know: nothing is left unread. */
export function seeTeams(
  card: unknown,
  client: Client,
  ...given: Parameters<typeof openNotebook>
): Seen {
  const book = openNotebook(...given);
  const { msteams, body = [] } = card as Element;
  const calls = new Map(
    (msteams?.entities ?? []).map(({ text, mentioned }) => [text, mentioned.name]),
  );
  readAll(body, { book, client, calls });
  return withoutToneWord(book.seen(), body, book);
}

/** Beside the sign stands what it means. */
function withoutToneWord(seen: Seen, [first]: readonly Element[], book: Notebook): Seen {
  if (first?.type !== "Container" || !["good", "warning", "attention"].includes(first.style ?? ""))
    return seen;
  const tone = Object.values(tones).find(({ word }) => word === seen[1]);
  if (!tone) throw new Error(`"${seen[1]}" is no tone`);
  book.met("tones");
  return [seen[0] ?? "", ...seen.slice(2)];
}

function readAll(elements: readonly Element[], reading: Reading): void {
  for (const element of elements) {
    reading.book.line();
    readElement(element, reading);
  }
}

const later = ["Table", "CodeBlock", "Chart.Line", "Chart.VerticalBar"];

function readElement(element: Element, reading: Reading): void {
  const { book, client } = reading;
  const { type, fallback } = element;
  if (client === "phone" && later.includes(type)) {
    book.met("phones");
    readAll(fallback ? [fallback] : [], reading);
    return;
  }
  const read = readers[type];
  if (!read) throw new Error(`nothing is known of an element of type ${type}`);
  read(element, reading);
}

type Read = (element: Element, reading: Reading) => void;

const readInside: Read = (element, reading) => readAll(childrenOf(element), reading);
const readChart: Read = ({ title = "" }, { book }) => {
  book.met("charts");
  book.say(title);
};

const readers: Readonly<Record<string, Read>> = {
  TextBlock: readTextBlock,
  RichTextBlock({ inlines = [] }, { book }) {
    for (const run of inlines) readRun(run, book);
  },
  CodeBlock: ({ codeSnippet = "" }, { book }) => book.say(codeSnippet),
  "Chart.Line": readChart,
  "Chart.VerticalBar": readChart,
  Table: readInside,
  TableRow: readInside,
  TableCell: readInside,
  Container: readInside,
  ColumnSet: readInside,
  Column: readInside,
  ActionSet({ actions = [] }, { book }) {
    for (const action of actions) readAction(action, book);
  },
};

/** A table's columns hold nothing that is seen. */
const childrenOf = ({ type, items, columns, cells, rows }: Element): readonly Element[] => [
  ...(items ?? []),
  ...(type === "ColumnSet" ? (columns ?? []) : []),
  ...(cells ?? []),
  ...(rows ?? []),
];

function readTextBlock({ text = "" }: Element, { book, calls }: Reading): void {
  for (const part of text.split(/(<at>.*?<\/at>)/u)) {
    const called = calls.get(part);
    if (called !== undefined) book.call(called);
    else if (part.startsWith("<at>")) throw new Error(`nobody is called by ${part}`);
    else book.say(part);
  }
}

/** A sparkline stands for a chart that the words below it say. */
const sparks = /^[▁▂▃▄▅▆▇█×]+$/u;

function readRun({ text = "", selectAction }: Element, book: Notebook): void {
  // What has no width is not seen; a bullet is how a list looks.
  const words = text.replaceAll("\u2060", "").replace(/^• $/u, "");
  if (selectAction?.url) book.link(words, selectAction.url);
  else if (sparks.test(words)) book.met("charts");
  else book.say(words);
}

function readAction({ type, title = "", url, data }: Element, book: Notebook): void {
  const opens = data?.msteams?.type === "task/fetch";
  if (opens) book.met("forms");
  const says = type === "Action.Execute" || opens ? data?.line : undefined;
  const does = type === "Action.OpenUrl" ? url : says;
  if (!does) throw new Error(`${type} "${title}" does nothing`);
  book.button(title, does);
}
