/** What a question in Auth0's query language says, read back without knowing how it was written. */
export type Question =
  | { readonly all: readonly Question[] }
  | { readonly any: readonly Question[] }
  | { readonly not: Question }
  | { readonly field: string; readonly exact: string }
  /** The literal parts between wildcards. */
  | { readonly field: string; readonly parts: readonly string[] }
  | { readonly field: string; readonly from: string; readonly to: string };

/** @throws Error where it is not the language's. */
export function readQuery(query: string): Question {
  let rest = query;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = pattern.exec(rest) ?? undefined;
    if (match) rest = rest.slice(match[0].length);
    return match;
  };
  const fail = (): never => {
    throw new Error(`cannot be read from here: ${rest.slice(0, 40)}`);
  };

  function several(word: RegExp, one: () => Question): readonly Question[] {
    const found = [one()];
    while (take(word)) found.push(one());
    return found;
  }

  function either(): Question {
    const any = several(/^ OR /, both);
    return any.length === 1 && any[0] ? any[0] : { any };
  }

  function both(): Question {
    const all = several(/^ AND /, term);
    return all.length === 1 && all[0] ? all[0] : { all };
  }

  function term(): Question {
    if (take(/^NOT /)) return { not: term() };
    if (take(/^\(/)) {
      const inner = either();
      return take(/^\)/) ? inner : fail();
    }
    const field = take(/^([a-z_]+):/)?.[1] ?? fail();
    return exact(field) ?? range(field) ?? pattern(field);
  }

  function exact(field: string): Question | undefined {
    const [, value] = take(/^"((?:[^"\\]|\\.)*)"/su) ?? [];
    return value === undefined ? undefined : { field, exact: plain(value) };
  }

  function range(field: string): Question | undefined {
    const [, from, to] = take(/^\[([^\s"[\]]+) TO ([^\s"[\]]+)\]/) ?? [];
    return from && to ? { field, from, to } : undefined;
  }

  function pattern(field: string): Question {
    const [found] = take(/^(?:\*|\\.|[\p{L}\p{N}\p{M}])+/su) ?? [];
    return { field, parts: partsOf(found ?? fail()) };
  }

  const question = either();
  return rest === "" ? question : fail();
}

const plain = (escaped: string): string => escaped.replace(/\\(.)/gsu, "$1");

function partsOf(pattern: string): readonly string[] {
  const parts = [""];
  for (const piece of pattern.match(/\\.|./gsu) ?? []) {
    if (piece === "*") parts.push("");
    else parts.push((parts.pop() ?? "") + plain(piece));
  }
  return parts;
}

/** Whether a record is what is asked for. */
export function answers(question: Question, record: Readonly<Record<string, unknown>>): boolean {
  if ("all" in question) return question.all.every((one) => answers(one, record));
  if ("any" in question) return question.any.some((one) => answers(one, record));
  if ("not" in question) return !answers(question.not, record);
  const value = record[question.field];
  if (typeof value !== "string" || value === "") return false;
  if ("exact" in question) return value === question.exact;
  if ("from" in question) return within(value, question);
  const [first = "", ...others] = question.parts;
  const escaped = [first, ...others].map((part) => part.replace(/[^\p{L}\p{N}]/gu, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, "s").test(value);
}

const within = (value: string, { from, to }: { from: string; to: string }): boolean =>
  (from === "*" || Date.parse(value) >= Date.parse(from)) &&
  (to === "*" || Date.parse(value) <= Date.parse(to));

/** The question without its values: what no value may change. */
export function shapeOf(question: Question): unknown {
  if ("all" in question) return { all: question.all.map(shapeOf) };
  if ("any" in question) return { any: question.any.map(shapeOf) };
  if ("not" in question) return { not: shapeOf(question.not) };
  if ("parts" in question) return { field: question.field, wildcards: question.parts.length - 1 };
  return { field: question.field, kind: "exact" in question ? "exact" : "range" };
}
