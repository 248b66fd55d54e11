import { openAudit } from "../../src/audit/audit.ts";
import type { AuditDesk } from "../../src/core/audit.ts";
import type { AuditEntry } from "../../src/core/audit-entry.ts";
import type { Clock } from "../../src/core/clock.ts";
import { DAY, MINUTE } from "../../src/core/clock.ts";
import { noJournal } from "../../src/core/journal.ts";
import { createHash } from "../../src/core/log-hash.ts";
import type { Store } from "../../src/core/store.ts";
import { ago } from "./night.ts";

const quiet = { info() {}, warn() {}, error() {} };
/** Always the same, so that pictures are. */
const key = "gallery";
const digest = createHash(key);

const line = (minutes: number, more: Partial<AuditEntry>): AuditEntry => ({
  at: ago(minutes * MINUTE),
  kind: "line",
  by: { id: "local:user:ada", name: "Ada" },
  in: "local:channel:ops",
  role: "operator",
  audience: "asker",
  outcome: "answered",
  ms: 84,
  ...more,
});

const grace = { id: "local:user:grace", name: "Grace" } as const;
const lin = { id: "local:user:lin", name: "Lin" } as const;
const about = [digest("ada@example.com")];

const said: readonly AuditEntry[] = [
  { at: ago(2 * DAY), kind: "started", detail: "version 0.1.0" },
  { at: ago(2 * DAY), kind: "settings", detail: "access.operators, http.port" },
  line(1400, { command: "subscribe", words: "status as:thread", audience: "all", ms: 210 }),
  line(600, { by: lin, role: "admin", command: "forget", words: "… confirm:yes", about, ms: 930 }),
  { at: ago(599 * MINUTE), kind: "forgotten", detail: "12 events of prod" },
  { at: ago(180 * MINUTE), kind: "backup", detail: "to /backups/2026-11-22" },
  line(42, {
    by: grace,
    role: "viewer",
    command: "logs",
    words: "type:…",
    outcome: "refused",
    ms: 3,
  }),
  line(30, { command: "status", words: "prod", audience: "all", ms: 412 }),
  line(21, { command: "user", words: "…", about, ms: 96 }),
  line(14, { outcome: "unknown", ms: 1 }),
  line(9, {
    command: "login",
    words: "prod",
    outcome: "overdue",
    reference: "7be1d902",
    ms: 60_000,
  }),
  line(4, { command: "logs", words: "type:failures user:… since:1h", about, ms: 131 }),
];

/** What was said before a night begins. */
export async function openTrail(store: Store, clock: Clock, isNew: boolean): Promise<AuditDesk> {
  const records = store.records("watchpost:audit");
  await records.set("key", key);
  const given = { audit: store.audit, records, clock, log: quiet, version: "0.1.0" };
  const { desk, job } = await openAudit({
    journal: noJournal,
    quietMs: 0,
    ...given,
    settings: { audit: { keep: 400 * DAY } },
  });
  if (isNew) return desk;
  await store.audit.append(said);
  await job.tick();
  await job.settled();
  return desk;
}
