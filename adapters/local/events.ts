import type { ServerResponse } from "node:http";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import { safety } from "./doors.ts";
import type { Entry } from "./entry.ts";
import { isVisible, type Messages, type View } from "./messages.ts";
import { asShown } from "./shown.ts";

const heartbeatMs = 15 * SECOND;
/** Bytes that a slow reader may leave lying; beyond, it is let go and resumes where it stopped. */
const mostWaiting = 16 * 1024 * 1024;

/**
 * Streams every message the viewer may see, in the order of change: those that changed after `after`, then each
 * as it is shown or edited. The event's id is the entry's version, so a reader who returns misses nothing.
 */
export function streamEvents(
  response: ServerResponse,
  { messages, clock, view, after }: { messages: Messages; clock: Clock; view: View; after: number },
): void {
  const ended = new AbortController();
  response.writeHead(200, { ...safety, "content-type": "text/event-stream; charset=utf-8" });
  response.write("retry: 2000\n\n");

  const send = (entry: Entry) => {
    response.write(`id: ${entry.version}\ndata: ${asShown(entry)}\n\n`);
  };
  const missed = messages.list(view).filter(({ version }) => version > after);
  for (const entry of missed.sort((a, b) => a.version - b.version)) send(entry);
  const unwatch = messages.watch((entry) => {
    if (response.writableLength > mostWaiting) response.destroy();
    else if (isVisible(entry, view)) send(entry);
  });

  response.on("close", () => {
    unwatch();
    ended.abort();
  });
  void beat(response, clock, ended.signal);
}

/** A comment now and then, so that a dead connection is noticed at both ends. */
async function beat(response: ServerResponse, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.after(heartbeatMs, signal);
    if (!signal.aborted) response.write(": still here\n\n");
  }
}
