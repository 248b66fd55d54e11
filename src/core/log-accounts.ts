import type { LogEvent } from "./log-event.ts";
import { isHash, isUnique } from "./log-name-forms.ts";

/** Fields that name the same account where they stand side by side; and whether their values are one person's alone. */
const ofAccount = {
  user_id: true,
  email: true,
  phone_number: true,
  phone: true,
  user_name: false,
  username: false,
  userName: false,
  preferred_username: false,
} as const;

/** A name as an event has it. */
export interface AccountName {
  readonly name: string;
  /** It cannot be somebody else's: an id, an e-mail address, a phone number. */
  readonly unique: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The names of each account in an event: what stands side by side about one user, like the id and the e-mail address of
 * whoever logged in, and of whoever was changed.
 */
export function accountsIn({ raw }: Pick<LogEvent, "raw">): readonly (readonly AccountName[])[] {
  const accounts: (readonly AccountName[])[] = [];
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

function namesOf(held: Fields): readonly AccountName[] {
  const names = Object.entries(ofAccount).flatMap(([field, unique]) => {
    const said = held[field];
    const name = typeof said === "string" ? said.trim() : "";
    // What a hash stands for cannot be seen, but where it stands.
    return name === "" ? [] : [{ name, unique: isHash(name) ? unique : isUnique(name) }];
  });
  return [...names, ...linkedOf(held).map((name) => ({ name, unique: true }))];
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
