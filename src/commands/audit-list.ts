import type { ConversationId } from "../core/address.ts";
import type { AuditDesk, AuditRecord } from "../core/audit.ts";
import { type AuditEntry, type AuditKind, entryOf } from "../core/audit-entry.ts";
import { sayShortMark } from "../core/audit-verify.ts";
import { type CommandContext, sayLine } from "../core/command.ts";
import { excerpt } from "../core/excerpt.ts";
import {
  type Action,
  actions,
  type Block,
  list,
  type Message,
  note,
  type Span,
  type Text,
  text,
} from "../core/message.ts";
import type { SaidOutcome } from "../core/said.ts";
import { sayCount, sayDate, sayTime } from "../core/say.ts";

export const pageSize = 10;

/** What was asked for, as it was written. */
export interface Asked {
  readonly who?: string | undefined;
  readonly about?: string | undefined;
  readonly command?: string | undefined;
  readonly outcome?: SaidOutcome | undefined;
  readonly in?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

type Standing = Awaited<ReturnType<AuditDesk["standing"]>>;

/** A page of the trail; before everybody it names nobody. */
export function sayEntries(
  given: {
    /** One more than is shown, where there is more. */
    readonly found: readonly AuditRecord[];
    readonly asked: Asked;
    readonly standing: Standing;
    readonly first: boolean;
  },
  context: CommandContext,
): Message {
  const { found, asked, standing, first } = given;
  const open = context.audience === "all";
  const shown = found.slice(0, pageSize);
  const more = found.length > pageSize;
  const verdict = sayVerdict(shown, { asked, more, first, open });
  const fault = standing.check?.fault;
  return {
    summary: fault ? `${broken} ${fault} ${verdict}` : verdict,
    ...(fault ? { tone: "bad" as const } : {}),
    blocks: [
      ...(fault ? [text([{ bold: broken }, ` ${fault} ${cure}`])] : []),
      text([{ bold: verdict }]),
      ...(shown.length > 0 ? [list(shown.map((record) => sayRecord(record, open)))] : []),
      ...(open ? [note("Everybody here sees this, so it names nobody.")] : []),
      note(sayStanding(standing, context.zone)),
      ...(shown.length > 0 ? buttons(asked, more ? shown.at(-1)?.number : undefined, open) : []),
    ],
  };
}

const broken = "The audit trail was changed.";
const cure = "Keep a copy of the database, and look who can write to its file.";

function sayVerdict(
  shown: readonly AuditRecord[],
  { asked, more, first, open }: { asked: Asked; more: boolean; first: boolean; open: boolean },
): string {
  const what = sayAsked(asked, open);
  if (shown.length === 0) return `No ${first ? "" : "older "}entry${what}.`;
  const count = sayCount(shown.length, "entry", "entries");
  if (!first) return `${count}${what}, older ones.`;
  return more ? `The newest ${count}${what}. There are more.` : `${count}${what}.`;
}

function sayAsked({ who, about, command, outcome, in: where, since, until }: Asked, open: boolean) {
  const name = (value: string) => (open ? "somebody" : excerpt(value, 80));
  return [
    ...(command ? [` of "${command}"`] : []),
    ...(who ? [` by ${name(who)}`] : []),
    ...(about ? [` about ${name(about)}`] : []),
    ...(outcome ? [`, ${outcomeWords[outcome]}`] : []),
    ...(where ? [where.toLowerCase() === "here" ? ", said here" : ", said there"] : []),
    ...(since ? [sayFrom(since)] : []),
    ...(until ? [`, until ${until}`] : []),
  ].join("");
}

/** " in the last 30d", ", since yesterday" */
const sayFrom = (since: string): string =>
  /^\d+[smhdw]$/u.test(since) ? ` in the last ${since}` : `, since ${since}`;

const outcomeWords: Readonly<Record<SaidOutcome, string>> = {
  answered: "answered",
  refused: "refused for want of a role",
  unknown: "no command",
  wrong: "not understood",
  unavailable: "not to be had",
  failed: "failed",
  overdue: "not finished in time",
};

const deeds: Readonly<Record<Exclude<AuditKind, "line">, string>> = {
  started: "Watchpost was started",
  stopped: "Watchpost was stopped",
  settings: "Settings have changed",
  backup: "A backup was made",
  restore: "A backup was put in place",
  forgotten: "A person was removed from the archive",
  dropped: "Old entries were let go of",
};

function sayRecord({ number, text: written }: AuditRecord, open: boolean): Text {
  const entry = entryOf(written);
  if (!entry) return `Entry ${number} cannot be read: it was changed.`;
  if (entry.kind !== "line") {
    const words = `${deeds[entry.kind]}${entry.detail ? `: ${excerpt(entry.detail, 300)}` : ""}.`;
    return [{ time: entry.at }, ` ${words}`];
  }
  return open ? sayOpenly(entry) : sayWhole(entry);
}

const afterwards = ", after it was overdue: nobody was shown it";

function sayOpenly({ at, command = "…", outcome, late }: AuditEntry): Text {
  return [{ time: at }, " ", { code: command }, `${sayOutcome(outcome)}${late ? afterwards : ""}`];
}

function sayWhole(entry: AuditEntry): Text {
  const { at, by, command = "…", words, outcome, ms, reference, audience, role, late } = entry;
  const line = excerpt([command, ...(words ? [words] : [])].join(" "), 200);
  // What went well has one as well, under which nobody looks.
  const shown = outcome === "answered" ? undefined : reference;
  const took = outcome === "answered" ? ` in ${ms ?? 0} ms` : "";
  return [
    { time: at },
    " ",
    { bold: by?.name ?? "somebody" },
    ` (${by?.id ?? "?"}, ${role ?? "?"}): `,
    { code: line },
    `${sayOutcome(outcome)}${took}${late ? afterwards : ""}${shown ? `, reference ${shown}` : ""}`,
    ...whereOf(entry.in),
    ...(audience === "all" ? [", for all to see"] : []),
  ];
}

const sayOutcome = (outcome: SaidOutcome | undefined): string =>
  `: ${outcome ? outcomeWords[outcome] : "?"}`;

const whereOf = (conversation: string | undefined): readonly Span[] =>
  conversation === undefined
    ? []
    : [", in ", { conversation: conversation as ConversationId, name: conversation }];

function sayStanding({ head, dropped, check }: Standing, zone: string): string {
  const from = check?.since ? ` from ${sayDate(check.since, zone)} on` : "";
  const whole = check
    ? check.fault
      ? `Gone through ${sayTime(check.at, zone)}, and found changed.`
      : `Verified${from}: ${sayCount(check.entries, "entry", "entries")}, ${sayTime(check.at, zone)}.`
    : "Not verified yet.";
  const gone = dropped.number > 0 ? ` Up to number ${dropped.number} they were let go of.` : "";
  const mark = head.number > 0 ? ` Head: ${sayShortMark(head)}` : "";
  return `${whole}${gone}${mark}`;
}

function buttons(asked: Asked, last: number | undefined, open: boolean): readonly Block[] {
  const isPublic = !open || (asked.who === undefined && asked.about === undefined);
  const older: readonly Action[] =
    last !== undefined && isPublic
      ? [{ label: "Older", line: sayLine("audit", { ...asked, older: last }) }]
      : [];
  const file: readonly Action[] = open
    ? []
    : [{ label: "As JSON lines", line: sayLine("audit", { ...asked, as: "jsonl" }) }];
  const all = [...older, ...file];
  return all.length > 0 ? [actions(...all)] : [];
}
