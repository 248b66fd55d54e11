import type { TargetState } from "./store.ts";

/** One part of what the bot needs to do its work. */
export interface Part {
  /** One word: store, sources, or a platform's name. */
  readonly part: string;
  readonly ready: boolean;
  /** A few plain words that anybody may read: no secret, no tenant, no person. */
  readonly state: string;
}

/** Whether the bot can do its work. */
export interface Standing {
  /** Without asking anybody. */
  parts(): readonly Part[];
}

/** Milliseconds since a target was read; time in which the bot did not run does not count. */
export function unreadMs(
  { lastReadAt }: Pick<TargetState, "lastReadAt">,
  { since, now }: { readonly since: Date; readonly now: Date },
): number {
  const from = lastReadAt && lastReadAt > since ? lastReadAt : since;
  return Math.max(0, now.getTime() - from.getTime());
}
