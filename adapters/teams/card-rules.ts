import { isMarkup, isWeb } from "./literal.ts";

export type Json = Readonly<Record<string, unknown>>;

/** What is wrong with a value, in words that hold nothing of what it says; nothing where all is well. */
export type Rule = (value: unknown) => readonly string[];

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Puts before each problem where it is. */
export const at = (place: string, problems: readonly string[]): readonly string[] =>
  problems.map((problem) => `${place}${/^[.[]/u.test(problem) ? "" : ": "}${problem}`);

export const anything: Rule = () => [];
export const flag: Rule = (value) => (typeof value === "boolean" ? [] : ["is neither on nor off"]);

export const oneOf =
  (...known: readonly unknown[]): Rule =>
  (value) =>
    known.includes(value) ? [] : ["is none of the words that Teams knows"];

export const figure: Rule = (value) =>
  typeof value === "number" && Number.isFinite(value) ? [] : ["is not a number"];

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const broken = /[\u0000-\u0008\u000B-\u001F\u007F]|\p{Surrogate}/u;
/** Teams puts dates in their place, whoever wrote them. */
const macro = /\{\{\s*(?:DATE|TIME)\s*\(/iu;

/** Words of several lines. */
export const lines =
  (most = 40_000): Rule =>
  (value) => {
    if (typeof value !== "string") return ["is no text"];
    if (value === "") return ["is empty"];
    if (value.length > most) return [`is longer than ${most} characters`];
    if (broken.test(value)) return ["has half a character or a control character"];
    return macro.test(value) ? ["has a macro"] : [];
  };

/** Words that stand as they are, in one line: the phone apps drop a line's end at either side. */
export const words =
  (most?: number): Rule =>
  (value) => [
    ...lines(most)(value),
    ...(typeof value === "string" && /[\r\n]/u.test(value) ? ["has more than one line"] : []),
  ];

const call = /<at>[^<>]*<\/at>/gu;

/** Words that the client reads as Markdown: none may be in them, but for calls of people. */
export const read: Rule = (value) => [
  ...words()(value),
  ...(typeof value === "string" && isMarkup(value.replace(call, "")) ? ["could be markup"] : []),
];

/** The people whom a text calls, as it calls them. */
export const callsIn = (text: string): readonly string[] => text.match(call) ?? [];

export const address: Rule = (value) =>
  typeof value === "string" &&
  value.length <= 8000 &&
  (isWeb(value) || /^mailto:\S+$/iu.test(value))
    ? []
    : ["is no address that Teams opens"];

export const list =
  (item: Rule, least = 1, most = Number.POSITIVE_INFINITY): Rule =>
  (value) => {
    if (!Array.isArray(value)) return ["is no list"];
    const { length } = value;
    if (length < least || length > most) return [`holds ${length}`];
    return value.flatMap((one, index) => at(`[${index}]`, item(one)));
  };

/** An object that must have some properties, and may have no others than are named. */
export const shape =
  (takes: Readonly<Record<string, Rule>>, needs: readonly string[] = []): Rule =>
  (value) => {
    if (!isObject(value)) return ["is no object"];
    const missing = needs.filter((name) => value[name] === undefined);
    return [
      ...missing.map((name) => `has no ${name}`),
      ...Object.entries(value).flatMap(([name, given]) => {
        const rule = Object.hasOwn(takes, name) ? takes[name] : undefined;
        if (given === undefined) return [];
        return rule ? at(`.${name}`, rule(given)) : [`does not take ${name}`];
      }),
    ];
  };
