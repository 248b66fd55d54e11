import { changeSpelled } from "./spelling.ts";

/**
 * What one message calls the people and addresses in it when more than the asker can see it: "user 1", "address 2".
 * Numbers, because everything else gives something away: the first letter and the length of an e-mail address are
 * enough for a colleague, its domain for anybody, and a hash is undone by trying everyone. They are the same through
 * one message, so that one user failing ten times differs from ten users failing once, and mean nothing beyond it.
 */
export interface Mask {
  user(value: string): string;
  address(value: string): string;
  /** The highest numbers given so far. */
  numbers(): Numbers;
}

export interface Numbers {
  readonly user: number;
  readonly address: number;
}

/** `from`: these numbers stand for others, whom nobody remembers any more. */
export function createMask(from: Numbers = { user: 0, address: 0 }): Mask {
  const users = numbered("user", from.user);
  const addresses = numbered("address", from.address);
  return {
    user: users.nameOf,
    address: addresses.nameOf,
    numbers: () => ({ user: users.highest(), address: addresses.highest() }),
  };
}

function numbered(word: string, from: number) {
  const seen = new Map<string, string>();
  const highest = () => from + seen.size;
  return {
    highest,
    nameOf(value: string): string {
      const key = value.trim().toLowerCase();
      const known = seen.get(key) ?? `${word} ${highest() + 1}`;
      seen.set(key, known);
      return known;
    },
  };
}

/** What stands for a secret, also before the one who may see everything else. */
export const redacted = "[removed]";

/**
 * Things that open doors, wherever they stand in a text: JSON Web Tokens, `Bearer …`, values of parameters that hold
 * codes and tokens, passwords in addresses, and long words of mixed letters and digits, which Auth0's tokens are.
 */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]{1,1000}(?:\.[\w-]*){1,4}/gu, redacted],
  [/\b(bearer|basic|dpop)\s+[\w.~+/=-]{6,}/giu, `$1 ${redacted}`],
  [
    /((?:token|secret|password|passwd|pwd|assertion|ticket|code|code_verifier|otp|state|nonce|signature|cookie|api_?key)["']?(?:=|%3D|"\s*:\s*"?))[^\s&"'#<>,;]+/giu,
    `$1${redacted}`,
  ],
  [/(:\/\/[^\s/:@]*:)[^\s/@]+@/gu, `$1${redacted}@`],
  [/\bv1\.[\w-]{20,}/gu, redacted],
  [/(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{40,}/gu, redacted],
];

/** A text without the secrets in it; people stay. */
export function withoutSecrets(words: string): string {
  return secrets.reduce((text, [pattern, instead]) => text.replace(pattern, instead), words);
}

/** In a web address `@`, `|` and `:` are escaped, sometimes twice; in a page `@` is; and some write it out. */
const people: readonly (readonly [RegExp, string])[] = [
  [
    /(?<![^\s<>"'(),;=])(?:[^\s<>"'(),;=]+|"[^"]{1,64}")(?:[@＠﹫]|%(?:25)*40|&(?:#0{0,5}64|#x0{0,5}40|commat);|\(at\)|\[at\])[^\s<>"'(),;]+/giu,
    "[e-mail address]",
  ],
  [/(?<![\w.-])[\w.-]+(?:\||%(?:25)*7c)[^\s<>"'(),;]+/giu, "[user id]"],
  [/\d{1,3}(?:\.\d{1,3}){3}/gu, "[address]"],
  [
    /(?<![\d:])\d{1,2}:\d{2}:\d{2}(?![\d:])|[0-9a-f]{0,4}(?:(?::|%3a)[0-9a-f]{0,4}){2,8}/giu,
    "[address]",
  ],
  [/\+\d[\d\s().-]{5,}\d|(?<!\d)\(?\d(?:[\s().-]*\d){8,}/gu, "[number]"],
];

/**
 * A text without what can be recognized as personal: e-mail addresses, user ids, IP addresses, phone numbers, tokens.
 * A name cannot be recognized, so this makes no text safe that was written about people: what is shown to many is
 * chosen by field first (`masked` in log words), and goes through here for what strayed into the wrong one.
 */
export const scrub = (words: string): string => changeSpelled(words, scrubPlain);

function scrubPlain(words: string): string {
  return people.reduce(
    (text, [pattern, instead]) =>
      text.replace(pattern, (found) => (isTime(found) || isNobody(found) ? found : instead)),
    withoutSecrets(words),
  );
}

const isTime = (found: string): boolean => /^\d{1,2}:\d{2}:\d{2}$/.test(found);

/** The machine that opens it, whoever's that is. */
const isNobody = (found: string): boolean => /^(?:127(?:\.\d{1,3}){3}|0\.0\.0\.0|::1)$/.test(found);

/** Whether a word can be shown to many: nothing personal is recognized in it. */
export const isPlain = (words: string): boolean => scrub(words) === words;

/** Names of fields whose value is a secret, whole or a part of the name. */
const secretName =
  /token|secret|passw|pwd|authorization|cookie|credential|assertion|ticket|verifier|signature|private|api[-_]?key|recovery|\botp\b|_otp|^otp|^(?:auth|authorization|oob|binding|user|device|mfa|verification|invitation)?[-_]?code$|^state$|^nonce$|^jwt$|^session_?id$/iu;
/** Named like secrets, and telling only how or whether: without them nobody can see what went wrong. */
const harmlessName =
  /(?:type|types|count|lifetime|expires?_?in|expiration|method|policy|strength|alg|algs|name|required|enabled)$/iu;
/** What an error's or an assessment's `code` looks like; those that open doors hold digits or capitals. */
const isWord = (held: unknown): boolean =>
  typeof held === "string" && /^[a-z]+(?:[_-][a-z]+)*$/u.test(held);

/**
 * A value as its owner's operator may see it: every field that holds a secret is removed, and so are secrets in texts.
 * Where a name and its value are two fields (`{ name: "cookie", value: … }`), the value goes with the name.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return withoutSecrets(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > 20) return redacted;
  if (Array.isArray(value)) return value.map((item: unknown) => redact(item, depth + 1));
  const entries = Object.entries(value);
  const named = entries.some(
    ([key, told]) =>
      /^(name|key|header)$/iu.test(key) && typeof told === "string" && isSecret(told),
  );
  return Object.fromEntries(
    entries.map(([key, held]) => {
      const hides = hidden(key, held) || (named && /^values?$/iu.test(key) && !isBare(held));
      return [withoutSecrets(key), hides ? redacted : redact(held, depth + 1)];
    }),
  );
}

const hidden = (key: string, held: unknown): boolean =>
  isSecret(key) && !isBare(held) && !(key.toLowerCase() === "code" && isWord(held));

/** Whether a field of this name with this value holds a secret that is still there. */
export const secretIn = (name: string, value: string): boolean =>
  value !== redacted && hidden(name, value);

const isSecret = (name: string): boolean => secretName.test(name) && !harmlessName.test(name);

/** Says nothing: whether a secret was there at all is worth knowing. */
const isBare = (held: unknown): boolean =>
  held === null || held === "" || typeof held === "boolean" || held === undefined;
