import { redacted, secretIn } from "./mask.ts";

/** What opens doors, in a text that is about to be shown: where it may be at all, how it looks, what stands for it. */
interface Look {
  readonly sign: RegExp;
  readonly pattern: RegExp;
  instead(found: string, ...parts: readonly string[]): string;
}

const gone = () => redacted;

/**
 * The same things as in `withoutSecrets`, told more narrowly: here come texts that say "bearer tokens", documents whose
 * fields must still be fields, and ids of people and places that are as long as a token.
 */
const looks: readonly Look[] = [
  { sign: /eyJ/u, pattern: /eyJ[\w-]{1,1000}(?:\.[\w-]*){1,4}/gu, instead: gone },
  {
    sign: /bearer|basic|dpop/iu,
    pattern: /\b(bearer|basic|dpop)\s+(?=[\w.~+/=-]*\d)[\w.~+/=-]{6,}/giu,
    instead: (_, scheme = "") => `${scheme} ${redacted}`,
  },
  {
    sign: /=|%3D/iu,
    pattern:
      /((?:token|secret|password|passwd|pwd|assertion|ticket|code|code_verifier|otp|state|nonce|signature|cookie|api_?key)(?:=|%3D))[^\s&"'#<>,;]+/giu,
    instead: (_, name = "") => `${name}${redacted}`,
  },
  {
    sign: /"\s*:/u,
    pattern: /"([\w-]{1,60})"(\s*:\s*)("(?:[^"\\]|\\.)*"|\d+)/gu,
    instead: (found, name = "", colon = "", value = "") =>
      secretIn(name, value.replaceAll('"', "")) ? `"${name}"${colon}"${redacted}"` : found,
  },
  {
    sign: /:\/\//u,
    pattern: /(:\/\/[^\s/:@"']{0,200}:)[^\s/@"'<>,]{1,500}@/gu,
    instead: (_, before = "") => `${before}${redacted}@`,
  },
  { sign: /v1\./u, pattern: /\bv1\.[\w-]{20,}/gu, instead: gone },
];

/** What follows a `|` is an id, however long. */
const long: Look = {
  sign: /[\w-]{40}/u,
  pattern: /(?<![\w|-])[\w-]{40,}/gu,
  instead: (found) =>
    /[a-z]/u.test(found) && /[A-Z]/u.test(found) && /\d/u.test(found) ? redacted : found,
};

/** Whether whoever reads it has said it themselves. */
type IsTheirs = (found: string) => boolean;

const without =
  (isTheirs: IsTheirs) =>
  (words: string, { sign, pattern, instead }: Look): string =>
    sign.test(words)
      ? words.replace(pattern, (found: string, ...parts: string[]) =>
          isTheirs(found) ? found : instead(found, ...parts),
        )
      : words;

const nobodys = () => false;

/** A text without what opens doors. */
export const withoutKeys = (words: string, isTheirs: IsTheirs = nobodys): string =>
  [...looks, long].reduce(without(isTheirs), words);

/** An address of the web without what opens doors; pages have long names. */
export const addressWithoutKeys = (address: string): string =>
  looks.reduce(without(nobodys), address);
