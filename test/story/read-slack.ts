import { isObject } from "../../adapters/slack/block-kit.ts";
import { addressOf } from "../../src/core/address.ts";
import { tones } from "../../src/core/message.ts";
import { type Notebook, openNotebook, type Seen } from "./seen.ts";

type Json = Readonly<Record<string, unknown>>;

/** A message as people read it in Slack. @throws Error on a block that this does not know: nothing is left unread. */
export function seeSlack(
  { blocks }: { readonly blocks?: unknown },
  ...given: Parameters<typeof openNotebook>
): Seen {
  const book = openNotebook(...given);
  for (const block of listOf(blocks)) readBlock(block, book);
  return withoutToneWord(book.seen(), book);
}

const listOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
const textOf = (value: unknown): string => (isObject(value) ? String(value.text) : "");

/** Where there is no line for the sign to stand in, the tone's word makes one. */
function withoutToneWord(seen: Seen, book: Notebook): Seen {
  const tone = Object.values(tones).find(({ sign }) => seen[0] === plainSign(sign));
  if (!tone) return seen;
  book.met("tones");
  return seen[1] === tone.word ? [seen[0] ?? "", ...seen.slice(2)] : seen;
}

/** Without the sign that asks for colour. */
const plainSign = (sign: string): string => sign.replace("\uFE0F", "");

type Read = (part: Json, book: Notebook) => void;

function readBy(readers: Readonly<Record<string, Read>>, part: Json, book: Notebook): void {
  const read = readers[String(part.type)];
  if (!read) throw new Error(`nothing is known of a part of type ${String(part.type)}`);
  read(part, book);
}

function readBlock(block: Json, book: Notebook): void {
  book.line();
  readBy(blockReaders, block, book);
}

const blockReaders: Readonly<Record<string, Read>> = {
  divider() {},
  header: ({ text }, book) => book.say(textOf(text)),
  section: ({ text, fields }, book) =>
    readTexts([...(text ? [text] : []), ...listOf(fields)], book),
  context: ({ elements }, book) => readTexts(listOf(elements), book),
  rich_text: ({ elements }, book) => readRich(withoutCopies(listOf(elements), book), book),
  table: readTable,
  image: readPicture,
  actions({ elements }, book) {
    for (const element of listOf(elements)) readButton(element, book);
  },
};

function readTexts(texts: readonly unknown[], book: Notebook): void {
  for (const text of texts) {
    if (!isObject(text)) throw new Error("a text is none");
    if (text.type === "plain_text") book.say(String(text.text));
    else if (text.type === "mrkdwn") readMarkup(String(text.text), book);
    else throw new Error(`nothing is known of a text of type ${String(text.type)}`);
    book.line();
  }
}

function readMarkup(markup: string, book: Notebook): void {
  for (const part of markup.split(/(<!date\^\d+\^[^>]*>)/u)) {
    const seconds = /^<!date\^(\d+)\^/u.exec(part)?.[1];
    if (seconds) book.time(new Date(Number(seconds) * 1000));
    else if (/<[!@#h]/u.test(part)) throw new Error(`markup that is not ours: ${part}`);
    else book.say(unescaped(part.replaceAll("*", "")));
  }
}

const unescaped = (words: string): string =>
  words.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function readRich(parts: readonly Json[], book: Notebook): void {
  for (const part of parts) {
    readBy(richReaders, part, book);
    book.line();
  }
}

/** What no button can carry stands below its label, to be copied. */
function withoutCopies(elements: readonly Json[], book: Notebook): readonly Json[] {
  const [named, copied, ...more] = elements;
  if (copied?.type !== "rich_text_preformatted" || more.length > 0) return elements;
  const wordsIn = (part: Json | undefined) =>
    listOf(part?.elements)
      .map(({ text }) => String(text))
      .join("");
  book.met("lines");
  book.button(wordsIn(named).replace(/:$/u, ""), wordsIn(copied));
  return [];
}

const richReaders: Readonly<Record<string, Read>> = {
  rich_text_list({ elements, style, offset = 0 }, book) {
    for (const [nth, element] of listOf(elements).entries()) {
      if (style === "ordered") book.say(`${Number(offset) + nth + 1}. `);
      readRich([element], book);
    }
  },
  rich_text_section({ elements }, book) {
    for (const span of listOf(elements)) readBy(spanReaders, span, book);
  },
  rich_text_preformatted: ({ elements }, book) => readPreformatted(listOf(elements), book),
};

/** A chart drawn with characters says nothing that the words below it do not. */
function readPreformatted(elements: readonly Json[], book: Notebook): void {
  const words = elements.map(({ text }) => String(text)).join("");
  const bar = /█|× failed| 0(?:, usual \S+)?$/u;
  const label = /^[^█]{1,24}$/u;
  const lines = words.split("\n");
  const bars = lines.every((line) => bar.test(line) || (words.includes("█") && label.test(line)));
  if (/^[▁▂▃▄▅▆▇█×]+$/u.test(words) || bars) book.met("charts");
  else book.say(words);
}

const spanReaders: Readonly<Record<string, Read>> = {
  text: ({ text }, book) => book.say(String(text)),
  link: ({ text, url }, book) => book.link(String(text ?? url), String(url)),
  date: ({ timestamp }, book) => book.time(new Date(Number(timestamp) * 1000)),
  user: ({ user_id: id }, book) =>
    book.call(book.known.person(addressOf("slack", "user", String(id)))),
  usergroup: ({ usergroup_id: id }, book) =>
    book.call(book.known.person(addressOf("slack", "group", String(id)))),
  channel({ channel_id: id }, book) {
    book.met("names");
    book.say(book.known.conversation(addressOf("slack", "channel", String(id))));
  },
};

function readTable({ rows }: Json, book: Notebook): void {
  for (const row of Array.isArray(rows) ? rows : []) {
    for (const cell of listOf(row)) {
      if (cell.type === "raw_text") book.say(String(cell.text));
      else readRich(listOf(cell.elements), book);
      book.line();
    }
  }
}

function readPicture({ title, alt_text: alt }: Json, book: Notebook): void {
  book.met("charts");
  const name = textOf(title);
  book.say(name);
  book.line();
  book.say(
    String(alt)
      .replace(/^(?:Line|Bar) chart: /u, "")
      .replace(name, ""),
  );
}

function readButton({ type, text, value, url, action_id: id }: Json, book: Notebook): void {
  if (type !== "button") throw new Error(`${String(type)} is no button`);
  const label = textOf(text);
  if (typeof url === "string") {
    book.button(label, url);
  } else if (String(id).startsWith("form-")) {
    book.met("forms");
    book.button(label, String((JSON.parse(String(value)) as Json).line));
  } else {
    book.button(label, String(value));
  }
}
