import type { Added, Archive, LogBatch } from "./archive.ts";
import type { LogEvent } from "./log-event.ts";
import type { HashKey } from "./log-hash.ts";

/** A batch, and when it came in. */
export interface CameIn extends LogBatch {
  readonly now: Date;
}

/** What became of a batch, and its new events. */
export interface KeptBatch {
  readonly added: Added;
  readonly fresh: readonly LogEvent[];
}

/**
 * What keeps events and looks for them. It lives in the archive's thread; what it does at once it does quickly: some hundred
 * milliseconds at most, since nothing comes in meanwhile.
 */
export interface ArchiveEngine extends Omit<Archive, "add" | "watch" | "forget"> {
  /** All of them in one transaction. Resolves once they are durable, with one word for each batch. */
  addAll(batches: readonly CameIn[]): Promise<readonly KeptBatch[]>;
  /** As the archive does. `now`: what happened until then and names them is not kept, should it come in later. */
  forget(tenant: string, names: readonly string[], now: Date): Promise<number>;
  /** Does a piece of what can wait. Resolves with false when nothing is left to do. */
  tidy(): Promise<boolean>;
}

/** What an engine's module exports by the name `openEngine`: called once, in the thread. @throws SettingsError */
export type OpenEngine<Data> = (data: Data) => Promise<ArchiveEngine>;

/** Where the thread finds its engine. */
export interface EngineAt {
  readonly module: URL;
  /** Plain data; copied into the thread. */
  readonly data: unknown;
  /** By tenant: the key of one whose people and addresses are kept as keyed hashes. */
  readonly keys?: Readonly<Record<string, HashKey>>;
}
