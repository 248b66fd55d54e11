import type { Archive } from "../core/archive.ts";
import type { Clock } from "../core/clock.ts";
import type { CommandContext, SourceFacts, TenantKnown } from "../core/command.ts";
import type { Standing } from "../core/standing.ts";

/** What is asked at each scrape. */
export interface World {
  readonly clock: Clock;
  /** Since when the bot runs. */
  readonly since: Date;
  readonly standing: Standing;
  readonly platforms: readonly string[];
  readonly sources: readonly SourceFacts[];
  readonly tenants: readonly TenantKnown[];
  readonly store: Pick<CommandContext["store"], "outbox" | "subjects" | "subscriptions">;
  readonly archive: Pick<Archive, "coverage" | "facts">;
  readonly tenant: CommandContext["tenant"];
  readonly streams: CommandContext["streams"];
  readonly logReading: CommandContext["logReading"];
  readonly audit: Pick<CommandContext["audit"], "standing">;
  readonly logins: Pick<CommandContext["logins"], "standing" | "latest">;
  /** The database files, by what they hold. */
  readonly files: Readonly<Record<string, string>>;
}

/** One figure, as it is now. */
export interface Sample {
  readonly name: ReadingName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

type ReadingName = keyof typeof readings;

interface Reading {
  readonly help: string;
  readonly labels: readonly string[];
  /** It only ever grows, until the bot is started anew. */
  readonly counts?: true;
}

/** What is read at each scrape. The others are counted as they happen. */
export const readings = {
  watchpost_ready: {
    help: "Whether a part of the bot is ready, as /readyz says: 1, or 0.",
    labels: ["part"],
  },
  watchpost_deliveries: {
    help: "What is still to be told. due: now; retrying: the last try failed; held: muted or quiet; paused: the platform takes nothing there.",
    labels: ["platform", "state"],
  },
  watchpost_oldest_undelivered_seconds: {
    help: "How long the oldest of what is still to be told has waited; 0 where nothing waits.",
    labels: ["platform", "state"],
  },
  watchpost_paused_conversations: {
    help: "Conversations that nothing is posted in, since the platform refused it.",
    labels: ["platform"],
  },
  watchpost_source_age_seconds: {
    help: "How long ago what a source reads was last read, or found unchanged: the oldest of it.",
    labels: ["source", "tenant"],
  },
  watchpost_source_stale_after_seconds: {
    help: "How old that may become before silence is an alert.",
    labels: ["source"],
  },
  watchpost_auth0_quota_remaining: {
    help: "Requests that the Management API still takes, as it last told; the limit once that time is over.",
    labels: ["tenant"],
  },
  watchpost_auth0_quota_limit: {
    help: "Requests that the Management API takes at once, as it last told.",
    labels: ["tenant"],
  },
  watchpost_stream_refused_total: {
    help: "Deliveries of log streams that were not taken.",
    labels: ["tenant", "reason"],
    counts: true,
  },
  watchpost_stream_unreadable_total: {
    help: "Parts of deliveries of log streams that were no events.",
    labels: ["tenant"],
    counts: true,
  },
  watchpost_stream_silent_seconds: {
    help: "How long the log has gone on without its stream bringing anything; 0 where it brings what it should.",
    labels: ["tenant"],
  },
  watchpost_log_archive_behind_seconds: {
    help: "How long ago the part of the log ends that is proved to be kept whole.",
    labels: ["tenant"],
  },
  watchpost_log_reading_history: {
    help: "1 while events of long ago are still being read, so that what is kept is behind on purpose; else 0.",
    labels: ["tenant"],
  },
  watchpost_log_reading_stuck: {
    help: "1 while the log cannot be read on, since Auth0 refuses it or cannot be asked; else 0.",
    labels: ["tenant"],
  },
  watchpost_log_holes: {
    help: "Stretches of the log of which events may be missing for good.",
    labels: ["tenant"],
  },
  watchpost_log_newest_hole_timestamp_seconds: {
    help: "When the newest of those was found.",
    labels: ["tenant"],
  },
  watchpost_log_archive_events: {
    help: "Events in the log archive.",
    labels: [],
  },
  watchpost_synthetic_login_success: {
    help: "Whether the last synthetic login went well: 1, or 0.",
    labels: ["tenant"],
  },
  watchpost_synthetic_login_duration_seconds: {
    help: "How long the last synthetic login took, all its steps.",
    labels: ["tenant"],
  },
  watchpost_synthetic_login_timestamp_seconds: {
    help: "When the last synthetic login was over.",
    labels: ["tenant"],
  },
  watchpost_synthetic_login_every_seconds: {
    help: "How often synthetic logins are run by themselves; absent where only when asked for.",
    labels: ["tenant"],
  },
  watchpost_synthetic_login_stopped: {
    help: "1 while no more are run by themselves, so that the test user is not blocked; else 0.",
    labels: ["tenant"],
  },
  watchpost_audit_entries_total: {
    help: "Entries of the audit trail, with those that were let go of since.",
    labels: [],
    counts: true,
  },
  watchpost_audit_sound: {
    help: "Whether the audit trail was whole when it was last gone through: 1, or 0.",
    labels: [],
  },
  watchpost_audit_check_timestamp_seconds: {
    help: "When that was.",
    labels: [],
  },
  watchpost_backup_timestamp_seconds: {
    help: "When the last backup was made by watchpost backup; 0 where none was.",
    labels: [],
  },
  watchpost_file_bytes: {
    help: "Size of a database file, with what is written and not yet moved into it.",
    labels: ["file"],
  },
  watchpost_disk_free_bytes: {
    help: "Free space on the disk of a database file.",
    labels: ["file"],
  },
  watchpost_disk_size_bytes: {
    help: "Size of the disk of a database file.",
    labels: ["file"],
  },
} satisfies Readonly<Record<string, Reading>>;
