import { isIP } from "node:net";
import type { Hash } from "./log-hash.ts";
import { fold } from "./log-match.ts";
import { withoutSecrets } from "./mask.ts";
import { changeSpelled } from "./spelling.ts";

/** Shorter names stand inside too many words. */
const shortest = 3;
/** Where an event names more people, its texts are hashed whole. */
const mostNames = 300;

/** Hides an event's people and addresses in its texts, under these names too. */
export function createTextHasher(names: Iterable<string>, hash: Hash) {
  const all = [...new Set([...names].map(fold))]
    .filter((name) => name.length >= shortest)
    .sort((one, other) => other.length - one.length);
  const hideNamed = (plain: string): string => {
    const unnamed = all.reduce((text, name) => hideName(text, name, hash), plain);
    return hideAddresses(hideTokens(unnamed, hash), hash);
  };
  return {
    hide: (text: string): string =>
      all.length > mostNames ? hash(text) : changeSpelled(withoutSecrets(text), hideNamed),
  };
}

/** A text without what can be told to be an id or an address. `agent`: a browser's version looks like an address. */
export function hideIds(text: string, hash: Hash, { agent = false } = {}): string {
  // Most are the word for a kind of thing.
  if (/^[\w -]{0,40}$/u.test(text) && !/\d{7}/u.test(text)) return text;
  return changeSpelled(withoutSecrets(text), (plain) => {
    const hidden = hideTokens(plain, hash);
    return hideAddresses(hidden, hash, { agent });
  });
}

/** A name that stands there as a word of its own, whatever its case. */
function hideName(text: string, name: string, hash: Hash): string {
  const lower = text.toLowerCase();
  if (!lower.includes(name)) return text;
  // Some letters are longer in another case: then places differ.
  if (lower.length !== text.length) return hash(text);
  const parts: string[] = [];
  let from = 0;
  for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + name.length)) {
    if (isInWord(text, at, at + name.length)) continue;
    parts.push(text.slice(from, at), hash(name));
    from = at + name.length;
  }
  return parts.join("") + text.slice(from);
}

const isInWord = (text: string, from: number, to: number): boolean =>
  /[\p{L}\p{N}]/u.test(text.charAt(from - 1)) || /[\p{L}\p{N}]/u.test(text.charAt(to));

/** Ids and e-mail addresses: runs with a `|` or an `@` in them. Phone numbers: with their plus, spaces and all. */
const token =
  /\+\d[\d\s().-]{5,20}\d|[^\s<>"'(),;=&?#/\\[\]{}`|]{1,300}(?:\|[^\s<>"'(),;=&?#/\\[\]{}`]{1,300})+|[^\s<>"'(),;:=&?#/\\|[\]{}`@]{1,300}(?:[@＠﹫]|&(?:#0{0,5}64|#x0{0,5}40|commat);)[^\s<>"'(),;:=&?#/\\|[\]{}`@]{1,300}/giu;

const hideTokens = (text: string, hash: Hash): string =>
  /[@＠﹫|+]|&[#c]/iu.test(text) ? text.replace(token, (found) => hashToken(found, hash)) : text;

/** A sentence's full stop does not belong to it. */
const hashToken = (found: string, hash: Hash): string => {
  const [, name = "", rest = ""] = /^(.*?)([.-]*)$/su.exec(found) ?? [];
  return hash(name) + rest;
};

function hideAddresses(text: string, hash: Hash, { agent = false } = {}): string {
  if (!/[.:]/u.test(text)) return text;
  const four = agent
    ? text
    : text.replace(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/gu, (found) => hash(found));
  return four.replace(/(?<![\w:])[0-9a-f:]{2,39}(?![\w:])/giu, (found) =>
    isIP(found) === 6 ? hash(found) : found,
  );
}
