import type { Arg, Args } from "./args.ts";
import { excerpt } from "./excerpt.ts";
import { keyedWord, publicWords, quoted } from "./line.ts";
import { isPlain } from "./mask.ts";
import type { Said } from "./said.ts";

/** What of a line's words is kept. */
interface Trace {
  /** About nobody, as far as can be told; a dot stands for each of the others. */
  readonly words: string;
  /** The others, in each way that they may be asked for. */
  readonly hidden: readonly string[];
}

const longest = 400;
/** Values of one line by which it can be found. */
const mostHidden = 40;

/**
 * The words of a line that may be kept: a list of what is let through. Of a line that was understood these are single plain
 * words that the command does not call personal; of any other line only names of arguments and of choices.
 */
export function traceOf(said: Pick<Said, "name" | "command" | "words" | "outcome">): Trace {
  const { name, command, words, outcome } = said;
  if (!command) return { words: "", hidden: spellingsOf([name, ...words]) };
  const { args } = command;
  const open = publicWords(words, args) ?? words.map(quoted);
  const takers = takersOf(words, args);
  const letting = (lets: Lets) =>
    words.map((word, index) =>
      open[index] === quoted(word) && passes(word, { args, taker: takers[index], lets })
        ? word
        : dotFor(word, args),
    );
  const each = letting(outcome === "wrong" || outcome === "refused" ? isChoice : isHarmless);
  // A number that was written with spaces is one beside its neighbours only.
  const beside = each.filter((word) => !isOurs(keyedWord(word, args).value ?? word)).join(" ");
  const kept = isPlain(beside) ? each : letting(isChoice);
  const hidden = words.filter((word, index) => kept[index] !== word);
  return {
    words: excerpt(kept.join(" "), longest),
    hidden: spellingsOf(hidden.map((word) => keyedWord(word, args).value ?? word)),
  };
}

/** Whether a value may be kept: of the argument that takes it, or else of any of these. */
type Lets = (
  value: string,
  of: { readonly taker: Arg<unknown> | undefined; readonly declared: readonly Arg<unknown>[] },
) => boolean;

function passes(
  word: string,
  given: { args: Args; taker: Arg<unknown> | undefined; lets: Lets },
): boolean {
  const { args, taker, lets } = given;
  const { key, value } = keyedWord(word, args);
  if (key === undefined || value === undefined) {
    return lets(word, { taker, declared: Object.values(args) });
  }
  return taker !== undefined && lets(value, { taker, declared: [taker] });
}

/** Which argument takes each word, as `parseArgs` gives them. */
function takersOf(words: readonly string[], args: Args): readonly (Arg<unknown> | undefined)[] {
  const keys = words.map((word) => keyedWord(word, args).key);
  const bare = Object.entries(args).filter(
    ([name, { place }]) => place !== "key" && !keys.includes(name),
  );
  let next = 0;
  return keys.map((key) => {
    if (key !== undefined) return Object.hasOwn(args, key) ? args[key] : undefined;
    const [, taker] = bare[next] ?? [];
    if (taker?.place === "word") next += 1;
    return taker;
  });
}

function dotFor(word: string, args: Args): string {
  const { key } = keyedWord(word, args);
  return key !== undefined && Object.hasOwn(args, key) ? `${key}:…` : "…";
}

const isChoice: Lets = (value, { declared }) =>
  declared.some(({ choices = [] }) =>
    choices.some((choice) => choice.toLowerCase() === value.toLowerCase()),
  );

/** Sentences that people write, word by word too, addresses of the web and what looks personal are left out. */
const isHarmless: Lets = (value, { taker }) =>
  isOurs(value) ||
  (taker !== undefined &&
    (taker.keeps?.(value) ?? taker.place !== "rest") &&
    value.length <= 80 &&
    !/\s|:\/\//u.test(value) &&
    isPlain(value));

/** Names of weaknesses and hours of the day: they look like numbers and addresses. */
const isOurs = (value: string): boolean =>
  /^(?:CVE-\d{4}-\d{4,7}|GHSA(?:-[0-9a-z]{4}){3}|\d{1,2}:\d{2}-\d{1,2}:\d{2})$/iu.test(value);

/** Each value, the parts of lists, and all of them as one name. */
function spellingsOf(values: readonly string[]): readonly string[] {
  const whole = values.length > 1 ? [values.join(" ")] : [];
  const parts = values.flatMap((value) => value.split(","));
  const all = [...values, ...parts, ...whole].map(bare).filter(Boolean);
  return [...new Set(all)].slice(0, mostHidden);
}

/** Without a sign that leaves it out. */
const bare = (value: string): string => value.replace(/^(?:[-–—−!]|not:)/iu, "").trim();
