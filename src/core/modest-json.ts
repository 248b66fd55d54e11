/** How much a document may hold. */
export interface Modesty {
  /** Values in lists and fields of objects, all together. */
  readonly values: number;
  /** Lists and objects within one another. */
  readonly depth: number;
}

/** The document holds more than anybody needs. `message` goes on after what it is: "nests its values too deep". */
export class Immodest extends Error {
  override readonly name = "Immodest";
}

/**
 * Reads JSON that somebody else wrote. Values and depth are counted before anything is made of them: five megabytes of
 * commas become hundreds once they are read, and keep whoever reads them busy for seconds.
 * @throws Immodest, or SyntaxError.
 */
export function readModestly(text: string, modesty: Modesty): unknown {
  mustBeModest(text, modesty);
  return JSON.parse(text);
}

const code = (sign: string): number => sign.charCodeAt(0);
const [quote, backslash] = [code('"'), code("\\")];
/** By how much a sign changes the depth. What opens a list or an object holds a value more, unless it is empty. */
const steps = new Map([
  [code(","), 0],
  [code("["), 1],
  [code("{"), 1],
  [code("]"), -1],
  [code("}"), -1],
]);

function mustBeModest(text: string, most: Modesty): void {
  let values = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === quote) at = endOfString(text, at);
    const step = steps.get(sign);
    if (step === undefined) continue;
    depth += step;
    values += Number(step >= 0);
    if (depth > most.depth) throw new Immodest("nests its values too deep");
    if (values > most.values) throw new Immodest("holds more values than anybody needs");
  }
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (text.charCodeAt(from - 1) === backslash) from -= 1;
  return (at - from) % 2 === 1;
}
