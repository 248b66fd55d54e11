import type { Audit, AuditDesk } from "../core/audit.ts";
import { type AuditEntry, entryOf, textOf } from "../core/audit-entry.ts";
import { traceOf } from "../core/audit-words.ts";
import { type Clock, SECOND } from "../core/clock.ts";
import { sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import type { Journal, Left } from "../core/journal.ts";
import { createHash } from "../core/log-hash.ts";
import { fold } from "../core/log-match.ts";
import { requestId } from "../core/request-id.ts";
import type { Hearing, Said } from "../core/said.ts";

/** What is no line: what Watchpost did, or somebody on its machine. */
export type Deed = Pick<AuditEntry, "kind" | "detail">;

/** Writes the trail, and finds in it. */
interface Trail extends Hearing, Pick<AuditDesk, "find"> {
  /** Rejects where it could not be kept. */
  note(deed: Deed): Promise<void>;
  /** Writes what an earlier life did not come to write. Rejects where it could not be kept. */
  goOn(): Promise<void>;
}

/** Entries that share a transaction. */
const most = 32;
const longestName = 80;
/** More entries than there are in one millisecond. */
const mostAtOnce = 1000;
/** A store that takes longer than this does not answer. */
const slowMs = 5 * SECOND;

interface Waiting {
  readonly entry: AuditEntry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** As the journal holds an entry until it is in the trail. */
interface Kept {
  readonly text: string;
}

/**
 * `key`: of the digests. `journal`: knows each entry at once, so that one for which the store took longer than anybody waits is in
 * the trail by the next life at the latest, also after a kill.
 */
export function createTrail(given: {
  audit: Pick<Audit, "append" | "find">;
  journal: Journal;
  key: string;
  clock: Pick<Clock, "now">;
}): Trail {
  const { audit, journal, key, clock } = given;
  const digest = createHash(key);
  const waiting: Waiting[] = [];
  /** Since when a transaction is under way. */
  let writing: Date | undefined;
  let broken = false;

  async function append(entries: readonly AuditEntry[]): Promise<void> {
    try {
      await audit.append(entries);
      broken = false;
    } catch (error) {
      broken = true;
      throw error;
    }
  }

  /** Whoever comes while a transaction is under way shares the next one. */
  async function write(): Promise<void> {
    while (waiting.length > 0) {
      writing = clock.now();
      const batch = waiting.splice(0, most);
      await append(batch.map(({ entry }) => entry)).then(
        () => batch.forEach(({ resolve }) => void resolve()),
        (error: unknown) => batch.forEach(({ reject }) => void reject(error)),
      );
    }
    writing = undefined;
  }

  async function ready(): Promise<void> {
    if (broken) return append([]);
    const ms = writing ? clock.now().getTime() - writing.getTime() : 0;
    if (ms > slowMs) throw new Error(`the store has not answered for ${sayDuration(ms)}`);
  }

  async function queue(entry: AuditEntry, release: () => void): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      waiting.push({ entry, resolve, reject });
      if (!writing) void write();
    });
    release();
  }

  const keep = (entry: AuditEntry) =>
    queue(entry, journal.keep({ text: textOf(entry) } satisfies Kept));

  /** A kill may have come between the trail and the journal's word that it is there. */
  async function isThere({ text }: Kept, { at }: AuditEntry): Promise<boolean> {
    const within = { since: at, until: new Date(at.getTime() + 1), limit: mostAtOnce };
    return (await audit.find(within)).some((record) => record.text === text);
  }

  async function writeLeft({ said, release }: Left): Promise<void> {
    const entry = entryOf((said as Kept).text);
    if (entry && !(await isThere(said as Kept, entry))) {
      return queue(entry, release);
    }
    release();
  }

  return {
    heard: (said) => keep(entryFor(said, digest)),
    ready,
    note: (deed) => keep({ at: clock.now(), ...deed }),
    goOn: async () => void (await Promise.all(journal.left().map(writeLeft))),
    find: ({ who, about, ...query }) =>
      audit.find({
        ...query,
        ...(who ? { who: who.map(fold) } : {}),
        ...(about === undefined ? {} : { about: [digest(about)] }),
      }),
  };
}

function entryFor(said: Said, digest: (value: string) => string): AuditEntry {
  const { invocation, command, role, audience, outcome, at, ms } = said;
  const { reference = requestId(), late } = said;
  const { by, from, id } = invocation;
  const { words, hidden } = traceOf(said);
  return {
    at,
    kind: "line",
    by: { id: by.id, name: excerpt(oneLine(by.name), longestName) },
    in: from.conversation,
    ...(command ? { command: command.name } : {}),
    ...(words === "" ? {} : { words }),
    ...(hidden.length === 0 ? {} : { about: [...new Set(hidden.map(digest))] }),
    role,
    audience,
    outcome,
    ms,
    ...(late ? { late } : {}),
    ...(reference === undefined ? {} : { reference }),
    ...(id === undefined ? {} : { line: id }),
  };
}
