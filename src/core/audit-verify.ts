import type { Audit, AuditDropped, AuditEnds, AuditLink, AuditMark } from "./audit.ts";
import { type AuditFault, chainFrom } from "./audit-chain.ts";
import { entryOf } from "./audit-entry.ts";
import { sayCount } from "./say.ts";

/** What going through a trail from end to end has shown. */
export interface AuditVerdict extends AuditEnds {
  readonly entries: number;
  readonly since?: Date;
  readonly fault?: AuditFault;
  /** Of the mark that was to be there. `dropped`: its entry is older than what is kept. */
  readonly mark?: "there" | "not there" | "dropped";
}

/** A mark as somebody noted it; perhaps only its hash, or the beginning of that. */
type NotedMark = Pick<AuditMark, "hash"> & Partial<AuditMark>;

/** `partial`: a part of a trail, which may begin anywhere. */
type Readable = Pick<Audit, "ends" | "links"> & { readonly partial?: true };

/** So few at once that nobody notices while lines are answered. */
const pageSize = 200;
/** Old entries may be let go of while the trail is gone through: then it begins anew. */
const mostTries = 3;

/** Goes through the whole trail. What is added meanwhile is left out. */
export async function verifyTrail(audit: Readable, noted?: NotedMark): Promise<AuditVerdict> {
  for (let tries = 1; ; tries += 1) {
    const verdict = await goThrough(audit, noted);
    if (!verdict.fault || tries === mostTries) return verdict;
    const { dropped } = await audit.ends();
    if (dropped.number === verdict.dropped.number) return verdict;
  }
}

async function goThrough(audit: Readable, noted: NotedMark | undefined): Promise<AuditVerdict> {
  const ends = await audit.ends();
  const { fault, ...seen } = await followed(audit, ends, noted);
  const wrong = fault ?? (await addedBeyond(audit));
  return {
    ...ends,
    entries: seen.entries,
    ...(seen.since ? { since: seen.since } : {}),
    ...(wrong ? { fault: wrong } : {}),
    ...(noted
      ? { mark: seen.isThere ? "there" : isGone(noted, ends) ? "dropped" : "not there" }
      : {}),
  };
}

/** Link by link from one end to the other. */
async function followed(audit: Readable, ends: AuditEnds, noted: NotedMark | undefined) {
  const chain = chainFrom(ends.dropped);
  const isNoted = (mark: AuditMark) => noted !== undefined && isSame(mark, noted);
  const seen: Seen = { entries: 0, isThere: isNoted(ends.dropped) };
  for (;;) {
    const found = await audit.links(chain.last().number, pageSize);
    const links = found.filter(({ number }) => number <= ends.head.number);
    if (links.length === 0) {
      const { told } = seen;
      const fault = chain.end(ends.head) ?? cutOff(ends.dropped, audit.partial ? "any" : told);
      return { ...seen, fault };
    }
    see(links, seen);
    seen.isThere ||= links.some(isNoted);
    const fault = chain.follow(links);
    if (fault) return { ...seen, fault };
  }
}

interface Seen {
  entries: number;
  /** The mark that was noted. */
  isThere: boolean;
  since?: Date | undefined;
  /** Up to where entries were let go of, as the last entry says that tells of any. */
  told?: string | undefined;
}

function see(links: readonly AuditLink[], seen: Seen): void {
  seen.entries += links.length;
  seen.since ??= entryOf(links[0]?.text ?? "")?.at;
  seen.told = links.map(droppedIn).findLast((mark) => mark !== undefined) ?? seen.told;
}

/** The beginning that no entry tells of. */
function cutOff(dropped: AuditMark, told: string | undefined): AuditFault | undefined {
  const { number } = dropped;
  if (number === 0 || told === "any" || told === sayMark(dropped)) return undefined;
  const words = `Entries up to ${number} are gone, and no entry says that Watchpost let go of them.`;
  return { number: number + 1, words, cut: true };
}

/** What the trail itself says of entries that were let go of. */
export const sayDropped = ({ entries, last }: AuditDropped): string =>
  `${sayCount(entries, "entry", "entries")}, up to ${sayMark(last)}`;

/** Up to where an entry says that some were, as `sayMark` says it. */
function droppedIn({ text }: AuditLink): string | undefined {
  // Few are: the others need not be read.
  if (!text.includes('"kind":"dropped"')) return undefined;
  const { kind, detail = "" } = entryOf(text) ?? {};
  return kind === "dropped" ? /, up to (\d+:[0-9a-f]{64})$/u.exec(detail)?.[1] : undefined;
}

/** What stands behind the newest entry was written by somebody else. */
async function addedBeyond(audit: Readable): Promise<AuditFault | undefined> {
  const [added] = await audit.links((await audit.ends()).head.number, 1);
  // It may have been added meanwhile, as is right.
  if (!added || added.number <= (await audit.ends()).head.number) return undefined;
  const words = `Entry ${added.number} was added by something else than Watchpost.`;
  return { number: added.number, words };
}

const isSame = (mark: AuditMark, noted: NotedMark): boolean =>
  mark.hash.startsWith(noted.hash) && (noted.number ?? mark.number) === mark.number;

const isGone = ({ number }: NotedMark, { dropped }: AuditEnds): boolean =>
  number !== undefined && number < dropped.number;

/** "1234:9f86…": what is noted of a trail. */
export const sayMark = ({ number, hash }: AuditMark): string => `${number}:${hash}`;

/** Of a hash, as many digits as nobody finds another entry for, and as fit on a phone. */
const short = 24;

/** The same for people to read. */
export const sayShortMark = ({ number, hash }: AuditMark): string =>
  `${number}:${hash.slice(0, short)}`;

/** Undefined for what is no mark, whole or short. */
export function markOf(written: string): NotedMark | undefined {
  const [, number, hash = ""] = /^(?:(\d{1,15}):)?([0-9a-f]{24,64})$/iu.exec(written.trim()) ?? [];
  if (hash === "") return undefined;
  return { hash: hash.toLowerCase(), ...(number === undefined ? {} : { number: Number(number) }) };
}
