import { arg, asWritten, keyed, nearest, optional } from "../core/args.ts";
import { sayLabel } from "../core/card.ts";
import { type CommandContext, defineCommand, type SourceFacts } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { knownSince, sayReads, targetsOf } from "../core/freshness.ts";
import { actions, list, type Message, note, type Text, text } from "../core/message.ts";
import { pageArg, pageOf } from "../core/page.ts";
import { sayCount, sayDate } from "../core/say.ts";
import type { KnownSubject } from "../core/subject.ts";
import { sourceNamed } from "../core/wish.ts";

const pageSize = 10;
/** Some years of Auth0's change log. */
const most = 1000;
/** Kinds that come first, whatever their date: they break things. */
const urgent = ["breaking", "deprecation"];

interface Search {
  readonly words: readonly string[];
  readonly since: { readonly value: Date; readonly written: string } | undefined;
  readonly only: string | undefined;
}

export const changes = defineCommand({
  name: "changes",
  summary: "Search Auth0's change log, breaking changes and deprecations first",
  verb: "Search changes",
  examples: ["changes", "changes refresh tokens", "changes since:30d only:deprecation"],
  access: "viewer",
  audience: "asker",
  args: {
    words: arg.rest("words that must all occur"),
    since: optional(keyed(asWritten(arg.since("how far back")))),
    only: optional(keyed(arg.word("one kind of change", "breaking"))),
    page: pageArg,
  },
  async run({ words, since, only, page }, context) {
    const source = sourceNamed("changelog", context);
    const label = only && labelNamed(only, source);
    const search = { words: words.split(/\s+/u).filter(Boolean), since, only: label };
    const found = await find(context, search);
    const values = { words: search.words.join(" "), since: since?.written, only: label };
    const shown = pageOf(found, { page, size: pageSize, command: "changes", values });
    const { verdict, tone, warnings, small } = await frame(context, source, { search, found });
    return {
      summary: [...warnings.slice(0, 1), verdict].join(" "),
      tone,
      blocks: [
        ...warnings.map((said) => text([{ bold: said }])),
        text([{ bold: verdict }]),
        ...(found.length > 0 ? [list(shown.shown.map(describe))] : [text(widen(search))]),
        ...(shown.words ? [note(`Shown: ${shown.words}.`)] : []),
        note(small),
        ...(shown.more.length > 0 ? [actions(...shown.more)] : []),
      ],
    };
  },
});

async function find({ store }: CommandContext, search: Search): Promise<readonly KnownSubject[]> {
  const { words, since, only } = search;
  const all = await store.subjects.find({ source: "changelog", words, limit: most });
  return all
    .filter((entry) => !since || dateOf(entry) >= since.value)
    .filter(({ labels }) => !only || labels.includes(only))
    .sort(
      (a, b) =>
        Number(isUrgent(b)) - Number(isUrgent(a)) || dateOf(b).getTime() - dateOf(a).getTime(),
    );
}

const isUrgent = ({ labels }: KnownSubject) => labels.some((label) => urgent.includes(label));
const dateOf = ({ revisions, firstSeenAt }: KnownSubject): Date => revisions[0]?.at ?? firstSeenAt;

/** What stands around the list: how many, how fresh, since when it is known. */
async function frame(
  context: CommandContext,
  source: SourceFacts,
  { search, found }: { search: Search; found: readonly KnownSubject[] },
) {
  const { store, now, zone } = context;
  const targets = (await targetsOf(context)).filter((target) => target.source === source.id);
  const known = await store.subjects.count({ source: source.id });
  const { warnings, note: fresh } = sayReads(targets, source, now);
  const since = knownSince(targets);
  const entries = sayCount(known, "entry", "entries");
  const begins = since ? `Known since ${sayDate(since, zone)}, ${entries}.` : `${entries} known.`;
  const first = found.filter(isUrgent).length;
  const loud = first > 0 ? `, ${first} of them breaking or a deprecation` : "";
  const verdict =
    found.length === 0
      ? `Nothing in the change log${sayFilters(search, " matches ") || " is known yet"}.`
      : `${sayCount(found.length, "change")}${sayFilters(search, " for ")}${loud}.`;
  const tone: Message["tone"] = warnings.length + first > 0 ? "warning" : "neutral";
  return { verdict, tone, warnings, small: `${begins}${fresh ? ` ${fresh}.` : ""}` };
}

function sayFilters({ words, since, only }: Search, lead: string): string {
  const parts = [
    ...(words.length > 0 ? [`"${excerpt(words.join(" "), 80)}"`] : []),
    ...(only ? [`only:${only}`] : []),
    ...(since ? [`since:${since.written}`] : []),
  ];
  return parts.length > 0 ? `${lead}${parts.join(" ")}` : "";
}

function widen({ words, since, only }: Search): string {
  const ways = [
    ...(words.length > 1 ? ["fewer words (all of them must occur)"] : []),
    ...(words.length === 1 ? ["another word, or a part of it"] : []),
    ...(since ? ["a longer since:, like since:365d"] : []),
    ...(only ? ["the same without only:"] : []),
  ];
  if (ways.length === 0) return "Entries appear here once the change log has been read.";
  return `Titles, texts and kinds were searched. Try ${ways.join(", or ")}.`;
}

function describe(entry: KnownSubject): Text {
  const { labels, url, revisions } = entry;
  const title = excerpt(oneLine(entry.title), 150) || "Untitled";
  const words = excerpt(oneLine(revisions.at(-1)?.text ?? ""), 160);
  return [
    ...(labels.length > 0 ? [{ bold: labels.map(sayLabel).join(", ") }, " "] : []),
    url ? { link: title, url } : title,
    " – ",
    { time: dateOf(entry) },
    ...(words && words !== title ? [` – ${words}`] : []),
  ];
}

function labelNamed(written: string, { labels }: SourceFacts): string {
  const label = labels.find((known) => known === written.toLowerCase());
  if (label) return label;
  const near = nearest(written, labels);
  throw new UserError(
    `"${written}" is not a kind of change.${near ? ` Did you mean "${near}"?` : ""} The kinds are: ${labels.join(", ")}.`,
  );
}
