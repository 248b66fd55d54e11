import { createHash } from "node:crypto";
import { excerpt, oneLine } from "./excerpt.ts";
import { quoted } from "./line.ts";
import {
  actions,
  type Block,
  type Field,
  fields,
  heading,
  list,
  type Message,
  note,
  type Span,
  type Text,
  type Tone,
  text,
} from "./message.ts";
import { saysAuthentication } from "./novelty.ts";
import { type Fact, isOpen, type KnownSubject, type Phase, type Revision } from "./subject.ts";
import type { Subscription } from "./subscription.ts";

export { excerpt };

/** In place of a name that is not known, where the platform has none for the id: an id tells nobody anything. */
const someone = "whoever is on call here";

/** Characters of news in one message: every platform shows this much of it uncut. */
const budget = 6000;
/** Characters of one revision; beyond it a link leads to the whole. */
const longest = 2500;
/** Facts on a card, characters of one, and of a title. */
const bounds = { facts: 10, fact: 500, title: 250 } as const;

const tones: Readonly<Record<Phase, Tone>> = {
  scheduled: "warning",
  investigating: "bad",
  identified: "bad",
  monitoring: "warning",
  "in progress": "warning",
  verifying: "warning",
  resolved: "good",
  completed: "good",
  postmortem: "neutral",
  published: "neutral",
};

/** The one message that shows a subject's present state. The same subject always gives the same card. */
export function composeCard(
  subject: KnownSubject,
  wish: Pick<Subscription, "as" | "mention" | "by">,
): Message {
  if (subject.shows) return subject.shows;
  const latest = subject.revisions.at(-1);
  return {
    summary: summaryOf(subject, subject.phase),
    tone: toneOf(subject),
    blocks: [
      heading(titleOf(subject)),
      ...callFor(subject, wish),
      ...factsOf(subject),
      ...(wish.as === "card" ? history(subject) : latest ? words(subject, latest) : []),
      ...buttonsOf(subject),
    ],
  };
}

/** News of a subject, for its thread: one revision, or all that piled up, oldest first. */
export function composeUpdates(
  subject: KnownSubject,
  revisions: readonly Revision[],
  wish: Pick<Subscription, "mention" | "by">,
): Message {
  const last = revisions.at(-1);
  const phase = last?.phase ?? subject.phase;
  const call = revisions.some(saysAuthentication) ? callFor(subject, wish) : [];
  const body =
    revisions.length === 1 && last
      ? [text(said(subject, last)), ...rest(subject, last)]
      : [
          heading(`${revisions.length} updates`),
          list(revisions.map((one) => said(subject, one))),
          ...rest(subject, ...revisions),
        ];
  const words = excerpt(oneLine(last?.text ?? ""), 140);
  return {
    summary: [summaryOf(subject, phase), words].filter(Boolean).join(": "),
    tone: tones[phase],
    blocks: [...call, ...body],
  };
}

/** As many of the revisions, from the first on, as one message holds; always one at least. */
export function fitting(revisions: readonly Revision[]): readonly Revision[] {
  let size = 0;
  const upTo = revisions.findIndex(({ text: said }) => {
    size += Math.min(said.length, longest) + 40;
    return size > budget;
  });
  return upTo === -1 ? revisions : revisions.slice(0, Math.max(1, upTo));
}

/** Whether a card, just posted, has told this revision: then no reply need. */
export function cardTells(
  subject: KnownSubject,
  as: Subscription["as"],
  untold: readonly Revision[],
): boolean {
  return as === "card" || (untold.length === 1 && untold[0]?.key === subject.revisions.at(-1)?.key);
}

/** The same for equal messages, and only for them. */
export function digestOf(message: Message): string {
  return createHash("sha256").update(JSON.stringify(message)).digest("hex").slice(0, 32);
}

export function sayPhase(phase: Phase): string {
  return phase === "postmortem"
    ? "Root-cause analysis"
    : `${phase[0]?.toUpperCase()}${phase.slice(1)}`;
}

/** Auth0 investigates and identifies; what the bot found out by itself is open until it is over. */
function sayState({ about, labels }: KnownSubject, phase: Phase): string {
  if (phase !== "investigating" && phase !== "identified") return sayPhase(phase);
  return about !== undefined || labels.includes("affected") ? "Open" : sayPhase(phase);
}

function summaryOf(subject: KnownSubject, phase: Phase): string {
  // The title of an alert of the bot's own names its tenant.
  const named = subject.about === undefined ? subject.tenants : [];
  const whom = named.length > 0 ? ` (${named.join(", ")})` : "";
  const how =
    phase === "published" ? subject.labels.map(sayLabel).join(", ") : sayState(subject, phase);
  return `${how ? `${how}: ` : ""}${titleOf(subject)}${whom}`;
}

/** Never empty: a platform refuses a heading without words. */
const titleOf = ({ title }: KnownSubject): string =>
  excerpt(oneLine(title), bounds.title) || "Untitled";

function toneOf({ phase, labels }: KnownSubject): Tone {
  return phase === "published" &&
    labels.some((label) => label === "breaking" || label === "deprecation")
    ? "warning"
    : tones[phase];
}

/** "Breaking", "Early access", "GA" */
export function sayLabel(label: string): string {
  const words = label.replaceAll("-", " ");
  return label.length < 3 ? words.toUpperCase() : `${words[0]?.toUpperCase()}${words.slice(1)}`;
}

function callFor(
  subject: KnownSubject,
  { mention, by }: Pick<Subscription, "mention" | "by">,
): readonly Block[] {
  if (!(mention && subject.authenticationAffected && isOpen(subject.phase))) return [];
  // Last in its line: Teams gives every call a line of its own, and a sentence should not begin below it.
  const name = by?.id === mention ? by.name : someone;
  return [text(["Authentication is affected: ", { mention, name }])];
}

function factsOf(subject: KnownSubject): readonly Block[] {
  const { phase, tenants, startsAt, facts } = subject;
  const shown: readonly Field[] = [
    ...(phase === "published" ? kindOf(subject) : stateOf(subject)),
    ...(tenants.length > 0
      ? [{ label: tenants.length === 1 ? "Tenant" : "Tenants", value: tenants.join(", ") }]
      : []),
    ...(startsAt
      ? [{ label: phase === "scheduled" ? "Starts" : "Started", value: [{ time: startsAt }] }]
      : []),
    ...facts
      .filter(({ value }) => value.trim() !== "")
      .slice(0, bounds.facts)
      .map((fact) => ({ label: fact.label, value: sayFact(fact) })),
  ];
  return shown.length > 0 ? [fields(shown)] : [];
}

function sayFact({ value, conversation, at }: Fact): Text {
  if (conversation) return [{ conversation, name: value }];
  return at ? [{ time: new Date(at) }] : excerpt(value, bounds.fact);
}

function kindOf({ labels, revisions }: KnownSubject): readonly Field[] {
  const at = revisions.at(-1)?.at;
  return [
    ...(labels.length > 0
      ? [{ label: "Kind", value: [{ bold: labels.map(sayLabel).join(", ") }] }]
      : []),
    ...(at ? [{ label: "Published", value: [{ time: at }] }] : []),
  ];
}

function stateOf(subject: KnownSubject): readonly Field[] {
  const { phase, authenticationAffected } = subject;
  const status = { label: "Status", value: [{ bold: sayState(subject, phase) }] };
  if (authenticationAffected === undefined) return [status];
  const affected: Text = isOpen(phase) ? [{ bold: "affected" }] : "were affected";
  return [status, { label: "Logins", value: authenticationAffected ? affected : "not affected" }];
}

/** The newest words, and how it began: the card alone tells someone who wakes up to it what this is. */
function words(subject: KnownSubject, latest: Revision): readonly Block[] {
  const first = subject.revisions[0];
  const began =
    first && first !== latest
      ? [note(["First word", ...stamp(first), ": ", excerpt(oneLine(first.text), 300)])]
      : [];
  return [
    ...(latest.phase === "published" ? bare(latest) : [text(said(subject, latest))]),
    ...rest(subject, latest),
    ...began,
  ];
}

/** What is said once needs no phase; and where it comes without words, the title says it. */
function bare({ text: whole }: Revision): readonly Block[] {
  return whole.trim() ? [text(cut(whole))] : [];
}

function history(subject: KnownSubject): readonly Block[] {
  const [latest] = subject.revisions.slice(-1);
  if (subject.revisions.length === 1 && latest) return words(subject, latest);
  const newest = fitting([...subject.revisions].reverse());
  const more = subject.revisions.length - newest.length;
  return [
    list(newest.map((one) => said(subject, one))),
    ...(more > 0 ? [note(`and ${more} earlier`)] : []),
  ];
}

function said(subject: KnownSubject, revision: Revision): Text {
  const words = revision.text.trim() ? [" – ", cut(revision.text)] : [];
  return [{ bold: sayState(subject, revision.phase) }, ...stamp(revision), ...words];
}

function stamp({ at }: Revision): readonly Span[] {
  return at ? [" ", { time: at }] : [];
}

/** A text that was cut says so, and where the whole is. */
function rest({ url }: KnownSubject, ...shown: readonly Revision[]): readonly Block[] {
  if (shown.every(({ text: whole }) => whole.length <= longest)) return [];
  return [note(url ? ["Cut here. ", { link: "Read all of it", url }] : "Cut here: it goes on.")];
}

/** What somebody who wakes up to the card does next; each button is said with the presser's own role. */
function buttonsOf(subject: KnownSubject): readonly Block[] {
  const { url, phase, offers = [] } = subject;
  const all = [
    ...(isOpen(phase) ? [...offers, ...statusNow(subject)] : []),
    ...(url ? [{ label: "Open the original", url }] : []),
  ];
  return all.length > 0 ? [actions(...all)] : [];
}

/** How things are now, which the card does not tell: for what concerns logins. */
function statusNow({ source, about, tenants }: KnownSubject) {
  if (source !== statusSource && about !== statusSource) return [];
  const [only] = tenants.length === 1 ? tenants : [];
  return [{ label: "Status now", line: only ? `status ${quoted(only)}` : "status" }];
}

/** What the status page tells, and the bot's own alerts about the same. */
const statusSource = "status";

const cut = (whole: string): string => excerpt(whole, longest);
