import { createHash } from "node:crypto";
import type { Entry, FeedDocument, Run } from "../core/source.ts";
import { parseDate } from "./dates.ts";
import { cleanText, decodeReferences } from "./entities.ts";
import { lineOf, looksLikeHtml, oneLine, paragraphsOf, paragraphsOfText } from "./html.ts";
import { absoluteLink } from "./links.ts";
import type { RawEntry, RawFeed, RawLink, RawText } from "./raw.ts";

const longestTitle = 2000;

/** Makes one neutral document of what any format said. `url`: where it was read. */
export function translate(feed: RawFeed, url: string): FeedDocument {
  const link = linkAmong(feed.links, url);
  // RSS means its links relative to the site it names, Atom to the document.
  const base = feed.format === "rss" && link ? link : url;
  const skipped = [...feed.skipped];
  const entries = feed.entries.flatMap((raw, index) => {
    const entry = entryOf(raw, base);
    if (isSomething(entry)) return entry;
    skipped.push(`entry ${index + 1}: it is empty`);
    return [];
  });
  return { title: titleOf(feed.titles), link, entries: apart(entries), skipped };
}

type Draft = Omit<Entry, "id"> & { readonly ownId: string };

function entryOf(raw: RawEntry, base: string): Draft {
  const published = firstDate(raw.published);
  const updated = firstDate(raw.updated);
  const [id] = raw.ids.filter(({ text }) => text.trim() !== "");
  const permalink = raw.ids.find((one) => one.permalink && /^https?:/i.test(one.text.trim()));
  return {
    ownId: oneLine(id?.text ?? ""),
    title: titleOf(raw.titles),
    link: linkAmong(raw.links, base) || absoluteLink(permalink?.text ?? "", undefined),
    categories: [...new Set(raw.categories.map(plainOf).filter((category) => category !== ""))],
    paragraphs: bodyOf(raw.bodies, base),
    ...(published ? { published } : {}),
    ...(updated ? { updated } : {}),
  };
}

const isSomething = ({ ownId, title, link, paragraphs }: Draft): boolean =>
  ownId !== "" || title !== "" || link !== "" || paragraphs.length > 0;

/** Gives each entry its id. Where a feed gives one id to entries at several addresses, the address tells them apart. */
function apart(drafts: readonly Draft[]): readonly Entry[] {
  const linksOf = new Map<string, Set<string>>();
  for (const { ownId, link } of drafts) {
    linksOf.set(ownId, (linksOf.get(ownId) ?? new Set()).add(link));
  }
  return drafts.map(({ ownId, ...entry }) => {
    const alone = (linksOf.get(ownId)?.size ?? 0) < 2;
    return { id: (alone && ownId) || entry.link || ownId || digestOf(entry), ...entry };
  });
}

function digestOf({ title, paragraphs }: Pick<Entry, "title" | "paragraphs">): string {
  const words = JSON.stringify([title, paragraphs.map((runs) => runs.map(({ text }) => text))]);
  return createHash("sha256").update(words).digest("hex").slice(0, 24);
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

/** Atom's `alternate` is the entry's address; others only speak of something near it. */
function linkAmong(links: readonly RawLink[], base: string): string {
  const alternate = links.filter(({ rel }) => isAlternate(rel));
  const near = links.filter(({ rel }) => /^(via|related|content|canonical)$/i.test(rel ?? ""));
  for (const link of [...alternate, ...near]) {
    const address = absoluteLink(link.text, link.base ?? base);
    if (address !== "") return address;
  }
  return "";
}

function isAlternate(rel: string | undefined): boolean {
  const last = (rel ?? "").trim().toLowerCase().split("/").at(-1) ?? "";
  return last === "" || last.split(" ").includes("alternate");
}

function bodyOf(bodies: readonly RawText[], base: string): readonly (readonly Run[])[] {
  for (const body of bodies) {
    const paragraphs = paragraphsIn(body, body.base ?? base);
    if (paragraphs.length > 0) return paragraphs;
  }
  return [];
}

function paragraphsIn({ text, kind }: RawText, base: string): readonly (readonly Run[])[] {
  const html = kind === "html" || (kind === "guess" && /<[a-z!/]|&[#a-z]/i.test(text));
  return html ? paragraphsOf(text, base) : paragraphsOfText(cleanText(text));
}
