import { addressOf } from "../../src/core/address.ts";
import { type Action, type Message, tones } from "../../src/core/message.ts";
import { type Paper, paperDocument } from "./paper.ts";
import { type Notebook, openNotebook, type Seen } from "./seen.ts";

type Draw = (
  document: unknown,
  message: Message,
  around: { act: (action: Action) => void },
) => Paper;

/** The page's own drawing, which is compiled for a browser and so unknown to this program's types. */
const page = new URL("../../adapters/local/page/draw-message.ts", import.meta.url);
const { drawMessage } = (await import(page.href)) as { drawMessage: Draw };

/** A message as people read it on the local page. */
export function seeLocal(message: Message, ...given: Parameters<typeof openNotebook>): Seen {
  const book = openNotebook(...given);
  const pressed: Action[] = [];
  const drawn = drawMessage(paperDocument, message, { act: (action) => pressed.push(action) });
  readPart(drawn, { book, pressed });
  return book.seen();
}

interface Reading {
  readonly book: Notebook;
  /** What the buttons that were tried do. */
  readonly pressed: Action[];
}

/** Elements that stand within a line. */
const inline = ["STRONG", "CODE", "A", "SPAN", "TIME", "Q"];
const plain = ["ARTICLE", "DIV", "H3", "P", "DL", "DT", "DD", "UL", "OL", "LI", "PRE", "FIGURE"];
const tables = ["TABLE", "THEAD", "TBODY", "TR", "TH", "TD"];
const known = new Set([...inline, ...plain, ...tables, "FIGCAPTION", "HR", "BUTTON", "SVG"]);

function readPart(part: Paper | string, reading: Reading): void {
  const { book } = reading;
  if (typeof part === "string") {
    book.say(part);
    return;
  }
  if (!known.has(part.tagName)) throw new Error(`nothing is known of <${part.tagName}>`);
  if (isForMachines(part, book)) return;
  const read = meaningOf(part) ?? readInside;
  read(part, reading);
}

function readInside(part: Paper, reading: Reading): void {
  const isLine = !inline.includes(part.tagName);
  if (isLine) reading.book.line();
  for (const child of part.children) readPart(child, reading);
  if (isLine) reading.book.line();
}

type Read = (part: Paper, reading: Reading) => void;

/** What is more than the words in it. */
function meaningOf(part: Paper): Read | undefined {
  if (part.has("mention")) return readCall;
  return part.has("tone") ? readTone : meanings[part.tagName];
}

const meanings: Readonly<Record<string, Read>> = {
  TIME: ({ attributes }, { book }) => book.time(new Date(attributes.get("datetime") ?? "")),
  BUTTON: readButton,
  A: readLink,
  OL: readNumbered,
};

function readNumbered({ attributes, children }: Paper, reading: Reading): void {
  const from = Number(attributes.get("start") ?? 1);
  for (const [nth, child] of children.entries()) {
    reading.book.line();
    reading.book.say(`${from + nth}. `);
    if (typeof child === "string") throw new Error("a list holds items alone");
    for (const part of child.children) readPart(part, reading);
    reading.book.line();
  }
}

/** Drawings, and what only screen readers are told. */
function isForMachines(part: Paper, book: Notebook): boolean {
  if (part.has("ends")) book.met("charts");
  return part.tagName === "SVG" || part.has("unseen") || part.has("ends");
}

/** Here somebody's id is their name. */
function readCall(part: Paper, { book }: Reading): void {
  const name = part.textContent.slice(1);
  const person = addressOf("local", "user", name);
  const known = book.known.person(person);
  book.call(known === person ? name : known);
}

function readTone(part: Paper, { book }: Reading): void {
  const found = Object.values(tones).find(({ word }) => word === part.textContent);
  if (!found) throw new Error(`"${part.textContent}" is no tone`);
  book.met("tones");
  book.say(found.sign);
  book.line();
}

function readButton(part: Paper, { book, pressed }: Reading): void {
  part.click();
  const action = pressed.at(-1);
  if (!action || "url" in action) throw new Error("a button says no line");
  if ("form" in action) book.met("forms");
  book.button(wordsOf(part), action.line);
}

function readLink(part: Paper, { book }: Reading): void {
  const url = part.attributes.get("href") ?? "";
  if (part.has("action")) book.button(wordsOf(part), url);
  else book.link(wordsOf(part), url);
}

const wordsOf = ({ children }: Paper): string =>
  children
    .map((child) => (typeof child === "string" ? child : child.has("unseen") ? "" : wordsOf(child)))
    .join("");
