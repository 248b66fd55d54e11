/** A question is not in the query language. */
export class QueryError extends Error {
  override readonly name = "QueryError";
}

interface Plain {
  readonly kind: "open" | "close" | "and" | "or" | "not" | "field";
  readonly text: string;
}

/** Stands for itself, stars and all. */
interface Quoted {
  readonly kind: "quoted";
  readonly text: string;
}

/** Unquoted: the literal parts between its stars. */
interface Word {
  readonly kind: "word";
  readonly text: string;
  readonly parts: readonly string[];
}

interface Range {
  readonly kind: "range";
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly includesFrom: boolean;
  readonly includesTo: boolean;
}

export type Token = Plain | Quoted | Word | Range;

const operators: Readonly<Record<string, "and" | "or" | "not">> = {
  AND: "and",
  OR: "or",
  NOT: "not",
};

type Rule = readonly [RegExp, (match: RegExpExecArray) => Token | undefined];

const rules: readonly Rule[] = [
  [/\s+/y, () => undefined],
  [/\(/y, ([text]) => ({ kind: "open", text })],
  [/\)/y, ([text]) => ({ kind: "close", text })],
  [/([A-Za-z_$][\w.$]*):/y, ([, text = ""]) => ({ kind: "field", text })],
  [/"((?:[^"\\]|\\.)*)"/sy, ([, inner = ""]) => ({ kind: "quoted", text: plain(inner) })],
  [/([[{])\s*("[^"]*"|[^\s"\]}]+)\s+TO\s+("[^"]*"|[^\s"\]}]+)\s*([\]}])/y, readRange],
  // A sign in front is an operator of the language's, and so are these characters anywhere.
  [/(?![+-])(?:[^\s():"[\]{}\\/^~?!<>=&|]|\\.|[&|](?![&|]))+/sy, ([text]) => readWord(text)],
];

/** @throws QueryError where it is not the language's. */
export function lex(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const found = firstMatch(query, at);
    if (!found) throw new QueryError(`${query.slice(at, at + 10)} cannot be read`);
    at += found.length;
    if (found.token) tokens.push(found.token);
  }
  return tokens;
}

function firstMatch(query: string, at: number) {
  for (const [pattern, make] of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(query);
    if (match) return { length: match[0].length, token: make(match) };
  }
  return undefined;
}

function readRange([text, open, from = "", to = "", close]: RegExpExecArray): Token {
  return {
    kind: "range",
    text,
    from: unquoted(from),
    to: unquoted(to),
    includesFrom: open === "[",
    includesTo: close === "]",
  };
}

function readWord(text: string): Token {
  const operator = operators[text];
  if (operator) return { kind: operator, text };
  const pieces = text.match(/\\.|[^\\]/gs) ?? [];
  const parts = [""];
  for (const piece of pieces) {
    if (piece === "*") parts.push("");
    else parts.push((parts.pop() ?? "") + plain(piece));
  }
  return { kind: "word", text, parts };
}

/** Without the backslashes that made signs literal. */
const plain = (words: string): string => words.replace(/\\(.)/gs, "$1");
const unquoted = (bound: string): string => bound.replaceAll('"', "");
