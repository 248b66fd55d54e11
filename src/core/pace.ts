/** At most `count` in any `perMs` milliseconds. */
export interface Rate {
  readonly count: number;
  readonly perMs: number;
}

/** What a platform counts. Delivery spaces its posts and edits so that none of these is passed. */
export interface Pace {
  /** Posts and edits together, in one conversation. */
  readonly conversation: readonly Rate[];
  /** Posts, over the whole workspace. */
  readonly posts: readonly Rate[];
  /** Edits, over the whole workspace. */
  readonly edits: readonly Rate[];
  /** Posts and edits together, over the whole workspace. */
  readonly all: readonly Rate[];
}

/** No limit that the bot would ever meet. */
export const unpaced: Pace = { conversation: [], posts: [], edits: [], all: [] };

export interface Send {
  readonly platform: string;
  readonly conversation: string;
  readonly kind: "post" | "edit";
}

/** A modest share of what platforms count, for what is told beside deliveries: theirs go first. */
export interface Aside {
  /** Milliseconds until this may be sent. 0: now, and it is counted. */
  turn(send: Send): number;
  /** The platform asked for patience: deliveries keep to it too. */
  hold(send: Send, ms: number): void;
}
