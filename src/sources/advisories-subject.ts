import { advisoryFacts, affectedBy, factsCalled } from "../core/advisory.ts";
import { DAY } from "../core/clock.ts";
import { quoted } from "../core/line.ts";
import {
  type Fact,
  isOpen,
  type KnownSubject,
  type Revision,
  type Subject,
  withKeys,
} from "../core/subject.ts";
import { doubleKey, type Group } from "./advisories-merge.ts";
import type { Used } from "./advisories-settings.ts";
import { worstOf } from "./advisories-severity.ts";
import type { Affected } from "./advisories-told.ts";
import type { Span } from "./osv-ranges.ts";
import { published } from "./published.ts";

/** What a read knows beside the group itself. */
export interface Scene {
  readonly now: Date;
  /** All packages of ours. */
  readonly uses: readonly Used[];
  /** False where a part of OSV or a lockfile could not be read: then nothing is taken back. */
  readonly complete: boolean;
  /** Nothing of Okta's is remembered: its old notices are history. */
  readonly firstOfOkta: boolean;
}

/** Older notices of a feed that is read for the first time are no news. */
const newsMs = 7 * DAY;
/** Uses on a card, which has room for other facts too; the words below them name all. */
const mostUses = 5;
const andMore = "and ";

/** What a group shows now; nothing where it stays as it is remembered, or does not concern us. */
export function subjectsOf(group: Group, scene: Scene): readonly Subject[] {
  const doubles = group.doubles.filter(({ phase }) => isOpen(phase));
  const own = subjectOf(group, scene);
  return [
    ...(own ? [own] : []),
    ...doubles.map((double) => closedFor(double, group.id, scene.now)),
  ];
}

function subjectOf(group: Group, scene: Scene): Subject | undefined {
  const { known, told } = group;
  const open = known !== undefined && isOpen(known.phase);
  // What was read in part only may add something, and never takes anything away.
  if (open && !scene.complete) return undefined;
  const affected = told.flatMap((one) => one.affected);
  if (affected.length > 0) return identified(group, affected, scene);
  if (open) return isFromOsv(known) ? resolved(group, known, scene) : undefined;
  return !known || known.phase === "published" ? noticed(group, scene) : undefined;
}

const isFromOsv = (known: KnownSubject): boolean =>
  factsCalled(known, "told").some((value) => value.includes("OSV"));

function identified(group: Group, affected: readonly Affected[], { now }: Scene): Subject {
  const uses = byPackage(affected);
  const lines = uses.map(({ words, span }) => `${words} is affected: ${saySpan(span, ", ")}.`);
  const { severity, frame } = frameOf(group);
  const fixes = [...new Set(uses.flatMap(sayFix))];
  const state = [...lines, `Severity: ${severity ?? "not rated"}`].join("\n");
  const said = [...lines, ...fixes, ...texts(group)].join("\n");
  const names = [...new Set(uses.map(({ name }) => name))];
  const shown = uses
    .slice(0, mostUses)
    .map(({ words, span }) => `${words}; ${saySpan(span, "; ")}`);
  const more = uses.length > mostUses ? [`${andMore}${uses.length - mostUses} more`] : [];
  const facts = [...shown, ...more].map((value) => ({ label: advisoryFacts.affected, value }));
  return {
    ...frame,
    title: titleOf(group, severity, names),
    phase: "identified",
    revisions: revised(group.known, { phase: "identified", text: said, at: now }, state),
    labels: [...(severity ? [severity] : []), "affected"],
    facts: [...facts, ...frame.facts],
    offers: [
      { label: "Acknowledge", line: `bulletin ${quoted(frame.id)} ack` },
      { label: "Not affected", line: `bulletin ${quoted(frame.id)} not-affected` },
    ],
  };
}

function resolved({ told }: Group, known: KnownSubject, { now, uses }: Scene): Subject {
  const withdrawn = told.some((one) => one.withdrawn);
  const text = withdrawn
    ? "This advisory was withdrawn by those who published it, so nothing of ours counts as affected any more."
    : `None of our packages is affected any more. ${sayNow(known, uses)}`;
  return {
    ...known,
    phase: "resolved",
    revisions: revised(known, { phase: "resolved", text, at: now }, text),
    facts: known.facts.filter(({ label }) => label !== advisoryFacts.affected),
  };
}

/** What became of the packages that were affected. */
function sayNow(known: KnownSubject, uses: readonly Used[]): string {
  const told = affectedBy(known).filter((words) => !words.startsWith(andMore));
  const names = new Set(told.map((words) => words.split(" ")[0] ?? ""));
  return [...names]
    .map((name) => {
      const now = uses.filter((use) => use.name === name);
      const places = now.map(({ version, from }) => `${version} (${from})`);
      return now.length > 0
        ? `${name} is at ${places.join(", ")} now.`
        : `${name} is no longer used.`;
    })
    .join(" ");
}

function noticed(group: Group, { now, firstOfOkta }: Scene): Subject | undefined {
  const notice = group.told.find(({ entry }) => entry !== undefined);
  if (!notice?.entry) return undefined;
  const { severity, frame } = frameOf(group);
  const old = !notice.published || notice.published.getTime() < now.getTime() - newsMs;
  return {
    ...frame,
    title: notice.title,
    phase: "published",
    // The card says by itself when it was published; and that nobody rated it is worth no words.
    facts: frame.facts.filter(
      ({ label }) => label !== sayPublished && (severity || label !== advisoryFacts.severity),
    ),
    revisions: published(notice.entry, notice.text),
    labels: severity ? [severity] : [],
    ...(firstOfOkta && old ? { history: true as const } : {}),
  };
}

/** It goes on under another id. */
function closedFor(double: KnownSubject, id: string, now: Date): Subject {
  const text = `This is the same as ${id}, which goes on under that name.`;
  const revision: Revision = { key: doubleKey, phase: "resolved", text, at: now };
  return { ...double, phase: "resolved", revisions: [...double.revisions, revision] };
}

const sayPublished = "Published";

function publishedAt(at: Date): Fact {
  const written = at.toISOString();
  return { label: sayPublished, value: written.slice(0, 10), at: written };
}

/** What a card shows beside the state. */
function frameOf(group: Group) {
  const { id, ids, told, known } = group;
  const worst = worstOf(told.flatMap(({ ratings }) => ratings));
  const first = [...told].sort((a, b) => Number(b.affected.length) - Number(a.affected.length))[0];
  const by = [...new Set(told.map((one) => one.by))].sort();
  const when = told.flatMap((one) => one.published?.getTime() ?? []);
  const fact = (label: string, value: string | undefined) => (value ? [{ label, value }] : []);
  const facts = [
    ...fact(advisoryFacts.severity, worst?.said ?? "not rated"),
    ...fact(advisoryFacts.aliases, ids.slice(1).filter(isShown).join(", ")),
    ...(when.length > 0 ? [publishedAt(new Date(Math.min(...when)))] : []),
    ...fact(advisoryFacts.told, by.join(", ")),
    ...(known?.facts.filter(({ label }) => label === advisoryFacts.added) ?? []),
  ];
  const url = first?.url || (known?.url ?? "");
  return { severity: worst?.level, frame: { source: "advisories", id, url, facts } };
}

/** A feed's own ids may be addresses: they tell nobody anything, and are found by the link. */
const isShown = (id: string): boolean => /^[\w.:-]{1,100}$/.test(id);

function titleOf({ id, told }: Group, severity: string | undefined, names: readonly string[]) {
  const what = told.find(({ affected, title }) => affected.length > 0 && title)?.title;
  const how = severity ? ` (${severity})` : "";
  return `${id}${how} in ${names.join(", ")}${what ? `: ${what}` : ""}`;
}

/** What the sources say of it, each once. */
const texts = ({ told }: Group): readonly string[] => [
  ...new Set(
    told.filter(({ affected, text }) => affected.length > 0 && text).map((one) => one.text),
  ),
];

/**
 * What was said before, and the state now if it is a new one. The key is made of the state alone: those who
 * publish advisories polish their words for weeks. A state that comes back is said again.
 */
function revised(
  known: KnownSubject | undefined,
  revision: Omit<Revision, "key">,
  state: string,
): readonly Revision[] {
  const before = known?.revisions ?? [];
  const key = withKeys([{ ...revision, text: state }])[0]?.key ?? "";
  const last = before.at(-1);
  if (last && stem(last.key) === key) {
    return [...before.slice(0, -1), { ...last, text: revision.text }];
  }
  const times = before.filter((one) => stem(one.key) === key).length;
  return [...before, { ...revision, key: times === 0 ? key : `${key}#${times + 1}` }];
}

const stem = (key: string): string => key.split("#")[0] ?? key;

interface Use {
  readonly name: string;
  readonly version: string;
  /** "@auth0/nextjs-auth0 4.12.0 (web/package-lock.json)" */
  readonly words: string;
  readonly span: Span;
}

/** Each package at each version once; of two advisories' spans the one that tells a fix. */
function byPackage(affected: readonly Affected[]): readonly Use[] {
  const uses = new Map<string, Use>();
  for (const { name, version, from, span } of affected) {
    const words = `${name} ${version} (${from})`;
    const before = uses.get(words);
    if (!before || (before.span.fixed === undefined && span.fixed !== undefined)) {
      uses.set(words, { name, version, words, span });
    }
  }
  return [...uses.values()].sort((a, b) => (a.words < b.words ? -1 : 1));
}

function saySpan({ from, fixed, last }: Span, between: string): string {
  const up = last === undefined ? "" : ` up to ${last}`;
  const since = from === undefined ? "" : ` from ${from}`;
  const vulnerable = since || up ? `vulnerable${since}${up}` : "vulnerable in earlier versions too";
  const mended = fixed === undefined ? "no fixed version is told" : `fixed in ${fixed}`;
  if (fixed === undefined && !since && !up) return "neither since when nor a fix is told";
  return `${vulnerable}${between}${mended}`;
}

/** Not "or later": what is later may be vulnerable again, on another branch. */
const sayFix = ({ name, version, span: { fixed } }: Use): readonly string[] =>
  fixed === undefined ? [] : [`What to do: update ${name} ${version} to ${fixed}.`];
