import type { Generated, Insertable, Kysely, Selectable, Transaction } from "kysely";

/** The tables, in words that every engine knows: times are whole milliseconds, flags 0 or 1, documents JSON text. */
export interface Tables {
  migrations: { version: number; applied_at: number };
  targets: TargetTable;
  subjects: SubjectTable;
  subscriptions: SubscriptionTable;
  conversations: ConversationTable;
  outbox: OutboxTable;
  cards: CardTable;
  records: { platform: string; key: string; value: string };
  login_runs: { seq: Generated<number>; tenant: string; at: number; doc: string };
  ledger: LedgerTable;
  waivers: WaiverTable;
  assessments: { tenant: string; at: number; doc: string };
  digest_schedules: DigestScheduleTable;
  digest_weeks: { conversation: string; week: string; at: number };
  audit: AuditTable;
  audit_about: { digest: string; number: number };
  audit_ends: AuditEndsTable;
}

interface AuditTable {
  number: number;
  previous: string;
  hash: string;
  /** The entry itself; the columns behind it are there to be searched by, empty where it says nothing of them. */
  entry: string;
  at: number;
  kind: string;
  by_id: string;
  by_name: string;
  conversation: string;
  command: string;
  outcome: string;
}

/** One row. */
interface AuditEndsTable {
  id: number;
  dropped_number: number;
  dropped_hash: string;
  head_number: number;
  head_hash: string;
}

interface LedgerTable {
  seq: Generated<number>;
  bulletin: string;
  state: string;
  by_id: string;
  by_name: string;
  at: number;
  note: string | null;
}

interface WaiverTable {
  check_id: string;
  /** Empty: for every tenant. */
  tenant: string;
  until: number;
  reason: string;
  by_id: string;
  by_name: string;
  at: number;
}

interface DigestScheduleTable {
  conversation: string;
  weekday: number;
  minute: number;
  zone: string;
  next_due_at: number;
  usual: number;
}

interface TargetTable {
  key: string;
  source: string;
  title: string;
  tenant: string | null;
  feed: string | null;
  first_read_at: number | null;
  last_read_at: number | null;
  last_tried_at: number | null;
  failures: number;
  error: string | null;
  oldest_at: number | null;
  skew_ms: number | null;
  validators: string;
}

interface SubjectTable {
  source: string;
  id: string;
  /** The subject and its tenants; the columns beside it are there to be searched by. */
  doc: string;
  phase: string;
  open: number;
  feed: string;
  /** `|prod|staging|`; empty where it concerns everyone. */
  tenants: string;
  /** Title, texts and labels in lower case. */
  words: string;
  starts_at: number | null;
  /** Counts its changes, so that a card posted meanwhile is known to be old. */
  version: number;
  first_seen_at: number;
  changed_at: number;
}

interface SubscriptionTable {
  seq: Generated<number>;
  conversation: string;
  source: string;
  feed: string;
  loudness: string;
  tenant: string | null;
  only_label: string | null;
  quiet: string | null;
  mention: string | null;
  by_id: string | null;
  by_name: string | null;
  origin: string;
  created_at: number;
}

/** One lane of deliveries. Times of 0 mean "at any time". */
interface ConversationTable {
  id: string;
  platform: string;
  /** Counts everything that came to be told here. */
  generation: number;
  /** Counts what changed how its cards look without a subject's changing. */
  wishes: number;
  /** Null: nothing left to do. */
  wake_at: number | null;
  not_before: number;
  lease_holder: string | null;
  lease_until: number;
  muted_until: number;
  paused_reason: string | null;
  paused_since: number | null;
  /** 1: not this conversation but the platform itself takes no messages. */
  paused_everywhere: Generated<number>;
  /** Since when people from outside read what is posted. */
  shared_since: number | null;
  retry_at: number;
  failures: number;
  error: string | null;
}

interface OutboxTable {
  seq: Generated<number>;
  conversation: string;
  source: string;
  subject: string;
  /** The key of the revision to tell; empty where a card is wanted. Not null: nulls are never equal, so never unique. */
  revision: string;
  created_at: number;
}

interface CardTable {
  conversation: string;
  source: string;
  subject: string;
  message_id: string;
  shown: string;
  stale: number;
}

export type Database = Kysely<Tables>;
/** Work inside a transaction. Functions that take one never commit; those that take `Database` do. */
export type Work = Transaction<Tables>;
export type AuditRow = Selectable<AuditTable>;
export type TargetRow = Selectable<TargetTable>;
export type SubjectRow = Selectable<SubjectTable>;
export type SubscriptionRow = Selectable<SubscriptionTable>;
export type NewSubscription = Insertable<SubscriptionTable>;
export type ConversationRow = Selectable<ConversationTable>;
export type NewOutboxRow = Insertable<OutboxTable>;
