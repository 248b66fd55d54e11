import { createHash } from "node:crypto";
import type { LogEvent } from "./log-event.ts";
import { textOf } from "./log-match.ts";
import { logTypeOf } from "./log-types/index.ts";

/**
 * Why an event of this type happened, in a word that names no person: failures of one type are counted apart by it. Empty
 * for what did not go wrong; `~` and eight digits stand for words that we have no name for.
 */
export function causeOf(event: LogEvent): string {
  const kind = logTypeOf(event.type)?.kind;
  if (kind === "success" || kind === "notice") return "";
  const words = skeletonOf(textOf(event));
  return words === "" ? "" : `~${createHash("sha256").update(words).digest("hex").slice(0, 8)}`;
}

/** A text without what differs from one event to the next: names, numbers, ids, addresses. */
function skeletonOf(text: string): string {
  return text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => /^[a-z_'-]+[.,:;!?]?$/u.test(word))
    .join(" ")
    .slice(0, 200);
}
