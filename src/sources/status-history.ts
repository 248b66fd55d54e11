import type { Entry, Run } from "../core/source.ts";
import type { Phase, Revision } from "../core/subject.ts";
import { momentOf } from "./status-time.ts";

const named: ReadonlyMap<string, Phase> = new Map([
  ["scheduled", "scheduled"],
  ["investigating", "investigating"],
  ["identified", "identified"],
  ["monitoring", "monitoring"],
  ["in progress", "in progress"],
  ["verifying", "verifying"],
  ["resolved", "resolved"],
  ["completed", "completed"],
  ["postmortem", "postmortem"],
  ["post-mortem", "postmortem"],
  ["root cause analysis", "postmortem"],
  ["rca", "postmortem"],
]);
const longestText = 20_000;
const other = /^update[sd]?$/;

/** The phase that some words begin with: "Resolved - This incident …", "[Resolved] …". */
export function phaseNamed(words: string): Phase | undefined {
  const start = words
    .replace(/^[^A-Za-z]+/, "")
    .toLowerCase()
    .replaceAll("_", " ");
  return [...named].find(
    ([word]) => start.startsWith(word) && !/^\w/.test(start.slice(word.length)),
  )?.[1];
}

/** One piece of an incident's history, as it is written. */
interface Update {
  readonly time: string;
  /** What stands in bold where the phase does. */
  readonly word: string;
  text: string;
}

/** An incident's history, oldest first; nothing where the entry tells none. The feed has it newest first. */
export function updatesOf(entry: Entry, now: Date): readonly Omit<Revision, "key">[] {
  const updates = parse(entry.paragraphs);
  const times = timesOf(updates, referenceOf(entry, now));
  let phase: Phase | undefined;
  const revisions: Omit<Revision, "key">[] = [];
  for (const [index, { word, text }] of [...updates.entries()].reverse()) {
    const plain = word.toLowerCase();
    phase = named.get(plain) ?? phase ?? "investigating";
    // A word that is not known to be a phase may be the message.
    const known = named.has(plain) || other.test(plain) || word === "";
    const at = times[index];
    revisions.push({
      phase,
      text: (known ? text : [word, text].filter((part) => part !== "").join(" - ")) || word,
      ...(at ? { at } : {}),
    });
  }
  return revisions;
}

/** Nothing was said later than the entry was written, nor later than now. */
function referenceOf({ updated, published }: Entry, now: Date): Date {
  const written = updated ?? published ?? now;
  return written > now ? now : written;
}

/** When each was said, newest first: none can be later than the one that followed it. */
function timesOf(updates: readonly Update[], reference: Date): readonly (Date | undefined)[] {
  let latest = reference;
  return updates.map(({ time }) => {
    const at = momentOf(time, latest);
    if (at && at < latest) latest = at;
    return at;
  });
}

function parse(paragraphs: Entry["paragraphs"]): readonly Update[] {
  const updates: Update[] = [];
  for (const runs of paragraphs.flatMap(apart)) {
    const begun = beginningOf(runs);
    const last = updates.at(-1);
    if (begun) updates.push(begun);
    else if (last) last.text = [last.text, plain(runs)].filter((part) => part !== "").join("\n");
  }
  return updates;
}

/** Several updates in one paragraph: each time in small letters begins another, once one has been read. */
function apart(runs: readonly Run[]): readonly (readonly Run[])[] {
  const pieces: Run[][] = [[]];
  for (const run of runs) {
    const piece = pieces.at(-1) ?? [];
    const complete = piece.some(({ small }) => small) && piece.some(({ strong }) => strong);
    if (run.small && complete && !piece.at(-1)?.small) pieces.push([run]);
    else piece.push(run);
  }
  return pieces;
}

/** An update begins with its time in small letters and its phase in bold, or with a known phase alone. */
function beginningOf(runs: readonly Run[]): Update | undefined {
  const time = plain(runs.filter(({ small }) => small));
  const rest = runs.filter(({ small }) => !small);
  const first = rest.findIndex(({ text }) => text.trim() !== "");
  const bold = rest[first]?.strong ? (rest[first]?.text.slice(0, 100) ?? "") : "";
  const word = bold.replace(/[\s:.–—-]+$/, "").trim();
  const known = named.has(word.toLowerCase()) || other.test(word.toLowerCase());
  if (!known && !/\d/.test(time)) return undefined;
  const text = plain(rest.slice(word === "" ? 0 : first + 1));
  return {
    time: time.slice(0, 100),
    word,
    text: text.replace(/^[\s:–—-]+/, "").slice(0, longestText),
  };
}

function plain(runs: readonly Run[]): string {
  return runs
    .map(({ text }) => text)
    .join("")
    .replace(/\n{2,}/g, "\n")
    .trim();
}
