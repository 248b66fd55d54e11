/** So many times over a text may be encoded by those who pass it on. */
const mostRounds = 5;

/**
 * A text, and what it reads once its letters are written plainly: percent signs, references of HTML, escapes of JSON and wide
 * letters are undone, round by round. Whoever looks for people in texts, to forget or to mask them, looks at each of these.
 */
export function spellingsOf(text: string): readonly string[] {
  const all = [text];
  for (let [round, last] = [0, text]; round < mostRounds; round += 1) {
    const plain = plainly(last);
    if (plain === last) break;
    all.push(plain);
    last = plain;
  }
  return all;
}

/**
 * A text as `change` changes it, also where it stands there in another spelling: a word that has to be changed once it is
 * written plainly is written plainly.
 */
export const changeSpelled = (text: string, change: (plain: string) => string): string =>
  change(
    plainly(text) === text
      ? text
      : text.replace(/[^\s"'<>]+/gu, (word) => changeWord(word, change)),
  );

/** First of all as plainly as it can be: half of it changed, the rest could not be read any more. */
function changeWord(word: string, change: (plain: string) => string): string {
  for (const plain of spellingsOf(word).slice(1).reverse()) {
    const shown = change(plain);
    if (shown !== plain) return shown.replace(/\p{Cc}+/gu, " ");
  }
  return word;
}

/** One round. */
function plainly(text: string): string {
  const decoded = /[%&\\]/u.test(text) ? text.replace(escaped, (found) => decode(found)) : text;
  return /[^\0-\x7f]/u.test(decoded) ? decoded.normalize("NFKC").replace(/\p{Cf}+/gu, "") : decoded;
}

const escaped =
  /(?:%[0-9a-f]{2})+|%u[0-9a-f]{4}|&#0*\d{1,7};?|&#x0*[0-9a-f]{1,6};?|&[a-z]{2,12};|\\u[0-9a-f]{4}|\\u\{0*[0-9a-f]{1,6}\}|\\x[0-9a-f]{2}|\\["\\/bfnrt]/giu;

function decode(found: string): string {
  if (found.startsWith("&")) return reference(found);
  if (/^[%\\]u/iu.test(found)) return letter(found, found.replace(/[^0-9a-f]/giu, ""), 16);
  if (found.startsWith("%")) return percent(found);
  if (/^\\x/iu.test(found)) return letter(found, found.slice(2), 16);
  return /["\\/]/u.test(found.slice(1)) ? found.slice(1) : " ";
}

/** Bit by bit: bytes that are no letter must not hide the others. */
function percent(found: string): string {
  try {
    return decodeURIComponent(found);
  } catch {
    return found.replace(/%[0-7][0-9a-f]/giu, (one) => decodeURIComponent(one));
  }
}

function reference(found: string): string {
  const [, hex, decimal, name = ""] = /^&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));?$/iu.exec(found) ?? [];
  if (hex !== undefined) return letter(found, hex, 16);
  if (decimal !== undefined) return letter(found, decimal, 10);
  const named = name.toLowerCase();
  return Object.hasOwn(references, named) ? (references[named] ?? found) : found;
}

function letter(found: string, digits: string, base: 10 | 16): string {
  const code = Number.parseInt(digits, base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : found;
}

/** Of signs that may stand in an address or an id, and around one. */
const references: Readonly<Record<string, string>> = {
  commat: "@",
  verbar: "|",
  vert: "|",
  verticalline: "|",
  period: ".",
  lowbar: "_",
  underbar: "_",
  hyphen: "-",
  dash: "-",
  plus: "+",
  colon: ":",
  percnt: "%",
  num: "#",
  equals: "=",
  sol: "/",
  bsol: "\\",
  amp: "&",
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
  nbsp: " ",
  tab: " ",
  newline: " ",
};
