import type { LogEvent } from "./log-event.ts";

/** Fields, anywhere in an event, whose value names a person: their id, name, e-mail address or phone number. */
const naming =
  /^(?:user_?id|user_?name|e?mail|email_?address|to|phone|phone_?number|recipient|nickname|given_?name|family_?name)$/iu;

/** Everything in an event that names a person, wherever it stands: whoever did it, and whom it was done to. */
export function personsIn({ raw }: Pick<LogEvent, "raw">): ReadonlySet<string> {
  const found = new Set<string>();
  collect(raw, "", found, 0);
  return found;
}

const deepest = 12;

function collect(value: unknown, key: string, found: Set<string>, depth: number): void {
  if (typeof value === "string") collectWords(value, key, found);
  if (typeof value !== "object" || value === null || depth > deepest) return;
  for (const [name, held] of Object.entries(value)) {
    collect(held, Array.isArray(value) ? key : name, found, depth + 1);
  }
}

function collectWords(value: string, key: string, found: Set<string>): void {
  if (value !== "" && naming.test(key)) found.add(value);
  for (const id of idsInPath(value, key)) found.add(id);
}

/** `/api/v2/users/auth0%7C123/roles` is about a user. */
function idsInPath(value: string, key: string): readonly string[] {
  if (key !== "path") return [];
  const [, id] = /\/users\/([^/?]+)/.exec(value) ?? [];
  if (id === undefined) return [];
  try {
    return [decodeURIComponent(id)];
  } catch {
    return [id];
  }
}
