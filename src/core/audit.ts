import type { ConversationId } from "./address.ts";
import type { AuditEntry } from "./audit-entry.ts";

/** An entry's number and hash: whoever has noted it can tell later whether the trail up to it is still the same. */
export interface AuditMark {
  readonly number: number;
  readonly hash: string;
}

/** An entry as it is kept. Its hash is made of the hash before it, its number and its text. */
export interface AuditRecord extends AuditMark {
  /** The hash of the entry before it. */
  readonly previous: string;
  /** The entry itself, as `textOf` wrote it. */
  readonly text: string;
}

export interface AuditLink extends AuditRecord {
  /** What it is found by does not agree with what it says. */
  readonly misfiled: boolean;
}

/** Between which the trail lies. Before any entry both are number 0 and a hash of zeros. */
export interface AuditEnds {
  /** The last of the entries that were let go of, because they were old. */
  readonly dropped: AuditMark;
  readonly head: AuditMark;
}

/** What was let go of at once. */
export interface AuditDropped {
  readonly entries: number;
  /** The newest of them. */
  readonly last: AuditMark;
}

export interface AuditQuery {
  /** Ids or names as `fold` makes them; one of them suffices. */
  readonly who?: readonly string[];
  /** Digests of what stands in a line; one of them suffices. */
  readonly about?: readonly string[];
  readonly kind?: string;
  readonly command?: string;
  readonly outcome?: string;
  readonly in?: ConversationId;
  readonly since?: Date;
  readonly until?: Date;
  /** Entries older than the one of this number. */
  readonly before?: number;
  readonly limit: number;
}

/** What was done, entry after entry: it is added to, and let go of at its old end, and never changed. */
export interface Audit {
  /** All of them in one transaction, in order, on the disk when it resolves. With none it only tries whether it could. */
  append(entries: readonly AuditEntry[]): Promise<void>;
  ends(): Promise<AuditEnds>;
  /** Newest first. */
  find(query: AuditQuery): Promise<readonly AuditRecord[]>;
  /** Oldest first, from the entry after this number on. */
  links(after: number, limit: number): Promise<readonly AuditLink[]>;
  /**
   * Lets go of the oldest entries as far as all are from before then, at most so many at once. How many went. What is said of
   * that is an entry of the same transaction: a beginning of which no entry tells was cut off by somebody else.
   */
  drop(
    which: { readonly before: Date; readonly most: number },
    saying: (dropped: AuditDropped) => AuditEntry,
  ): Promise<number>;
}

/** How the trail was found when it was last gone through from end to end. */
export interface AuditCheck {
  readonly at: Date;
  readonly entries: number;
  /** When the oldest entry was written that was looked at; absent where there was none. */
  readonly since?: Date;
  /** What is wrong, as a sentence; absent where nothing is. */
  readonly fault?: string;
}

/** The trail as people may ask for it. */
export interface AuditDesk {
  /** `about`: as people write it. */
  find(
    wanted: Omit<AuditQuery, "about"> & { readonly about?: string },
  ): Promise<readonly AuditRecord[]>;
  /** `backupAt`: when the last backup was made that is in the trail. */
  standing(): Promise<AuditEnds & { readonly check?: AuditCheck; readonly backupAt?: Date }>;
}
