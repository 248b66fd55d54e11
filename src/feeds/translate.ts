import { createHash } from "node:crypto";
import type { Entry, Run } from "../core/source.ts";
import { parseDate } from "./dates.ts";
import { decodeReferences } from "./entities.ts";
import { lineOf, looksLikeHtml, oneLine, paragraphsOf } from "./html.ts";
import { absoluteLink } from "./links.ts";
import { type Allowance, paragraphsOfText } from "./paragraphs.ts";
import type { RawEntry, RawFeed, RawLink, RawText } from "./raw.ts";

const longestTitle = 2000;

/** An entry that has no id yet: whether its own is good enough shows at the feed's end. */
export type Draft = Omit<Entry, "id">;

/** What can be told of a feed when all of it was read. */
export interface Ending {
  readonly title: string;
  readonly link: string;
  /** Of the entries, in their order. */
  readonly ids: readonly string[];
  readonly skipped: readonly string[];
}

/** A feed being read: its entries in small lots. Rejects with a FeedProblem, even after some of them. */
export type Reading = AsyncGenerator<readonly Draft[], Ending>;

/** Runs and paragraphs of all entries together; what comes later, being older, is plain text. */
const mostRuns = 15_000;

/** Makes one neutral document of what any format said. `url`: where it was read. */
export async function* translate(feed: RawFeed, url: string): Reading {
  const link = linkAmong(feed.links, url);
  // RSS means its links relative to the site it names, Atom to the document.
  const base = feed.format === "rss" && link ? link : url;
  const marks: Mark[] = [];
  const empty: string[] = [];
  const allowance = { runs: mostRuns };
  let count = 0;
  for await (const lot of feed.lots) {
    const drafts: Draft[] = [];
    for (const raw of lot) {
      count += 1;
      const draft = draftOf(raw, base, allowance);
      const mark = markOf(raw, draft);
      if (mark) {
        drafts.push(draft);
        marks.push(mark);
      } else empty.push(`entry ${count}: it is empty`);
    }
    yield drafts;
  }
  const skipped = [...feed.skipped, ...empty];
  return { title: titleOf(feed.titles), link, ids: idsOf(marks), skipped };
}

function draftOf(raw: RawEntry, base: string, allowance: Allowance): Draft {
  const published = firstDate(raw.published);
  const updated = firstDate(raw.updated);
  const permalink = raw.ids.find((one) => one.permalink && /^https?:/i.test(one.text.trim()));
  return {
    title: titleOf(raw.titles),
    link: linkAmong(raw.links, base) || absoluteLink(permalink?.text ?? "", undefined),
    categories: [...new Set(raw.categories.map(plainOf).filter((category) => category !== ""))],
    paragraphs: bodyOf(raw.bodies, base, allowance),
    ...(published ? { published } : {}),
    ...(updated ? { updated } : {}),
  };
}

/** What an entry may be told apart by. */
interface Mark {
  readonly ownId: string;
  readonly link: string;
  /** For an entry that has neither. */
  readonly digest: string;
}

/** Undefined for an entry in which there is nothing. */
function markOf({ ids }: RawEntry, draft: Draft): Mark | undefined {
  const { title, link, paragraphs, published, updated } = draft;
  const [id] = ids.filter(({ text }) => text.trim() !== "");
  const ownId = oneLine(id?.text ?? "");
  if (ownId || link) return { ownId, link, digest: "" };
  if (!(title || paragraphs.length > 0 || published || updated)) return undefined;
  return { ownId, link, digest: digestOf(draft) };
}

/** Where a feed gives one id to entries at several addresses, the address tells them apart. */
function idsOf(marks: readonly Mark[]): readonly string[] {
  const linksOf = new Map<string, Set<string>>();
  for (const { ownId, link } of marks) {
    linksOf.set(ownId, (linksOf.get(ownId) ?? new Set()).add(link));
  }
  return marks.map(({ ownId, link, digest }) => {
    const alone = (linksOf.get(ownId)?.size ?? 0) < 2;
    return (alone && ownId) || link || ownId || digest;
  });
}

/** Of the words alone: how they fall into paragraphs and runs may change with what stands before them. */
function digestOf({ title, paragraphs }: Draft): string {
  const words = paragraphs.flatMap((runs) => runs.map(({ text }) => text)).join("");
  const plain = `${title}\n${words}`.replace(/\s+/g, "");
  return createHash("sha256").update(plain).digest("hex").slice(0, 24);
}

function firstDate(written: readonly string[]): Date | undefined {
  for (const one of written) {
    const date = parseDate(one);
    if (date) return date;
  }
  return undefined;
}

function titleOf(titles: readonly RawText[]): string {
  for (const title of titles) {
    const line = lineOfText(title);
    if (line !== "") return line.slice(0, longestTitle);
  }
  return "";
}

function lineOfText({ text, kind }: RawText): string {
  if (kind === "html") return lineOf(text);
  return kind === "guess" ? plainOf(text) : oneLine(text);
}

/** RSS escapes its titles once or twice, as each author likes. */
function plainOf(text: string): string {
  return looksLikeHtml(text) ? lineOf(text) : oneLine(decodeReferences(text));
}

/** Atom's `alternate` is the entry's address, a page before data; others only speak of something near it. */
function linkAmong(links: readonly RawLink[], base: string): string {
  const alternate = links.filter(({ rel }) => isAlternate(rel));
  const pages = alternate.filter(({ type = "" }) => /^\s*$|html/i.test(type));
  const near = links.filter(({ rel }) => /^(via|related|content|canonical)$/i.test(rel ?? ""));
  for (const link of [...pages, ...alternate, ...near]) {
    const address = absoluteLink(link.text, link.base ?? base);
    if (address !== "") return address;
  }
  return "";
}

function isAlternate(rel: string | undefined): boolean {
  const last = (rel ?? "").trim().toLowerCase().split("/").at(-1) ?? "";
  return last === "" || last.split(" ").includes("alternate");
}

function bodyOf(
  bodies: readonly RawText[],
  base: string,
  allowance: Allowance,
): readonly (readonly Run[])[] {
  for (const body of bodies) {
    const paragraphs = paragraphsIn(body, body.base ?? base, allowance);
    if (paragraphs.length > 0) return paragraphs;
  }
  return [];
}

function paragraphsIn({ text, kind }: RawText, base: string, allowance: Allowance) {
  const html = kind === "html" || (kind === "guess" && /<[a-z!/]|&[#a-z]/i.test(text));
  return html ? paragraphsOf(text, base, allowance) : paragraphsOfText(text, allowance);
}
