import { idsIn } from "../core/advisory.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import type { Entry } from "../core/source.ts";
import type { Used } from "./advisories-settings.ts";
import { type Rating, ratingInWords, ratingOfScore } from "./advisories-severity.ts";
import type { Hit } from "./osv-client.ts";
import { type Span, spanFor } from "./osv-ranges.ts";
import type { OsvRecord } from "./osv-record.ts";
import { textOf, titleOf } from "./published.ts";

/** A package of ours that is affected, and the span of versions it falls into. */
export type Affected = Used & { readonly span: Span };

/** One advisory as one source tells it. */
export interface Told {
  readonly by: "OSV" | "Okta";
  /** Its own first. */
  readonly ids: readonly string[];
  readonly title: string;
  readonly text: string;
  /** Empty where there is none. */
  readonly url: string;
  readonly published?: Date;
  readonly ratings: readonly Rating[];
  readonly affected: readonly Affected[];
  readonly withdrawn: boolean;
  /** As the feed had it, where it came from one. */
  readonly entry?: Entry;
}

const longestText = 1500;
const longestTitle = 160;

export function toldByOsv({ record, uses }: Hit): Told {
  const { id, aliases, summary = "", details = "", withdrawn } = record;
  const published = dateOf(record.published);
  const affected = uses.flatMap((use) => {
    const span = spanFor(record, use);
    return span ? [{ ...use, span }] : [];
  });
  const first = oneLine(summary) || oneLine(plain(details).split("\n")[0] ?? "");
  return {
    by: "OSV",
    ids: [id, ...aliases],
    title: excerpt(first, longestTitle),
    text: excerpt([oneLine(summary), plain(details)].filter(Boolean).join("\n"), longestText),
    url: linkOf(record),
    ...(published ? { published } : {}),
    ratings: ratingsOf(record),
    affected: withdrawn === undefined ? affected : [],
    withdrawn: withdrawn !== undefined,
  };
}

export function toldByOkta(entry: Entry): Told {
  const text = textOf(entry);
  const title = titleOf(entry);
  const named = idsIn(`${title}\n${entry.link}\n${entry.id}`);
  const published = entry.published ?? entry.updated;
  const said = /\bseverity\W{0,20}(critical|high|medium|moderate|low)\b/i.exec(text)?.[1];
  return {
    by: "Okta",
    // A notice of several weaknesses is none of them.
    ids: [entry.id, ...(named.length === 1 ? named : [])],
    title: excerpt(title, longestTitle),
    text,
    url: entry.link,
    ...(published ? { published } : {}),
    ratings: ratingInWords(said),
    affected: [],
    withdrawn: false,
    entry,
  };
}

function ratingsOf(record: OsvRecord): readonly Rating[] {
  const { severity, affected, database_specific: specific } = record;
  const scores = [...severity, ...affected.flatMap((one) => one.severity)];
  const words = [
    specific,
    ...affected.flatMap((one) => [one.database_specific, one.ecosystem_specific]),
  ];
  return [
    ...scores.flatMap(({ score }) => ratingOfScore(score)),
    ...words.flatMap((one) => ratingInWords(one?.severity)),
  ];
}

/** The advisory itself before anything it refers to. */
function linkOf({ id, references }: OsvRecord): string {
  const links = references.filter(({ url }) => isLink(url));
  const first = links.find(({ type }) => type === "ADVISORY") ?? links[0];
  return first?.url ?? `https://osv.dev/vulnerability/${encodeURIComponent(id)}`;
}

/** Only what nothing can end early wherever it is shown. */
const isLink = (url: string): boolean =>
  url.length < 2000 && /^https?:\/\/[^\s<>"\\^`{|}]+$/i.test(url) && URL.canParse(url);

function dateOf(written: string | undefined): Date | undefined {
  const date = new Date(written ?? "");
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Markdown without the marks that would only be noise. */
function plain(markdown: string): string {
  return markdown
    .slice(0, 20_000)
    .replace(/^ {0,3}(```|~~~).*$/gm, "")
    .replace(/^ {0,3}#{1,6} +/gm, "")
    .replace(/\[([^[\]\n]+)\]\([^()\s]*\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1/g, "$2")
    .replace(/`([^`\n]+)`/g, "$1")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}
