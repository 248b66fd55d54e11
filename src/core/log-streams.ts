/** Why a delivery of a log stream was not taken. */
export type StreamRefusal = "wrong token" | "malformed" | "too large" | "not kept";

/** How often something happened, and when last. */
export interface Tally {
  readonly count: number;
  readonly last: Date;
}

/** How a tenant's log stream goes, since the bot began. */
export interface StreamStanding {
  /** Deliveries whose events are kept. */
  readonly kept?: Tally;
  /** Parts of kept deliveries that were no events. */
  readonly bad?: Tally;
  readonly refused: { readonly [Why in StreamRefusal]?: Tally };
}

/** What is known of the log streams that Auth0 sends. */
export interface LogStreams {
  /** Undefined for a tenant whose settings have no log stream. */
  standing(tenant: string): StreamStanding | undefined;
  /** Deliveries that named no tenant with a log stream. */
  strangers(): Tally | undefined;
}
