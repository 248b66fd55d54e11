import { advisoriesTarget } from "../core/advisory.ts";
import type { BulletinState, LedgerLine } from "../core/bulletin.ts";
import type { CommandContext } from "../core/command.ts";
import { sayAge } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { type Action, actions, type Message, note, text } from "../core/message.ts";
import { isOpen, type Subject } from "../core/subject.ts";
import { type Bulletin, isFromOsv, sayAffected } from "./bulletin-desk.ts";

/** What people can do about a bulletin. */
export const doings = ["ack", "own", "done", "not-affected", "reopen"] as const;
export type Doing = (typeof doings)[number];

interface Deed {
  readonly state: BulletinState;
  /** On a button. */
  readonly label: string;
  /** To stand between a name and an id. */
  say(name: string, id: string): string;
}

const deeds: Readonly<Record<Doing, Deed>> = {
  ack: {
    state: "acknowledged",
    label: "Acknowledge",
    say: (name, id) => `${name} has acknowledged ${id}.`,
  },
  own: { state: "owned", label: "Take it", say: (name, id) => `${name} has taken ${id} on.` },
  done: { state: "done", label: "Done", say: (name, id) => `${name} has marked ${id} as done.` },
  "not-affected": {
    state: "not affected",
    label: "Not affected",
    say: (name, id) => `${name} says that ${id} does not affect us.`,
  },
  reopen: { state: "open", label: "Reopen", say: (name, id) => `${name} has opened ${id} again.` },
};

const longestNote = 500;

/** Writes it into the ledger, unless that says so already. */
export async function record(
  bulletin: Bulletin,
  doing: Doing,
  given: string | undefined,
  context: CommandContext,
): Promise<Message> {
  const { id, title } = bulletin.subject;
  const { by, now, store } = context;
  const written = given && excerpt(oneLine(given), longestNote);
  const already = written ? undefined : saidAlready(bulletin, doing, context);
  if (already) return answer(already, title, next(id, bulletin.last?.state));
  const { state, say } = deeds[doing];
  const line: LedgerLine = {
    bulletin: id,
    state,
    by: { id: by.id, name: by.name },
    at: now,
    ...(written ? { note: written } : {}),
  };
  if (!isSaidAgain(bulletin.last, line)) await keep(bulletin, line, store);
  const words = [
    say(by.name, id),
    ...before(bulletin, doing, context),
    ...stillThere(bulletin, doing),
  ];
  return answer(words.join(" "), title, next(id, state), written);
}

/** After a kill, the line is said to the next life again. The ledger comes last: what it holds was done whole. */
async function keep(
  bulletin: Bulletin,
  line: LedgerLine,
  { subjects, ledger }: CommandContext["store"],
): Promise<void> {
  const after = endedByHand(bulletin, line);
  if (after) {
    await subjects.observe([
      { target: advisoriesTarget, at: line.at, subjects: [after], aside: true },
    ]);
  }
  await ledger.add(line);
}

const isSaidAgain = (last: LedgerLine | undefined, line: LedgerLine): boolean =>
  last?.state === line.state && last.by.id === line.by.id && last.note === line.note;

/** "Ada did so already, 2 h ago: CVE-2026-40155 is done." */
function saidAlready(
  { last, subject: { id } }: Bulletin,
  doing: Doing,
  { by, now }: CommandContext,
): string | undefined {
  const { state } = deeds[doing];
  if (!last)
    return doing === "reopen" ? `${id} is open as it is; nobody has handled it.` : undefined;
  const same = last.state === state && (state !== "owned" || last.by.id === by.id);
  // Whoever owns it has acknowledged it as well.
  const more = doing === "ack" && last.state === "owned";
  if (!(same || more)) return undefined;
  return `${last.by.name} did so already, ${sayAge(last.at, now)}: ${id} is ${last.state}.`;
}

function before({ last }: Bulletin, doing: Doing, { by }: CommandContext): readonly string[] {
  const other = doing === "own" && last?.state === "owned" && last.by.id !== by.id;
  return other ? [`${last.by.name} had it before.`] : [];
}

/** What was read last may be older than what was done. */
function stillThere(bulletin: Bulletin, doing: Doing): readonly string[] {
  const affected = doing === "done" && isOpen(bulletin.subject.phase) ? sayAffected(bulletin) : "";
  if (!affected || !isFromOsv(bulletin.subject)) return [];
  return [`The last read still found ${affected}; if the next one does too, "bulletins" says so.`];
}

/** What only a person told of, a person ends and opens again. */
function endedByHand({ subject, lines }: Bulletin, line: LedgerLine): Subject | undefined {
  if (isFromOsv(subject)) return undefined;
  const ends = line.state === "done" || line.state === "not affected";
  if (ends !== isOpen(subject.phase) || (!ends && line.state !== "open")) return undefined;
  const phase = ends ? "resolved" : "identified";
  const how = ends
    ? line.state === "done"
      ? `${line.by.name} marked this as done.`
      : `${line.by.name} says that this does not affect us.`
    : `${line.by.name} opened this again.`;
  const said = [how, ...(line.note ? [line.note] : [])].join("\n");
  const revision = { key: `ledger:${lines.length + 1}`, phase, text: said, at: line.at } as const;
  return { ...subject, phase, revisions: [...subject.revisions, revision] };
}

/** Buttons for what may come next. */
export function next(id: string, state: BulletinState | undefined): readonly Action[] {
  const handled = state === "done" || state === "not affected";
  const choices: readonly Doing[] = handled
    ? ["reopen"]
    : doings.filter((doing) => doing !== "reopen" && !isPast(doing, state));
  return choices.map((doing) => ({
    label: deeds[doing].label,
    line: `bulletin ${id} ${doing}`,
  }));
}

const isPast = (doing: Doing, state: BulletinState | undefined): boolean =>
  (doing === "ack" && (state === "acknowledged" || state === "owned")) ||
  (doing === "own" && state === "owned");

function answer(
  words: string,
  title: string,
  buttons: readonly Action[],
  written?: string,
): Message {
  return {
    summary: words,
    blocks: [
      text([{ bold: words }]),
      text(excerpt(oneLine(title), 200)),
      ...(written ? [note(`Note: ${written}`)] : []),
      actions(...buttons),
    ],
  };
}
