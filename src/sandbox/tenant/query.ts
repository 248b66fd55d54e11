import { anyOf, type Term, type Test, termOf } from "./query-terms.ts";
import { lex, QueryError, type Token } from "./query-tokens.ts";

/** Nested deeper than anybody writes. */
const deepest = 50;

/**
 * A question in Auth0's query language, as a test of one record: `field:value`, quotes, `*`, ranges, AND, OR, NOT
 * and parentheses. Values are case-sensitive and matched whole.
 * @throws QueryError and nothing else.
 */
export function parseQuery(query: string, fields: readonly string[]): Test {
  if (query.trim() === "") return () => true;
  const reader = createReader(lex(query), fields);
  const test = reader.readEither(undefined, 0);
  if (reader.peek()) throw new QueryError(`nothing belongs before ${reader.peek()?.text}`);
  return test;
}

function createReader(tokens: readonly Token[], fields: readonly string[]) {
  let at = 0;
  const peek = () => tokens[at];
  const isNext = (kind: Token["kind"]) => peek()?.kind === kind;
  const skip = (kind: Token["kind"]) => {
    const found = isNext(kind);
    if (found) at += 1;
    return found;
  };

  /** Terms with nothing between them are alternatives, as OR makes them. */
  function readEither(field: string | undefined, depth: number): Test {
    const tests = [readBoth(field, depth)];
    while (peek() && !isNext("close")) {
      skip("or");
      tests.push(readBoth(field, depth));
    }
    return anyOf(tests);
  }

  function readBoth(field: string | undefined, depth: number): Test {
    const tests = [readOne(field, depth)];
    while (skip("and")) tests.push(readOne(field, depth));
    return (record) => tests.every((test) => test(record));
  }

  function readOne(field: string | undefined, depth: number): Test {
    if (depth > deepest) throw new QueryError("it is nested too deeply");
    if (skip("not")) {
      const test = readOne(field, depth + 1);
      return (record) => !test(record);
    }
    if (!skip("open")) return readTerm(field, depth);
    const inner = readEither(field, depth + 1);
    if (!skip("close")) throw new QueryError("a parenthesis is not closed");
    return inner;
  }

  function readTerm(field: string | undefined, depth: number): Test {
    const token = peek();
    at += 1;
    if (token?.kind === "field") return readField(token.text, field, depth);
    if (!isTerm(token))
      throw new QueryError(`a value is missing before ${token?.text ?? "its end"}`);
    return field === undefined ? anywhere(token, fields) : termOf(field, token);
  }

  function readField(name: string, within: string | undefined, depth: number): Test {
    if (within !== undefined) throw new QueryError("a field stands within a field");
    if (!fields.includes(name)) throw new QueryError(`there is no field ${name}`);
    return isNext("open") ? readOne(name, depth) : readTerm(name, depth);
  }

  return { readEither, peek };
}

const isTerm = (token: Token | undefined): token is Term =>
  token?.kind === "word" || token?.kind === "quoted" || token?.kind === "range";

/** A value without a field may stand in any of them. */
function anywhere(term: Term, fields: readonly string[]): Test {
  if (term.kind === "range") throw new QueryError("a range needs a field");
  return anyOf(fields.filter((name) => name !== "date").map((name) => termOf(name, term)));
}
