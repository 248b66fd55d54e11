import { HOUR } from "../../core/clock.ts";
import { logIdOf, type RawEvent } from "./event.ts";
import type { History } from "./history.ts";

/** Where a log stream is sent to. */
export interface StreamTarget {
  readonly url: string;
  readonly token: string;
}

/** Auth0 sends a few hundred at most. */
const mostAtOnce = 500;
const patienceMs = 20_000;
/** What is that young is sent first, for who waits at the other side; then the rest, from its beginning. */
const recentMs = 2 * HOUR;
/** Deliveries of the rest in one go: what is new must not wait for all of it. */
const pastAtOnce = 8;

/** Sends the tenant's log as a custom webhook does: at least once, and again until it is taken. */
export function createLogStream(
  history: Pick<History, "takenInAfter">,
  { target, now }: { readonly target: StreamTarget; readonly now: () => Date },
) {
  const recent = logIdOf(now().getTime() - recentMs, 0, 0);
  let newest = recent;
  let oldest: string | undefined;
  let past = true;
  let sending = false;

  /** False when nothing is left, or was not taken. */
  async function sendNew(): Promise<boolean> {
    const events = history.takenInAfter(newest, mostAtOnce);
    const last = events.at(-1);
    if (!last || !(await deliver(events, target))) return false;
    newest = last.log_id;
    return events.length === mostAtOnce;
  }

  async function sendPast(): Promise<void> {
    for (let left = pastAtOnce; past && left > 0; left -= 1) {
      const events = history
        .takenInAfter(oldest, mostAtOnce)
        .filter(({ log_id }) => log_id <= recent);
      const last = events.at(-1);
      if (last && !(await deliver(events, target))) return;
      past = last !== undefined;
      oldest = last?.log_id ?? oldest;
    }
  }

  return {
    /** Sends what is new by now, and some of what is old. Never rejects. */
    async tick(): Promise<void> {
      if (sending) return;
      sending = true;
      while (await sendNew());
      await sendPast();
      sending = false;
    },
  };
}

async function deliver(
  events: readonly RawEvent[],
  { url, token }: StreamTarget,
): Promise<boolean> {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), patienceMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { authorization: token, "content-type": "application/json" },
      body: events.map(lineOf).join("\n"),
      signal: stop.signal,
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false; // Nobody is there, or no longer: it is tried again.
  } finally {
    clearTimeout(late);
  }
}

const lineOf = (data: RawEvent): string => JSON.stringify({ log_id: data.log_id, data });
