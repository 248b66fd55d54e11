import { FeedProblem } from "./problem.ts";

/** A document without its type declaration, and the names of the entities that were declared there. */
export interface Undeclared {
  readonly text: string;
  readonly entities: ReadonlySet<string>;
}

const longest = 32_768;

/** Takes the DOCTYPE away: nothing it declares is ever read, fetched or expanded. */
export function withoutDoctype(text: string): Undeclared {
  const start = text.search(/<!DOCTYPE/i);
  const root = text.search(/<[A-Za-z_]/);
  if (start < 0 || (root >= 0 && root < start)) return { text, entities: new Set() };
  const end = endOfDoctype(text, start);
  const declaration = text.slice(start, end);
  const names = [...declaration.matchAll(/<!ENTITY\s+([^\s%"'<>]+)\s/g)].map(([, name]) => name);
  return {
    text: text.slice(0, start) + text.slice(end),
    entities: new Set(names.filter((name) => name !== undefined)),
  };
}

/** Past its `>`, the one that is in no quotes, comment or internal subset. */
function endOfDoctype(text: string, start: number): number {
  const mark = /"[^"]*"|'[^']*'|<!--[\s\S]*?-->|[[\]>]/g;
  mark.lastIndex = start;
  // Nobody who means well needs more.
  const declaration = text.slice(0, start + longest);
  let inside = false;
  for (let found = mark.exec(declaration); found; found = mark.exec(declaration)) {
    if (found[0] === "[") inside = true;
    else if (found[0] === "]") inside = false;
    else if (found[0] === ">" && !inside) return mark.lastIndex;
  }
  throw new FeedProblem("has a document type declaration that does not end");
}
