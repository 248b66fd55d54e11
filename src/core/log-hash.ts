import { createHmac, type KeyObject } from "node:crypto";
import { isIP } from "node:net";
import { UserError } from "./errors.ts";
import { fold } from "./log-match.ts";
import { isHash, isUnique } from "./log-name-forms.ts";
import { phoneDigits } from "./log-persons-text.ts";
import type { LogQuery, LogTerm } from "./log-query.ts";

/** Gives what stands for a name or an address: the same for the same one, and nothing can be read from it without the key. */
export type Hash = (value: string) => string;

/** Of HMAC-SHA256: as many as nobody finds two values for. */
const bytes = 16;
/** Names come again and again; those of a day's events need not be worked out anew. */
const mostKnown = 50_000;

/** What hashes are made with; an object of the system's, outside the heap, where it is a secret of the settings. */
export type HashKey = string | KeyObject;

export function createHash(key: HashKey): Hash {
  const known = new Map<string, string>();
  return (value) => {
    if (isHash(value)) return value;
    const plain = phoneDigits(value.trim()) ?? fold(value);
    const hash =
      known.get(plain) ??
      `h:${createHmac("sha256", key)
        .update(plain)
        .digest("hex")
        .slice(0, bytes * 2)}`;
    if (known.size >= mostKnown) known.clear();
    known.set(plain, hash);
    return hash;
  };
}

/**
 * The query that finds what is kept as hashes, and what was kept before there were any.
 * @throws UserError where it asks for parts of values that only their hashes are kept of.
 */
export const hashedQuery = (query: LogQuery, hash: Hash): LogQuery => ({
  ...query,
  terms: query.terms.map((term) => ({ ...term, values: valuesOf(term, hash) })),
});

function valuesOf({ field, values }: LogTerm, hash: Hash): readonly string[] {
  switch (field) {
    case "user":
    case "person":
      return values.flatMap((value) => [value, hash(whole(value, "*"))]);
    case "ip":
      return values.flatMap((value) => [value, hash(whole(value, "/"))]);
    case "text":
      return values.flatMap((value) =>
        isUnique(value) || isIP(value.trim()) > 0 ? [value, hash(value)] : [value],
      );
    default:
      return values;
  }
}

function whole(value: string, sign: string): string {
  if (!value.includes(sign)) return value;
  throw new UserError(
    `"${value}" cannot be looked for: this tenant's people and addresses are kept as keyed hashes, so only a whole one can be found. Say it without "${sign}".`,
  );
}
