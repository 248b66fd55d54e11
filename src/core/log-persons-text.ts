import { namesPerson } from "./log-names.ts";
import { spellingsOf } from "./spelling.ts";

/** Nobody is called by more characters than this. */
const longestName = 512;
/** Characters before and after an `@` or a `|` that may belong to it; addresses have 64 and 255. */
const reach = 300;

/** What is found in a text. `whole`: the text itself is a name, since it stands in a field for one. */
export function namesInText(text: string, whole: boolean, found: Set<string>): void {
  if (whole) {
    lookThrough(text, whole, found);
  } else if (!isPlain(text) && !nameless.has(text)) {
    const named = new Set<string>();
    lookThrough(text, whole, named);
    if (named.size === 0) nameless.add(text);
    for (const name of named) found.add(name);
  }
}

/** Without any sign that stands in a name, and too short to be one encoded. */
const isPlain = (text: string): boolean => text.length < shortestPacked && !signs.test(text);
const signs = /[@|:+/=%&\\]|[^\0-\x7f]/u;

/** Texts that name nobody: browsers, hosts and messages come again with nearly every event. */
const nameless = fewTexts();

/** Remembers some, and begins anew when there are many: they take some hundred kilobytes at most. */
function fewTexts() {
  const texts = new Set<string>();
  return {
    has: (text: string): boolean => texts.has(text),
    add(text: string): void {
      if (text.length > 300) return;
      if (texts.size >= 1000) texts.clear();
      texts.add(text);
    },
  };
}

function lookThrough(text: string, whole: boolean, found: Set<string>): void {
  for (const words of spellingsOf(text)) {
    if (whole) addWhole(words, found);
    namesInPlain(words, found);
  }
}

function namesInPlain(text: string, found: Set<string>): void {
  if (text.includes("@")) addAround(text, "@", isOfAddress, found);
  if (text.includes("|")) addAround(text, "|", isOfId, found);
  if (text.includes("h:")) addAll(text, hashed, found);
  if (text.includes("+")) addAll(text, phone, found);
  if (text.includes("/") && pathLike.test(text)) addAll(text, inPath, found);
  if (text.includes("=")) addParameters(text, found);
  if (text.includes(":") && termLike.test(text)) addTerms(text, found);
  if (text.length >= shortestPacked) addEncoded(text, found);
}

/** Of what would be searched for at length: most texts have none, and this is quick. */
const pathLike = /(?:users|members|blocks|identities)\//iu;
const termLike = /(?:mail|user|user_?id|name|phone|login)["']?:/iu;

function add(name: string, found: Set<string>): void {
  const trimmed = name.trim();
  if (trimmed.length > longestName || !/[\p{L}\p{N}\p{So}]/u.test(trimmed)) return;
  // Decoded it comes by again.
  if (trimmed.includes("%") && /%[0-9a-f]{2}/iu.test(trimmed)) return;
  found.add(trimmed);
  const digits = phoneDigits(trimmed);
  if (digits !== undefined) found.add(digits);
}

/** The identifier of an API is an address of the web, and stands in a field with a person's name. */
function addWhole(text: string, found: Set<string>): void {
  if (!/^https?:\/\//iu.test(text)) add(text, found);
}

/** A phone number as it is written without spaces; undefined for what is none, or has none. */
export function phoneDigits(text: string): string | undefined {
  if (!/^\+?[\d\s().-]{7,24}$/u.test(text)) return undefined;
  const digits = text.replace(/[^\d+]/g, "");
  return digits === text || digits.length < 7 ? undefined : digits;
}

/** What stands for a name where keyed hashes are kept in its place. */
const hashed = /(?<![\w:])(h:[0-9a-f]{32})(?!\w)/gu;
const phone = /(\+\d[\d\s().-]{5,20}\d)/gu;
/** `/api/v2/users/auth0%7C123/roles` is about a user; the keyed hash of an id stands there too. */
const inPath =
  /(?:^|\/)(?:users|members|user-blocks|identities\/[^/?#\s]{1,100})\/([^/?#\s"'<>{}]{1,512})/giu;

function addAll(text: string, pattern: RegExp, found: Set<string>): void {
  for (const [, name = ""] of text.matchAll(pattern)) add(name, found);
}

/** Each run of characters of this kind with the sign inside it. Looks at each sign's surroundings once: texts may be long. */
function addAround(
  text: string,
  sign: string,
  isOf: (code: number) => boolean,
  found: Set<string>,
): void {
  for (let at = text.indexOf(sign); at >= 0; ) {
    let [from, to] = [at, at + 1];
    while (from > 0 && at - from < reach && isOf(text.charCodeAt(from - 1))) from -= 1;
    while (to < text.length && to - at < reach && isOf(text.charCodeAt(to))) to += 1;
    const end = endOf(text, to);
    if (from < at && end > at + 1 && !isLogin(text, from)) add(text.slice(from, end), found);
    at = text.indexOf(sign, Math.max(to, at + 1));
  }
}

/** A sentence's full stop does not belong to a name. */
function endOf(text: string, to: number): number {
  let end = to;
  while (end > 0 && (text[end - 1] === "." || text[end - 1] === "-")) end -= 1;
  return end;
}

/** `https://name:word@host`: what stands before the `@` opens a door and names nobody. */
const isLogin = (text: string, from: number): boolean =>
  text[from - 1] === ":" && /:\/\/[^\s/]*$/u.test(text.slice(Math.max(0, from - 100), from));

const apart = (signs: string) => {
  const parting = new Set([...signs].map((sign) => sign.charCodeAt(0)));
  return (code: number) => code > 0x20 && code !== 0xa0 && !parting.has(code);
};
const isOfAddress = apart("<>\"'(),;:=&?#/\\|[]{}`");
/** Ids of enterprise connections have addresses in them. */
const isOfId = apart("<>\"'(),;=&?#/\\[]{}`");

/** `login_hint=mira@example.com&…` */
function addParameters(text: string, found: Set<string>): void {
  for (const [, key = "", value = ""] of text.matchAll(
    /(?<![\w.-])([\w.-]{1,60})=([^&#;\s"']{1,512})/gu,
  )) {
    if (namesPerson(key)) add(value.replaceAll("+", " "), found);
  }
}

/** Auth0's search language, and what else writes `user_id: …`. */
function addTerms(text: string, found: Set<string>): void {
  for (const [, key = "", quoted, bare] of text.matchAll(
    /(?<![\w-])([\w-]{2,30})["']?:\s{0,3}(?:"([^"]{1,512})"|([^\s"(),;{}[\]]{1,512}))/gu,
  )) {
    if (namesPerson(key)) add(quoted ?? bare ?? "", found);
  }
}

/** Characters; an address alone is shorter, and nobody writes one so. */
const shortestPacked = 36;

/** What tokens, SAML documents and states say, which are whole documents in base64. */
function addEncoded(text: string, found: Set<string>): void {
  if (/^\d+$/.test(text)) return;
  for (const run of packedIn(text)) {
    const parts = run.includes("/") ? run.split("/").filter(isLong) : [];
    for (const packed of [run, ...parts]) addUnpacked(packed, found);
  }
}

const isLong = ({ length }: string): boolean => length >= shortestPacked;

/** Runs of letters that may be base64. Each by its end: a pattern of that many letters and more cannot take a text of megabytes. */
function* packedIn(text: string): Generator<string> {
  const begins = /[\w+/-]{36}/gu;
  const ends = /[^\w+/-]/gu;
  for (let begun = begins.exec(text); begun; begun = begins.exec(text)) {
    ends.lastIndex = begins.lastIndex;
    const end = ends.exec(text)?.index ?? text.length;
    yield text.slice(begun.index, end);
    begins.lastIndex = end;
  }
}

function addUnpacked(packed: string, found: Set<string>): void {
  const bytes = Buffer.from(packed, "base64");
  if (!(bytes.includes(0x40) || bytes.includes(0x7c))) return;
  const words = bytes.toString("utf8");
  if (isText(words)) namesInPlain(words, found);
}

const isText = (words: string): boolean => !/[^\P{C}\n\r\t]|\uFFFD/u.test(words);
