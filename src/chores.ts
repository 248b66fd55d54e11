import { openSqliteAsIs } from "../adapters/sql/sqlite.ts";
import { type Hold, holdStore as holdSqlite } from "../adapters/sql/sqlite-hold.ts";
import { archiveFile } from "./archive-file.ts";
import { auditRecords, backupRecord } from "./audit/audit.ts";
import { createTrail, type Deed } from "./audit/trail.ts";
import { systemClock as clock } from "./clock.ts";
import { SECOND } from "./core/clock.ts";
import { SettingsError } from "./core/errors.ts";
import { noJournal } from "./core/journal.ts";
import type { Log } from "./core/log.ts";
import type { Store } from "./core/store.ts";
import { copyJournals, joinJournals } from "./journal-copies.ts";
import type { Settings } from "./settings.ts";
import { versionOf } from "./version.ts";

// What an operator has done to the files that a bot keeps, beside the bot.

const version = versionOf(import.meta.url);

/** A bot has its store for itself; one that is just ending is waited for. @throws SettingsError */
export function holdStore({ store }: Settings, log: Log): Promise<Hold> {
  const onWait = () => log.info({}, "another Watchpost has the store; waiting for it to end");
  return holdSqlite(store.sqlite, { clock, waitMs: 15 * SECOND, onWait });
}

const taken = { copy: copyJournals, join: joinJournals };

const filesOf = ({ store }: Settings) => ({ store: store.sqlite, archive: archiveFile(store) });

/** Copies what the bot keeps into a folder, also while it runs. @throws SettingsError */
export async function backUp(settings: Settings, where: { to: string; keep?: number }) {
  const keeping = await import("../adapters/sql/sqlite-keeping.ts");
  const about = { ...where, by: `Watchpost ${version}` };
  const made = await keeping.backUp(filesOf(settings), about, { clock, taken });
  return [...made, ...(await noteInTrail(settings, { kind: "backup", detail: `to ${where.to}` }))];
}

/** Checks a backup, and puts it where the bot keeps its memory. @throws SettingsError */
export async function putBack(settings: Settings, which: { from: string; replace: boolean }) {
  const keeping = await import("../adapters/sql/sqlite-keeping.ts");
  const said = await keeping.putBack(filesOf(settings), which, { clock, taken });
  const deed = { kind: "restore", detail: `from ${which.from}` } as const;
  return [...said, ...(await noteInTrail(settings, deed))];
}

/** Writes into the trail what was done beside the bot, which may be running. @returns why not, in words, if not. */
async function noteInTrail(settings: Settings, deed: Deed): Promise<readonly string[]> {
  try {
    const trail = await openTrail(settings);
    await trail.note(deed).finally(trail.close);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return [`That is not in the audit trail. ${error.message}`];
  }
}

/** The audit trail of a bot that may be running. @throws SettingsError */
export async function openTrail(settings: Settings) {
  const store = await openSqliteAsIs({ file: settings.store.sqlite, clock });
  const { audit, records } = trailIn(store);
  const trail = createTrail({ audit, journal: noJournal, key: "", clock });
  async function note(deed: Deed): Promise<void> {
    await trail.note(deed);
    // Asked at every scrape of metrics, where looking through the trail would take too long.
    if (deed.kind === "backup") await records.set(backupRecord, clock.now().getTime());
  }
  return { audit, note, close: store.close };
}

/** What a trail is written with. */
export const trailIn = (store: Store) => ({
  audit: store.audit,
  records: store.records(auditRecords),
});
