import { type Arg, type ArgContext, type Args, nearest, type Parsed } from "./args.ts";
import { UserError } from "./errors.ts";
import { excerpt } from "./excerpt.ts";

/**
 * A line's words; quotes keep words together, as phones draw them too: `since:"two words"`. A quote that
 * is never closed means nothing. Takes time in proportion to the line.
 */
export function wordsOf(line: string): readonly string[] {
  const pattern = /(?:[^\s"“”„]|["“„][^"“”„]*["“”]|["“”„])+/gu;
  return [...line.matchAll(pattern)].map(([word]) => unquoted(word)).filter((word) => word !== "");
}

/** Without the quotes that keep words together. */
export const unquoted = (words: string): string => words.replace(/["“”„]/gu, "");

/** A word that survives `wordsOf` as one. */
export function quoted(word: string): string {
  const bare = unquoted(word);
  return /\s/u.test(bare) ? `"${bare}"` : bare;
}

/**
 * Gives a command its typed arguments: bare words by position, the rest as `name:value` in any order.
 * @throws UserError naming the word and what was expected.
 */
export function parseArgs<A extends Args>(
  words: readonly string[],
  args: A,
  context: ArgContext,
): Parsed<A> {
  const { keyed, bare } = sort(words, args);
  const parsed = Object.entries(args).map(([name, declared]) => {
    const found = keyed.get(name);
    const given = found === undefined ? take(bare, declared.place) : [found];
    const written = given?.map(declared.apart ? quoted : (word) => word).join(" ");
    const value = written ?? absent(declared);
    return [name, value === undefined ? undefined : declared.parse(value, context)];
  });
  if (bare.length > 0) {
    throw new UserError(`I do not know what to do with "${excerpt(bare.join(" "), 80)}".`);
  }
  return Object.fromEntries(parsed) as Parsed<A>;
}

/** A line's words as everybody may see them; undefined where they can stay as they are. */
export function publicWords(words: readonly string[], args: Args): readonly string[] | undefined {
  const shown = words.map((word) => publicWord(word, args) ?? quoted(word));
  return shown.some((word, index) => word !== quoted(words[index] ?? "")) ? shown : undefined;
}

/** Whom a line's words may name: the values of those that may be about a person. */
export function personalWords(words: readonly string[], args: Args): readonly string[] {
  const personal = words.filter((word) => publicWord(word, args) !== undefined);
  const bare = personal.filter((word) => keyedWord(word, args).key === undefined);
  return [...personal.flatMap(valuesIn), bare.join(" ")].filter((value) => value !== "");
}

/** Of `user:ada@example.com,grace*`, also with a `-` in front. */
function valuesIn(word: string): readonly string[] {
  const value = word.replace(/^[-–—−!]?[a-z_]+[:=]/iu, "");
  return [word, ...value.split(",")].map((one) => one.replaceAll("*", "").trim());
}

/** What stands for a word that may be about a person; undefined for one that is not. */
function publicWord(word: string, args: Args): string | undefined {
  const { key = "", value = "" } = keyedWord(word, args);
  const declared = Object.hasOwn(args, key) ? args[key] : undefined;
  if (declared) return declared.personal?.(value) ? `${key}:…` : undefined;
  const bare = Object.values(args).find(({ place, personal }) => place !== "key" && personal);
  return bare?.personal?.(word) ? "…" : undefined;
}

/** An address (`https://…`) is a bare word, unless an argument is called like its beginning. */
export function keyedWord(word: string, args: Args): { key?: string; value?: string } {
  const [, name = "", value = ""] = /^([a-z][a-z-]*):(.*)$/is.exec(word) ?? [];
  const key = name.toLowerCase();
  if (key === "" || (value.startsWith("//") && !Object.hasOwn(args, key))) return {};
  return { key, value };
}

function absent({ required, place, about, hint }: Arg<unknown>): "" | undefined {
  if (required) throw new UserError(`Missing: ${about}, like ${hint.replaceAll("|", " or ")}.`);
  return place === "rest" ? "" : undefined;
}

function take(bare: string[], place: "word" | "rest" | "key"): readonly string[] | undefined {
  if (place === "key" || bare.length === 0) return undefined;
  return bare.splice(0, place === "word" ? 1 : bare.length);
}

function sort(
  words: readonly string[],
  args: Args,
): { keyed: Map<string, string>; bare: string[] } {
  const keyed = new Map<string, string>();
  const bare: string[] = [];
  for (const word of words) {
    const { key, value } = keyedWord(word, args);
    if (key === undefined || value === undefined) bare.push(word);
    else if (Object.hasOwn(args, key)) keep(keyed, key, value);
    else refuseUnknown(key, word, args, bare);
  }
  return { keyed, bare };
}

function keep(keyed: Map<string, string>, key: string, value: string): void {
  if (value === "") {
    throw new UserError(
      `"${key}:" has no value; write it right behind the colon, without a space.`,
    );
  }
  if (keyed.has(key)) throw new UserError(`"${key}:" is there twice; say it once.`);
  keyed.set(key, value);
}

function refuseUnknown(key: string, word: string, args: Args, bare: string[]): void {
  // Free text may well hold a colon ("error: timeout"); a command without free text has no use for one.
  if (Object.values(args).some(({ place }) => place === "rest")) {
    bare.push(word);
    return;
  }
  const known = Object.keys(args);
  const near = nearest(key, known);
  const list = known.length > 0 ? `; known here: ${known.map((name) => `${name}:`).join(" ")}` : "";
  throw new UserError(
    `I do not know "${excerpt(key, 40)}:"${near ? `, did you mean "${near}:"?` : ""}${list}.`,
  );
}
