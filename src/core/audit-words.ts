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
  const letting = (lets: Lets) =>
    words.map((word, index) =>
      open[index] === quoted(word) && passes(word, args, lets) ? word : dotFor(word, args),
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

/** Whether a value of one of these arguments may be kept. */
type Lets = (value: string, declared: readonly Arg<unknown>[]) => boolean;

function passes(word: string, args: Args, lets: Lets): boolean {
  const { key, value } = keyedWord(word, args);
  if (key === undefined || value === undefined) return lets(word, Object.values(args));
  const declared = Object.hasOwn(args, key) ? args[key] : undefined;
  return declared !== undefined && lets(value, [declared]);
}

function dotFor(word: string, args: Args): string {
  const { key } = keyedWord(word, args);
  return key !== undefined && Object.hasOwn(args, key) ? `${key}:…` : "…";
}

const isChoice: Lets = (value, declared) =>
  declared.some(({ choices = [] }) =>
    choices.some((choice) => choice.toLowerCase() === value.toLowerCase()),
  );

/** Sentences that people write, addresses of the web and what looks personal are left out. */
const isHarmless: Lets = (value) =>
  isOurs(value) || (value.length <= 80 && !/\s|:\/\//u.test(value) && isPlain(value));

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
