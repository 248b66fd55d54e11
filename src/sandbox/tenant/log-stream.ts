import type { RawEvent } from "./event.ts";
import type { History } from "./history.ts";

/** Where a log stream is sent to. */
export interface StreamTarget {
  readonly url: string;
  readonly token: string;
}

/** Auth0 sends a few hundred at most. */
const mostAtOnce = 500;
const patienceMs = 20_000;

/** Sends the tenant's log as a custom webhook does: from its beginning, at least once, and again until it is taken. */
export function createLogStream(history: Pick<History, "after">, { url, token }: StreamTarget) {
  let cursor: string | undefined;
  let sending = false;

  /** False when nothing is left, or was not taken. */
  async function sendSome(): Promise<boolean> {
    const events = history.after(cursor, mostAtOnce);
    const last = events.at(-1);
    if (!last || !(await deliver(events))) return false;
    cursor = last.log_id;
    return events.length === mostAtOnce;
  }

  async function deliver(events: readonly RawEvent[]): Promise<boolean> {
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

  return {
    /** Sends what is new by now. Never rejects. */
    async tick(): Promise<void> {
      if (sending) return;
      sending = true;
      while (await sendSome());
      sending = false;
    },
  };
}

const lineOf = (data: RawEvent): string => JSON.stringify({ log_id: data.log_id, data });
