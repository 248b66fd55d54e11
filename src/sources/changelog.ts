import { z } from "zod";
import { inTurns } from "../core/in-turns.ts";
import { defineSource, type Entry, pollSettings } from "../core/source.ts";
import type { Subject } from "../core/subject.ts";
import { oldestFirst, published, textOf, titleOf } from "./published.ts";

/** Auth0's change log: what is new, what breaks and what goes away. */
export const changelog = defineSource({
  id: "changelog",
  title: "Auth0 change log",
  summary: "What Auth0 adds, changes, deprecates and removes",
  labels: ["breaking", "deprecation", "ga", "early-access", "beta"],
  feedNamed: false,
  settings: z.strictObject({
    url: z.string().default("https://auth0.com/changelog/rss.xml").describe("the feed's address"),
    ...pollSettings("1h"),
  }),
  targets: ({ url }) => [{ key: "changelog", title: "Auth0 change log", url }],
  async read({ url }, readers) {
    const { entries } = await readers.feed(String(url));
    return oldestFirst(await inTurns(entries, subjectOf));
  },
});

function subjectOf(entry: Entry): Subject {
  const text = plainMarkdown(textOf(entry));
  const labels = labelsOf(entry, text);
  const stage = stages.find(({ label }) => labels.includes(label));
  return {
    source: "changelog",
    id: entry.id,
    title: titleOf(entry),
    // Every link in this feed is the feed itself; the id is the entry's address.
    url: /^https?:\/\//i.test(entry.id) ? entry.id : entry.link,
    phase: "published",
    revisions: published(entry, text),
    labels,
    facts: stage ? [{ label: "Stage", value: stage.name }] : [],
  };
}

const stages = [
  { label: "ga", name: "General Availability" },
  { label: "early-access", name: "Early Access" },
  { label: "beta", name: "Beta" },
] as const;

const stageWords: readonly (readonly [string, RegExp])[] = [
  ["early-access", /\bearly access\b|\b(limited |open )?EA\b/gi],
  ["beta", /\bbeta\b|\bdeveloper preview\b/gi],
  ["ga", /\bgeneral(ly)? availab(le|ility)\b|\bGA\b/gi],
];

/** Nothing in the feed says so but its words: the title, then how the text speaks of its own matter. */
function labelsOf({ title, categories }: Entry, text: string): readonly string[] {
  const kinds = categories.join("\n").toLowerCase();
  const breaking = /\bbreaking\b/i.test(title) || /\bbreaking\b/.test(kinds) || breaks(text);
  const going = goes(title) || /deprecat|removed|retire|sunset|end.of.life/.test(kinds);
  const deprecation = going || deprecates(text);
  return [
    ...(breaking ? ["breaking"] : []),
    ...(deprecation ? ["deprecation"] : []),
    ...stageOf(title, text),
  ];
}

/** Titles that say something goes away; "removed from the waiting list" and the like do not occur in them. */
function goes(title: string): boolean {
  return /\bdeprecat(ed|es|ing|ion|ions)\b|\bend[ -]of[ -](life|support)\b|\bEOL\b|\bsunset(s|ting)?\b|\bremov(e|al|ed|es|ing)\b|\bretir(ed|es|ing|ement)\b|\bno longer (be )?(supported|available)\b/i.test(
    title,
  );
}

function deprecates(text: string): boolean {
  return (
    /\b(is|are|was|were|has been|have been|be|being|is now|are now) (now )?(deprecated|retired|sunset|decommissioned)\b/i.test(
      text,
    ) ||
    /\b(reach(es|ed)?|reaching|its) end[ -]of[ -]life\b|\bwe (are|will be) (deprecating|removing|retiring|sunsetting)\b/i.test(
      text,
    ) ||
    /\bwill (be removed|no longer (be )?(support(ed)?|available))\b|\b(has|have) now been removed\b|\b(announced deprecation|deprecation notice)\b/i.test(
      text,
    )
  );
}

function breaks(text: string): boolean {
  const denied = /\b(no|not a|non-?|without( any)?) ?breaking\b/gi;
  return /\bbreaking change(s)?\b/i.test(text.replace(denied, ""));
}

/** The stage in the title; else the first one that the text names. */
function stageOf(title: string, text: string): readonly string[] {
  const inTitle = firstStage(title);
  const found = inTitle ?? firstStage(text.slice(0, 600));
  return found ? [found] : [];
}

function firstStage(words: string): string | undefined {
  const found = stageWords
    .map(([label, pattern]) => ({ label, at: words.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return found[0]?.label;
}

/** Markdown as it would be read aloud: without its marks, its images and its addresses. */
function plainMarkdown(text: string): string {
  return text
    .replace(/!\[[^[\]\n]*\]\([^()\s]*\)/g, "")
    .replace(/\[([^[\]\n]+)\]\([^()\s]*\)/g, "$1")
    .replace(/^ {0,3}(```|~~~).*$/gm, "")
    .replace(/^ {0,3}#{1,6} +/gm, "")
    .replace(/(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1/g, "$2")
    .replace(/(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])/g, "$1")
    .replace(/(?<!\w)_(?=\S)([^_\n]*?\S)_(?!\w)/g, "$1")
    .replace(/`([^`\n]+)`/g, "$1")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .join("\n");
}
