import type { LogWay } from "./archive.ts";
import type { DeliveryOutcome } from "./errors.ts";
import type { SaidOutcome } from "./said.ts";

/** How reading one target of a source went. `partial`: some of it could not be read. */
export type ReadOutcome = "read" | "unchanged" | "partial" | "failed";

/** Counts and times what the bot does. Never waits, and never throws. */
export interface Meter {
  /** A line was said, and what came of it. `command`: undefined where its first word is none. */
  said(platform: string, command: string | undefined, outcome: SaidOutcome): void;
  /** Who said something knows that it was received. */
  acknowledged(platform: string, ms: number): void;
  /** An answer is shown, so long after work on it began. */
  answered(platform: string, ms: number): void;
  /** A message was posted or edited, or was to be. */
  posted(platform: string, outcome: DeliveryOutcome | "taken"): void;
  read(source: string, outcome: ReadOutcome): void;
  /** Events of a tenant's log that were new. */
  kept(tenant: string, way: LogWay, events: number): void;
  /** The bot's own log has a line more. */
  noted(level: "info" | "warn" | "error"): void;
}
