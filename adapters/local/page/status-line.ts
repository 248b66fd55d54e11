import { part } from "./dom.ts";
import type { Connection } from "./live.ts";
import { sayTime } from "./times.ts";

/** Says whether the page can be believed. */
export function showConnection(connection: Connection): void {
  const shown = part("connection", HTMLElement);
  shown.dataset.state = connection.kind;
  const words = say(connection);
  // Said again only when it changes: a screen reader reads it out each time.
  if (shown.textContent !== words) shown.textContent = words;
  const warning = part("stale", HTMLElement);
  warning.hidden = connection.kind !== "lost";
  if (connection.kind === "lost") {
    const since = sayTime(connection.since, new Date());
    warning.textContent = `Watchpost cannot be reached since ${since}. What you see may be out of date; the page keeps trying.`;
  }
}

function say({ kind }: Connection): string {
  if (kind === "live") return "Live";
  return kind === "lost" ? "Not connected" : "Connecting…";
}
