import { randomBytes } from "node:crypto";
import type { Audit, AuditDesk } from "../core/audit.ts";
import { type Clock, MINUTE } from "../core/clock.ts";
import type { Journal } from "../core/journal.ts";
import type { Log } from "../core/log.ts";
import type { Records } from "../core/records.ts";
import type { Hearing } from "../core/said.ts";
import { changedIn, digestOf, type SettingsDigest } from "./changed-settings.ts";
import { createKeeping, type Keeping } from "./keeping.ts";
import { createTrail, type Deed } from "./trail.ts";

/** The audit trail, and what goes with it. */
export interface Auditing {
  readonly hearing: Hearing;
  readonly desk: AuditDesk;
  readonly job: Pick<Keeping, "tick" | "settled">;
  /** What the bot did beside answering. Never rejects: the log says what could not be kept. */
  note(deed: Deed): Promise<void>;
  /** The bot begins, with these settings. Never rejects. */
  started(): Promise<void>;
  /** It ends. Never rejects. */
  stopped(): Promise<void>;
}

/** Whose the records are that go with the trail. */
export const auditRecords = "watchpost:audit";
/** Among them: when a backup was made last, in milliseconds. */
export const backupRecord = "backup";

/** Where the trail is kept, and beside it what it is made with. */
interface AuditAt {
  readonly audit: Audit;
  readonly records: Records;
}

export async function openAudit(
  given: AuditAt & {
    settings: object & { readonly audit: { readonly keep: number } };
    journal: Journal;
    /** So long from the start on the trail is not gone through: an earlier life's lines are answered then. Milliseconds; a minute. */
    quietMs?: number;
    version: string;
    clock: Pick<Clock, "now">;
    log: Log;
  },
): Promise<Auditing> {
  const { audit, records, settings, journal, quietMs = MINUTE, version, clock, log } = given;
  const key = await keyIn(records);
  const trail = createTrail({ audit, journal, key, clock });
  const { keep } = settings.audit;

  async function note(deed: Deed): Promise<void> {
    try {
      await trail.note(deed);
    } catch (error) {
      log.error({ err: error, kind: deed.kind }, "the audit trail could not be written");
    }
  }

  const keeping = createKeeping({ audit, records, keep, quietMs, clock, log });
  const sayHead = () =>
    keeping
      .sayHead()
      .catch((error: unknown) => log.error({ err: error }, "the audit trail could not be read"));

  return {
    hearing: trail,
    desk: {
      find: trail.find,
      async standing() {
        const [ends, check, backup] = await Promise.all([
          audit.ends(),
          keeping.check(),
          records.get<number>(backupRecord),
        ]);
        const backedUp = backup === undefined ? {} : { backupAt: new Date(backup) };
        return { ...ends, ...(check ? { check } : {}), ...backedUp };
      },
    },
    job: keeping,
    note,
    async started() {
      await trail
        .goOn()
        .catch((error: unknown) =>
          log.error(
            { err: error },
            "what was said before the start could not be written into the audit trail",
          ),
        );
      await note({ kind: "started", detail: `version ${version}` });
      await noteSettings(settings, { key, records, note }).catch((error: unknown) =>
        log.error({ err: error }, "it could not be seen whether settings have changed"),
      );
      await sayHead();
    },
    async stopped() {
      await note({ kind: "stopped" });
      await sayHead();
    },
  };
}

/** Made once for a store: what is found by digests today has to be found by them in a year. */
async function keyIn(records: Pick<Records, "get" | "set">): Promise<string> {
  const known = await records.get<string>("key");
  if (known !== undefined) return known;
  const made = randomBytes(32).toString("base64");
  await records.set("key", made);
  return made;
}

/** Which settings are not what they were at the last start; never their values. */
async function noteSettings(
  settings: object,
  { key, records, note }: { key: string; records: Records; note: Auditing["note"] },
): Promise<void> {
  const now = digestOf(settings, key);
  const before = await records.get<SettingsDigest>("settings");
  const changed = before === undefined ? [] : changedIn(before, now);
  if (changed.length > 0) await note({ kind: "settings", detail: changed.join(", ") });
  if (before === undefined || changed.length > 0) await records.set("settings", now);
}
