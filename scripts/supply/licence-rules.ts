import type { Place } from "./lock.ts";

/**
 * Licences (by their SPDX names) under which packages may ship with Watchpost: each lets everybody use, change and pass on
 * the whole, and asks for no more than its own text, or for the package's own source.
 */
const allowed: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "Bitstream-Vera",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MPL-2.0",
  "Unlicense",
]);

/** What packages come to whose own words for it are none that a program can read. Looked at by hand. */
const readByHand: Readonly<Record<string, string>> = {
  // The fonts are Bitstream's and Tavmjong Bah's, under the same words; the packaging is in the public domain.
  "dejavu-fonts-ttf": "Bitstream-Vera AND Unlicense",
};

/** The licence as SPDX writes it, or undefined where a package says nothing. */
export const licenceOf = ({ name, licence }: Pick<Place, "name" | "licence">): string | undefined =>
  readByHand[name] ?? licence;

/** Why the package may not ship, in a sentence; undefined where it may. */
export function licenceProblem(
  place: Pick<Place, "name" | "version" | "licence">,
): string | undefined {
  const licence = licenceOf(place);
  const title = `${place.name} ${place.version}`;
  if (licence === undefined) {
    return `${title} names no licence, so nobody may pass it on. Do without it.`;
  }
  if (isAllowed(licence)) return undefined;
  return `${title} is under "${licence}", which is not among the licences that may ship (scripts/supply/licence-rules.ts). Do without it, or add the licence there.`;
}

/** Reads SPDX expressions: of `OR` one must be allowed, of `AND` all. What cannot be read is not allowed. */
export function isAllowed(expression: string): boolean {
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  const verdict = anyOf(words);
  return verdict === true && words.length === 0;
}

/** Each takes the words it has read; undefined where they make no sense. */
function anyOf(words: string[]): boolean | undefined {
  const verdicts = [allOf(words)];
  while (words[0] === "OR") {
    words.shift();
    verdicts.push(allOf(words));
  }
  return verdicts.includes(undefined) ? undefined : verdicts.includes(true);
}

function allOf(words: string[]): boolean | undefined {
  const verdicts = [one(words)];
  while (words[0] === "AND") {
    words.shift();
    verdicts.push(one(words));
  }
  return verdicts.includes(undefined) ? undefined : !verdicts.includes(false);
}

function one(words: string[]): boolean | undefined {
  const word = words.shift();
  if (word === undefined || word === ")" || word === "AND" || word === "OR") return undefined;
  if (word !== "(") return allowed.has(word);
  const verdict = anyOf(words);
  return words.shift() === ")" ? verdict : undefined;
}
