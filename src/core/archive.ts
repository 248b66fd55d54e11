import type { ProbeResult } from "./chat-adapter.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogQuery } from "./log-query.ts";

/** By which way events come in: Auth0 sends them, or the bot reads the log in order. */
export type LogWay = "stream" | "reader";

/** From the first moment up to, but without, the second. */
export interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

/** Time of which events may be missing for good. */
export interface Hole extends Stretch {
  /** A sentence without a full stop: "Watchpost had not read the log for longer than Auth0 keeps it". */
  readonly why: string;
  readonly foundAt: Date;
}

/** Remembered in one transaction with the events that came with it, so that neither is without the other. */
export interface Proof {
  /** The id after which the log is to be read on. */
  readonly checkpoint: string;
  /** Every event that came into the log before this moment is here. */
  readonly until: Date;
  /** The proof begins here; given with the first, or after a hole that nothing precedes. */
  readonly since?: Date;
  readonly hole?: Hole;
}

export interface LogBatch {
  readonly tenant: string;
  readonly way: LogWay;
  /** As Auth0 gives them, each `{ log_id, date, type, … }`. */
  readonly records: readonly unknown[];
  readonly proof?: Proof;
}

/** What became of a batch. */
export interface Added {
  readonly fresh: number;
  /** Were here already, or were forgotten on purpose. */
  readonly known: number;
  /** Without an id, a type or a time; kept nowhere. */
  readonly unreadable: number;
}

/** What is here of one tenant's log, and how far that is proved to be all of it. */
export interface Coverage {
  readonly events: number;
  readonly oldest?: Date;
  readonly newest?: Date;
  /** What the reader has proved. Everything between `since` and `until` is here, but for the holes. */
  readonly proved?: { readonly since: Date; readonly until: Date; readonly checkpoint: string };
  /** Oldest first. */
  readonly holes: readonly Hole[];
  /** When events last came in by each way, and when the reader last found nothing new. */
  readonly heard: { readonly [Way in LogWay]?: Date };
  /**
   * When the stream was first heard, by our own clock; later where older events were let go of. Without a reader, what came
   * before is not known to be here, whatever the events say of themselves.
   */
  readonly streamedSince?: Date;
  /** Events that happened after the stream was first heard and that the reader brought all the same: the stream had lost them. */
  readonly recovered: number;
}

/** A place in an order of newest first, made of an event's time and id. */
export interface LogPlace {
  readonly at: Date;
  readonly id: string;
}

export interface Matches {
  /** Newest first; events of the same time by id, the greater first. */
  readonly events: readonly LogEvent[];
  /** Where to go on; absent where nothing is left. May be given with fewer events than asked for: looking takes its time. */
  readonly next?: LogPlace;
}

/** How many events of one kind in one hour. */
export interface HourCount {
  /** The hour's beginning, in UTC. */
  readonly hour: Date;
  /** May be `otherTypes`. */
  readonly type: string;
  /** See `causeOf`. */
  readonly cause: string;
  readonly count: number;
}

/** A type with a cause, and when it was met. */
export interface KnownKind {
  readonly type: string;
  readonly cause: string;
  readonly first: Date;
  readonly last: Date;
  readonly count: number;
  /** The newest one's id. */
  readonly example: string;
}

/** New events as they come in. */
export interface Arrival {
  readonly events: readonly LogEvent[];
  /** Matched too, and are not among them: more came than are handed on at once. */
  readonly leftOut: number;
}

export interface ArchiveFacts {
  /** Bytes on disk. */
  readonly bytes: number;
  readonly events: number;
  /** Of whom events are here, also where the settings do not name them any more. */
  readonly tenants: readonly string[];
}

/** Our copy of the tenants' logs. Tenants are named as the settings name them. */
export interface Archive {
  /** Resolves once the events are durable: then they survive a kill and a loss of power. */
  add(batch: LogBatch): Promise<Added>;
  /** Calls back with each new event that matches, whichever way it came, until the returned function is called. */
  watch(tenant: string, query: LogQuery, listener: (arrival: Arrival) => void): () => void;
  /** `after`: older than this place. `limit` is at most 1,000. */
  search(
    tenant: string,
    query: LogQuery,
    at: { readonly limit: number; readonly after?: LogPlace },
  ): Promise<Matches>;
  /** Undefined where it is not here. */
  event(tenant: string, id: string): Promise<LogEvent | undefined>;
  /** Hours that begin within the stretch; empty ones are left out. `types`: only these. */
  counts(
    tenant: string,
    of: Stretch & { types?: readonly string[] },
  ): Promise<readonly HourCount[]>;
  kinds(tenant: string): Promise<readonly KnownKind[]>;
  coverage(tenant: string): Promise<Coverage>;
  /** Drops what is older, in whole pieces: some of it may stay for a while. Resolves with how many events went. */
  expire(tenant: string, before: Date): Promise<number>;
  /**
   * Removes every event that names one of these, so that nothing of them stays in any file. What happened until now and comes
   * in only later is not kept either, for as long as Auth0 may have it. Resolves with how many went, after whatever was to be
   * forgotten before, in an earlier life too: also where no name is given.
   */
  forget(tenant: string, names: readonly string[]): Promise<number>;
  facts(): Promise<ArchiveFacts>;
  /** Never rejects. */
  check(): Promise<ProbeResult>;
  /** Finishes what is under way. May be called twice. */
  close(): Promise<void>;
}
