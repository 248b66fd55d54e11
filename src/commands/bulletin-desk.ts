import {
  advisoriesTarget,
  affectedBy,
  factsCalled,
  idsOf,
  isAdded,
  type Severity,
  severities,
  severityOf,
} from "../core/advisory.ts";
import { nearest } from "../core/args.ts";
import { isHandled, type LedgerLine } from "../core/bulletin.ts";
import type { CommandContext } from "../core/command.ts";
import { sayAge } from "../core/duration.ts";
import { UserError } from "../core/errors.ts";
import { excerpt } from "../core/excerpt.ts";
import { isOpen, type KnownSubject } from "../core/subject.ts";

/**
 * Where a bulletin stands, in the order that whoever reads them wants it:
 * - open: somebody still has to do something
 * - back: marked as done, but a later read still found us affected
 * - handled: done, or judged not to affect us
 * - over: nothing of ours is affected any more
 * - notice: told to everyone, with no package of ours
 */
export const standings = ["open", "back", "handled", "over", "notice"] as const;
export type Standing = (typeof standings)[number];

/** An advisory with what was done about it. */
export interface Bulletin {
  readonly subject: KnownSubject;
  /** Oldest first. */
  readonly lines: readonly LedgerLine[];
  readonly last: LedgerLine | undefined;
  readonly stands: Standing;
  readonly severity: Severity | undefined;
  /** When it was last read whether we are affected. */
  readonly readAt: Date | undefined;
}

/** More than a team meets in years. */
const most = 2000;

/** All of them, what is open and worst first. */
export async function bulletinsOf({
  store,
}: Pick<CommandContext, "store">): Promise<readonly Bulletin[]> {
  const [subjects, ledger, targets] = await Promise.all([
    store.subjects.find({ source: advisoriesTarget.source, limit: most }),
    store.ledger.list(),
    store.subjects.targets(),
  ]);
  const readAt = targets.find(({ key }) => key === advisoriesTarget.key)?.lastReadAt;
  const byId = new Map<string, LedgerLine[]>();
  for (const line of ledger) byId.set(line.bulletin, [...(byId.get(line.bulletin) ?? []), line]);
  return subjects.map((subject) => bulletinOf(subject, byId, readAt)).sort(byUrgency);
}

/** What was written under an id that it goes by now counts too. */
function bulletinOf(
  subject: KnownSubject,
  byId: ReadonlyMap<string, readonly LedgerLine[]>,
  readAt: Date | undefined,
): Bulletin {
  const lines = idsOf(subject)
    .flatMap((id) => byId.get(id) ?? [])
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const last = lines.at(-1);
  const stands = standingOf(subject, last, readAt);
  return { subject, lines, last, stands, severity: severityOf(subject), readAt };
}

function standingOf(
  subject: KnownSubject,
  last: LedgerLine | undefined,
  readAt: Date | undefined,
): Standing {
  if (isHandled(last)) return isBack(subject, last, readAt) ? "back" : "handled";
  if (isOpen(subject.phase)) return "open";
  return subject.phase === "published" ? "notice" : "over";
}

/** That it does not affect us is a judgement, which no read can prove wrong. */
function isBack(
  subject: KnownSubject,
  last: LedgerLine | undefined,
  readAt: Date | undefined,
): boolean {
  const readSince = last !== undefined && readAt !== undefined && readAt > last.at;
  return last?.state === "done" && isOpen(subject.phase) && isFromOsv(subject) && readSince;
}

/** OSV tells when it is over; what only a person told of, a person ends. */
export const isFromOsv = (subject: KnownSubject): boolean =>
  !isAdded(subject) || factsCalled(subject, "told").some((value) => value.includes("OSV"));

function byUrgency(a: Bulletin, b: Bulletin): number {
  const rank = ({ severity }: Bulletin) =>
    severity ? severities.indexOf(severity) : severities.length;
  const since = b.subject.changedAt.getTime() - a.subject.changedAt.getTime();
  const stands = standings.indexOf(a.stands) - standings.indexOf(b.stands);
  return stands || rank(a) - rank(b) || since;
}

/** The bulletin that a word names: an id or an alias in any case, or a part of one that only one has. */
export function bulletinNamed(written: string, all: readonly Bulletin[]): Bulletin {
  const word = written.trim().toLowerCase();
  const ids = all.flatMap((bulletin) =>
    idsOf(bulletin.subject).map((id) => ({ id: id.toLowerCase(), bulletin })),
  );
  const ways: readonly ((id: string) => boolean)[] = [
    (id) => id === word,
    (id) => id.startsWith(word),
    (id) => word.length >= 4 && id.includes(word),
  ];
  for (const fits of ways) {
    const found = new Set(ids.filter(({ id }) => fits(id)).map(({ bulletin }) => bulletin));
    const [only] = found;
    if (only && found.size === 1) return only;
    if (found.size > 1) throw ambiguous(written, [...found]);
  }
  throw unknown(written, all);
}

const mostNamed = 5;

function ambiguous(written: string, found: readonly Bulletin[]): UserError {
  const names = found.slice(0, mostNamed).map(({ subject }) => subject.id);
  const more = found.length > names.length ? ` and ${found.length - names.length} more` : "";
  return new UserError(
    `"${excerpt(written, 60)}" fits several bulletins: ${names.join(", ")}${more}. Write more of the id.`,
  );
}

function unknown(written: string, all: readonly Bulletin[]): UserError {
  const ids = new Map(
    all.flatMap(({ subject }) => idsOf(subject).map((id) => [id.toLowerCase(), id] as const)),
  );
  const near = ids.get(nearest(written, [...ids.keys()]) ?? "");
  const hint = near ? ` Did you mean ${near}?` : "";
  return new UserError(
    `No bulletin is called "${excerpt(written, 60)}".${hint} Say "bulletins all" for all of them.`,
  );
}

const deeds = {
  open: "opened again",
  acknowledged: "acknowledged",
  owned: "taken on",
  done: "marked as done",
  "not affected": "judged not to affect us",
} as const;

/** "taken on by Ada 2 h ago" */
export function sayLine({ state, by, at }: LedgerLine, now: Date): string {
  return `${deeds[state]} by ${by.name} ${sayAge(at, now)}`;
}

/** "@auth0/nextjs-auth0 4.12.0 (web/package-lock.json)"; empty where nothing of ours is affected. */
export function sayAffected({ subject }: Bulletin): string {
  const uses = affectedBy(subject);
  const more = uses.length - mostNamed;
  return [...uses.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}
