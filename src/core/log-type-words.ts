import { UserError } from "./errors.ts";
import { excerpt } from "./excerpt.ts";
import { matcherOf } from "./log-match.ts";
import type { LogTerm } from "./log-query.ts";
import { refuseOpenEnd } from "./log-terms.ts";
import { knownCodes, namedGroups, typeGroups } from "./log-types/groups.ts";
import { logTopics, logTypes } from "./log-types/index.ts";
import { nearest } from "./nearest.ts";

/** Types that a line asks for, as terms of a query. */
export interface TypesWanted {
  /** As it is said again: known words in lower case. */
  readonly written: string;
  readonly terms: readonly LogTerm[];
}

/** Stands for every type that is not in our table. */
const unknownWord = "unknown";

/**
 * Codes, words for many, and `*` in codes, with commas between; what has a `-` in front is left out.
 * @throws UserError for a word that is neither a group nor looks like a code.
 */
export function typesOf(written: string): TypesWanted {
  refuseOpenEnd(written);
  const words = wordsIn(written);
  const said = words.map((word) => ({ word: word.replace(minus, ""), not: minus.test(word) }));
  if (said.length === 0) throw notTypes(written);
  const terms = [
    ...termsOf(said.flatMap(({ word, not }) => (not ? [] : [word]))),
    ...termsOf(said.flatMap(({ word, not }) => (not ? [word] : []))).map(negated),
  ];
  return { written: words.map((word) => word.replace(minus, "-")).join(","), terms };
}

const minus = /^[-–—−!]/u;

export const negated = ({ field, values, not }: LogTerm): LogTerm =>
  not ? { field, values } : { field, values, not: true };

function termsOf(words: readonly string[]): readonly LogTerm[] {
  if (words.length === 0) return [];
  if (!words.includes(unknownWord)) {
    return [{ field: "type", values: [...new Set(words.flatMap(codesFor))] }];
  }
  if (words.length > 1) {
    throw new UserError(`Ask for type:${unknownWord} by itself: it is what is none of the others.`);
  }
  return [{ field: "type", values: knownCodes, not: true }];
}

/** Whether a word among them is none of ours: then it may be anything. */
export const namesUnknown = (written: string): boolean =>
  wordsIn(written).some((word) => !isOurs(word.replace(minus, "")));

const isOurs = (word: string): boolean =>
  typeGroups.has(word) || logTypes.has(word) || word === unknownWord;

const wordsIn = (written: string): readonly string[] =>
  [...new Set(written.toLowerCase().split(/[\s,+]+/u))].filter((word) => word.replace(minus, ""));

/** A code that is not in our table stands for itself: Auth0 may have added it since. */
function codesFor(word: string): readonly string[] {
  const group = typeGroups.get(word);
  if (group) return group;
  if (logTypes.has(word) || /^[a-z0-9_]*\*[a-z0-9_*]*$/u.test(word)) return [word];
  const slip = nearest(word, [...typeGroups.keys(), unknownWord]);
  // Auth0's codes are short, or have underscores; longer words are meant as words.
  const mayBeCode = /^[a-z][a-z0-9_]*$/u.test(word) && (word.length <= 6 || word.includes("_"));
  if (mayBeCode && !(slip && word.length > 3)) return [word];
  throw notTypes(word, slip ?? nearest(word, knownCodes));
}

function notTypes(word: string, near?: string): UserError {
  const meant = near ? ` Did you mean "${near}"?` : "";
  const words = namedGroups.map((group) => group.word).join(", ");
  return new UserError(
    `"${excerpt(word, 40)}" is not a type of event.${meant} Give codes like fp,fu; or one of ${words}; or a topic: ${logTopics.join(", ")}; or a topic's kind, like login-failures.`,
  );
}

/** The codes that all terms of types let through: ours, and those that a term names. */
export function codesMeant(terms: readonly LogTerm[]): readonly string[] {
  const matches = matcherOf({ terms });
  const named = terms.flatMap(({ values, not }) => (not ? [] : values));
  const all = [...new Set([...named.filter((code) => !code.includes("*")), ...knownCodes])];
  return all.filter((type) => matches({ id: "", at: new Date(0), type, raw: {} }));
}

/** What to say of codes that are not in our table; they were searched for all the same. */
export function sayUnknownTypes(terms: readonly LogTerm[]): readonly string[] {
  const asked = terms.flatMap(({ field, values }) => (field === "type" ? values : []));
  return asked
    .filter((code) => !(code.includes("*") || logTypes.has(code)))
    .map((code) => {
      const near = nearest(code, knownCodes);
      return `Watchpost does not know the type "${code}"; it was searched for all the same.${near ? ` Did you mean "${near}"?` : ""}`;
    });
}
