import { UserError } from "../core/errors.ts";
import { excerpt } from "../core/excerpt.ts";
import {
  codesOf,
  type LogKind,
  type LogTopic,
  loginFailureTypes,
  logKinds,
  logTopics,
  logTypes,
} from "../core/log-types/index.ts";
import { nearest } from "../core/nearest.ts";

/** Types of events that a search is for. */
export interface TypesWanted {
  /** As it is said again: known words in lower case. */
  readonly written: string;
  readonly codes: readonly string[];
  /** Codes that are not in our table, but may be in Auth0's. */
  readonly unknown: readonly string[];
}

const plurals: Readonly<Record<LogKind, string>> = {
  success: "successes",
  failure: "failures",
  warning: "warnings",
  notice: "notices",
};

/** Words for many types at once: kinds, topics, and a topic's kinds, like `login-failures`. */
const groups: ReadonlyMap<string, readonly string[]> = new Map([
  ...logKinds.flatMap((kind) => spelled(plurals[kind], codesOf({ kind }), kind)),
  ...logTopics.flatMap((topic) => spelled(topic.replace(/s?$/u, "s"), codesOf({ topic }), topic)),
  ...logTopics.flatMap((topic) => logKinds.flatMap((kind) => together(topic, kind))),
  ...spelled("failed-logins", loginFailureTypes, "login-failures"),
  ...spelled("errors", codesOf({ kind: "failure" }), "error"),
]);

function spelled(
  plural: string,
  codes: readonly string[],
  singular: string,
): (readonly [string, readonly string[]])[] {
  return [singular, plural].map((word) => [word, codes] as const);
}

function together(topic: LogTopic, kind: LogKind): (readonly [string, readonly string[]])[] {
  const codes = codesOf({ topic, kind });
  return codes.length > 0 ? spelled(`${topic}-${plurals[kind]}`, codes, `${topic}-${kind}`) : [];
}

/** @throws UserError for a word that is neither a group nor looks like a code. */
export function typesOf(written: string): TypesWanted {
  const words = wordsIn(written);
  if (words.length === 0) throw notTypes(written);
  const found = words.map((word) => ({ word, codes: codesFor(word) }));
  return {
    written: words.join(","),
    codes: [...new Set(found.flatMap(({ codes, word }) => codes ?? [word]))],
    unknown: found.filter(({ codes }) => !codes).map(({ word }) => word),
  };
}

/** Whether a word among them is none of ours: then it may be anything. */
export const namesUnknown = (written: string): boolean =>
  wordsIn(written).some((word) => !(groups.has(word) || logTypes.has(word)));

const wordsIn = (written: string): readonly string[] =>
  [...new Set(written.toLowerCase().split(/[\s,+]+/u))].filter(Boolean);

/** Undefined: a code that Auth0 may have added since. */
function codesFor(word: string): readonly string[] | undefined {
  const group = groups.get(word);
  if (group) return group;
  if (logTypes.has(word)) return [word];
  const slip = nearest(word, [...groups.keys()]);
  // Auth0's codes are short, or have underscores; longer words are meant as words.
  const mayBeCode = /^[a-z][a-z0-9_]*$/u.test(word) && (word.length <= 6 || word.includes("_"));
  if (mayBeCode && !(slip && word.length > 3)) return undefined;
  throw notTypes(word, slip ?? nearest(word, [...logTypes.keys()]));
}

function notTypes(word: string, near?: string): UserError {
  const meant = near ? ` Did you mean "${near}"?` : "";
  return new UserError(
    `"${excerpt(word, 40)}" is not a type of event.${meant} Give codes like fp,fu; or one of ${logKinds
      .map((kind) => plurals[kind])
      .join(", ")}; or a topic: ${logTopics.join(", ")}; or both, like login-failures.`,
  );
}

/** What to say of codes that are not in our table; they were searched for all the same. */
export function sayUnknown({ unknown }: TypesWanted): readonly string[] {
  return unknown.map((code) => {
    const near = nearest(code, [...logTypes.keys()]);
    return `Watchpost does not know the type "${code}"; it was searched for all the same.${near ? ` Did you mean "${near}"?` : ""}`;
  });
}
