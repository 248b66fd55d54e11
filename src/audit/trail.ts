import type { Audit, AuditDesk } from "../core/audit.ts";
import type { AuditEntry } from "../core/audit-entry.ts";
import { traceOf } from "../core/audit-words.ts";
import { type Clock, SECOND } from "../core/clock.ts";
import { sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
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
}

/** Entries that share a transaction. */
const most = 32;
const longestName = 80;
/** A store that takes longer than this does not answer. */
const slowMs = 5 * SECOND;

interface Waiting {
  readonly entry: AuditEntry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** `key`: of the digests. */
export function createTrail(given: {
  audit: Pick<Audit, "append" | "find">;
  key: string;
  clock: Pick<Clock, "now">;
}): Trail {
  const { audit, key, clock } = given;
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

  const keep = (entry: AuditEntry) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ entry, resolve, reject });
      if (!writing) void write();
    });

  return {
    heard: (said) => keep(entryFor(said, digest)),
    ready,
    note: (deed) => keep({ at: clock.now(), ...deed }),
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
