import type { Hash } from "../core/log-hash.ts";
import { fold } from "../core/log-match.ts";
import { personsIn } from "../core/log-persons.ts";
import type { LogTerm } from "../core/log-query.ts";
import { type Message, text } from "../core/message.ts";
import type { Kept } from "./tail-book.ts";

/** Whether what a tail looks for names one of these: as a value, in words, or but for a star. */
export function looksFor(
  terms: readonly LogTerm[],
  names: readonly string[],
  hash: Hash | undefined,
): boolean {
  const wanted = new Set(names.map(fold));
  const isAbout = (value: string): boolean =>
    [...personsIn({ raw: { user: value } }), ...(hash ? [hash(value)] : [])].some((name) =>
      wanted.has(fold(name)),
    );
  return terms
    .flatMap(({ values }) => values)
    .some((value) => isAbout(value) || [...wanted].some((name) => isPatternOf(fold(value), name)));
}

/** `*@example.com` is about everybody there; `ada*` is about somebody. */
function isPatternOf(value: string, name: string): boolean {
  const [first = "", ...others] = value.split("*");
  const rest = name.slice(first.length);
  return (
    others.length > 0 &&
    first.length > 1 &&
    name.startsWith(first) &&
    others.every((part) => rest.includes(part))
  );
}

/** The tail's terms and whatever was made of them are gone at once; what it told masked stays. */
export const withoutTerms = ({ once: _, filters: __, ...kept }: Kept): Kept => ({
  ...kept,
  terms: [],
});

/** Said in its thread. */
export function sayForgotten({ tenant }: Kept): Message {
  const head = `This tail of ${tenant} has ended`;
  const why = "it looked for somebody whom the archive was told to forget. Nothing more follows.";
  return {
    summary: `${head}: ${why}`,
    tone: "neutral",
    blocks: [text([{ bold: head }, `: ${why}`])],
  };
}
