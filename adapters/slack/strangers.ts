import type { Log } from "../../src/core/log.ts";

/** So many kinds are told apart; Slack has about a hundred. */
const mostKinds = 200;

/** Sent in place of events, where there are more than Slack delivers in an hour. */
const heldBack = "app_rate_limited";
const heldBackWords = "Slack holds events back: there are more than it delivers in an hour";
const unusedWords =
  "Slack sends something that Watchpost has no use for; compare the app with the manifest";

export interface Strangers {
  /** Notes a request that nothing here handles: once of each kind, since Slack may send the same one every second. */
  meet(body: unknown): void;
}

/** Requests that are acknowledged and mean nothing to Watchpost: of an app that was given more than its manifest asks. */
export function createStrangers(log: Log): Strangers {
  const met = new Set<string>();
  return {
    meet(body) {
      const kind = kindOf(body);
      if (met.has(kind) || met.size >= mostKinds) return;
      met.add(kind);
      log.warn({ kind }, kind === heldBack ? heldBackWords : unusedWords);
    },
  };
}

/** The names of a request's kind, as `event_callback message`; nothing of what it holds. */
function kindOf(body: unknown): string {
  const { type, event } = (body ?? {}) as { type?: unknown; event?: { type?: unknown } };
  const names = [type, event?.type].filter((name) => typeof name === "string");
  return names.map((name) => (/^[\w.]{1,60}$/.test(name) ? name : "?")).join(" ") || "?";
}
