import { isIPv4, isIPv6 } from "node:net";
import { changeSpelled } from "./spelling.ts";

/** What can be recognized as personal wherever it stands. */
interface Look {
  /** Most texts have nothing of the kind, and this is quick. */
  readonly sign: RegExp;
  readonly pattern: RegExp;
  readonly instead: string;
  isOne(found: string): boolean;
}

const looks: readonly Look[] = [
  {
    sign: /[@＠﹫]|[([]at[)\]]/iu,
    pattern:
      /(?<![^\s<>"'(),;:=/?&#[\]{}])(?:[^\s<>"'(),;:=/?&#@[\]{}]{1,128}|"[^"]{1,64}")(?:[@＠﹫]|\(at\)|\[at\])(?:\[[^\]\s]{1,60}\]|[^\s<>"'(),;|/?&#[\]{}]+)/giu,
    instead: "[e-mail address]",
    isOne: isMail,
  },
  {
    sign: /\|/u,
    pattern: /(?<![\w.|-])[a-z][\w.-]{0,80}\|[^\s<>"'(),;[\]{}]+/giu,
    instead: "[user id]",
    isOne: isUserId,
  },
  {
    sign: /\d\.\d{1,3}\.\d/u,
    pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d)/gu,
    instead: "[address]",
    isOne: (found) => isIPv4(found) && !isNobody(found),
  },
  {
    sign: /:[0-9a-f]{0,4}:/iu,
    pattern: /(?<![\w:.])[0-9a-f]{0,4}:[0-9a-f:.]{1,64}(?![\w:])/giu,
    instead: "[address]",
    isOne: (found) => isIPv6(found.replace(/[:.]$/u, "")) && !isNobody(found),
  },
  {
    sign: /\+\d/u,
    pattern: /(?<![\w)])\+\d(?:[\s().-]{0,2}\d){6,14}(?!\d)/gu,
    instead: "[number]",
    isOne: (found) => !hasDate(found),
  },
  {
    sign: /\d{9}/u,
    pattern: /(?<![\w.+-])\d{9,15}(?![\w-]|\.\d)/gu,
    instead: "[number]",
    isOne: () => true,
  },
  {
    sign: /\d[\s/).-]{1,2}\d/u,
    pattern:
      /(?<![\w.:/-])(?:\(0\d{1,5}\)|0\d{1,5})(?:[\s/-]{1,2}\d{2,}){1,5}(?![\w:]|[.-]\d)|(?<![\w.:-])(?:\(\d{3}\)\s?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w:]|[.-]\d)/gu,
    instead: "[number]",
    isOne: (found) => found.replace(/\D/gu, "").length >= 9 && !hasDate(found),
  },
];

/** `name@4.12.0` is a package's version, `07:00@Europe` an hour there; and some platforms write a conversation's id so. */
function isMail(found: string): boolean {
  if (/^\d{1,2}@[a-z]+$/iu.test(found)) return false;
  const domain = found.replace(/^.*(?:[@＠﹫]|\(at\)|\[at\])/isu, "");
  return !/^[\^~=v<>]*\d+(?:\.[\dx*]+)+|^[\^~]?\d*$|^(?:latest|next|canary|beta)$|^thread\.|^[.…*]*$/iu.test(
    domain,
  );
}

/** Words side by side with a bar between them are choices: "ack|own|done". */
function isUserId(found: string): boolean {
  const [way = "", ...rest] = found.split("|");
  const id = rest.join("|");
  return ways.has(way.toLowerCase()) ? id.length > 0 : id.length >= 5 && /[\d@]/u.test(id);
}

/** How people log in, as their ids begin. */
const ways = new Set(
  "auth0 email sms google-oauth2 google-apps github facebook twitter linkedin windowslive apple samlp waad adfs ad oidc okta oauth2 passkey pingfederate line amazon".split(
    " ",
  ),
);

/** The machine that opens it, whoever's that is. */
const isNobody = (found: string): boolean =>
  /^(?:127(?:\.\d{1,3}){3}|0\.0\.0\.0|::1?)$/u.test(found);

const hasDate = (found: string): boolean => /\d{4}-\d{2}-\d{2}/u.test(found);

/**
 * A text without what can be recognized as personal, in any spelling. As in `scrub`, but told more narrowly: here come the
 * bot's own words, with times, versions, counts and ids of events in them.
 */
export function withoutRecognized(words: string, isPublic: (found: string) => boolean): string {
  const change = (plain: string) =>
    looks.reduce(
      (text, { sign, pattern, instead, isOne }) =>
        sign.test(text)
          ? text.replace(pattern, (found) => (isOne(found) && !isPublic(found) ? instead : found))
          : text,
      plain,
    );
  return changeSpelled(words, change);
}
