import type { LogEvent } from "./log-event.ts";

/** Fields that name the same account where they stand side by side. */
const ofAccount = [
  ...["user_id", "user_name", "username", "userName", "preferred_username"],
  ...["email", "phone_number", "phone"],
];

type Fields = Readonly<Record<string, unknown>>;

/**
 * The names of each account in an event: what stands side by side about one user, like the id and the e-mail address of
 * whoever logged in, and of whoever was changed.
 */
export function accountsIn({ raw }: Pick<LogEvent, "raw">): readonly (readonly string[])[] {
  const accounts: (readonly string[])[] = [];
  const open: unknown[] = [raw];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    open.push(...Object.values(value).filter((held) => typeof held === "object" && held !== null));
    if (Array.isArray(value)) continue;
    const names = namesOf(value as Fields);
    if (names.length > 0) accounts.push(names);
  }
  return accounts;
}

function namesOf(held: Fields): readonly string[] {
  const said = ofAccount.map((field) => held[field]);
  const names = said.filter((name) => typeof name === "string").map((name) => name.trim());
  return [...new Set([...names.filter((name) => name !== ""), ...linkedOf(held)])];
}

/** Accounts of several providers that were made one: `{ provider: "github", user_id: "4711" }`. */
function linkedOf({ identities }: Fields): readonly string[] {
  if (!Array.isArray(identities)) return [];
  return (identities as readonly unknown[]).flatMap((identity) => {
    const { provider, user_id: id } = (identity ?? {}) as Fields;
    const known = typeof id === "string" || typeof id === "number";
    return typeof provider === "string" && known ? [`${provider}|${id}`] : [];
  });
}

/** Whether a name cannot be somebody else's: an id, an e-mail address, a phone number, a keyed hash. */
export const isUnique = (name: string): boolean =>
  /^(?:[\w.-]+\|.+|[^\s@]+@[^\s@]+|\+?\d[\d\s().-]{6,}|h:[0-9a-f]{32})$/u.test(name.trim());
