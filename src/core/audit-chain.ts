import { createHash } from "node:crypto";
import type { AuditLink, AuditMark, AuditRecord } from "./audit.ts";
import { type AuditEntry, textOf } from "./audit-entry.ts";

/** What the first entry follows. */
export const beginning: AuditMark = { number: 0, hash: "0".repeat(64) };

/** SHA-256 over the hash before, the number and the text, with a line break between each two. */
function hashOf({ previous, number, text }: Omit<AuditRecord, "hash">): string {
  return createHash("sha256").update(`${previous}\n${number}\n${text}`).digest("hex");
}

/** Entries as they are kept after this one. */
export function chained(head: AuditMark, entries: readonly AuditEntry[]): readonly AuditRecord[] {
  let last = head;
  return entries.map((entry) => {
    const link = { number: last.number + 1, previous: last.hash, text: textOf(entry) };
    const record = { ...link, hash: hashOf(link) };
    last = record;
    return record;
  });
}

/** Where a trail is not what was written, and how that shows, as a sentence. */
export interface AuditFault {
  readonly number: number;
  readonly words: string;
  /** What is there is as it was written: what was there before it is gone. */
  readonly cut?: true;
}

/** Goes along a trail, link by link from the oldest on. */
interface Chain {
  /** The first fault there is in the links that follow. After one there is no going on. */
  follow(links: readonly AuditLink[]): AuditFault | undefined;
  /** The fault there is at the end, where this is the entry that was written last. */
  end(head: AuditMark): AuditFault | undefined;
  last(): AuditMark;
}

export function chainFrom(dropped: AuditMark): Chain {
  let last = dropped;
  return {
    follow(links) {
      for (const link of links) {
        const fault = faultOf(link, last, dropped);
        if (fault) return fault;
        last = link;
      }
      return undefined;
    },
    end(head) {
      if (last.number < head.number) return missing(last.number + 1, head.number, " at the end");
      if (last.hash === head.hash) return undefined;
      const words = `Entry ${last.number} is not the one that was written last: it was changed, or another put in its place.`;
      return { number: last.number, words };
    },
    last: () => last,
  };
}

function faultOf(link: AuditLink, last: AuditMark, dropped: AuditMark): AuditFault | undefined {
  const { number } = link;
  if (number > last.number + 1) return missing(last.number + 1, number - 1, "");
  if (number <= last.number) return { number, words: `Entry ${number} is there twice.` };
  if (hashOf(link) !== link.hash) return { number, words: `Entry ${number} was changed.` };
  if (link.previous !== last.hash) return replaced(last, dropped);
  if (!link.misfiled) return undefined;
  const words = `Entry ${number} is filed under something else than it says, so that searches miss it.`;
  return { number, words };
}

/** The entry that follows is as it was written, after another one than this. */
function replaced({ number }: AuditMark, dropped: AuditMark): AuditFault {
  if (number > dropped.number) {
    return { number, words: `Entry ${number} was changed, or another put in its place.` };
  }
  const first = number + 1;
  const words = `Where the trail begins was changed: entry ${first}, the oldest, does not follow what was let go of.`;
  return { number: first, words };
}

function missing(from: number, to: number, where: string): AuditFault {
  const which = from === to ? `Entry ${from} is` : `Entries ${from} to ${to} are`;
  return { number: from, words: `${which} missing${where}.` };
}

/** An entry as a line of a file, its text as it was hashed. */
export const exportLine = ({ number, previous, hash, text }: AuditRecord): string =>
  `{"number":${number},"previous":"${previous}","hash":"${hash}","entry":${text}}\n`;
