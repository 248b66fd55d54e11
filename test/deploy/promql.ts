/** A metric that an expression asks for, and the labels by which it chooses. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

export interface Asked {
  readonly selectors: readonly Selector[];
  /** Labels by which it groups or matches. */
  readonly grouped: readonly string[];
}

const token =
  /\s+|"(?:[^"\\]|\\.)*"|\$\w+|\d+(?:\.\d+)?(?:e\d+|(?:ms|[smhdwy])\b)?|[a-zA-Z_:][\w:]*|=~|!~|!=|==|<=|>=|[-+*/%^<>=,(){}[\]]/y;
const closing: Readonly<Record<string, string>> = { "(": ")", "{": "}", "[": "]" };
const grouping = ["by", "without", "on", "ignoring", "group_left", "group_right"];
const operators = ["and", "or", "unless", "bool", "offset"];

/** As far as it can be read without Prometheus. @throws Error for what is no expression. */
export function readPromql(expression: string): Asked {
  const tokens = tokensOf(expression);
  checkBrackets(tokens, expression);
  const selectors: Selector[] = [];
  const grouped: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const word = tokens[at] ?? "";
    if (grouping.includes(word)) {
      const end = tokens.indexOf(")", at);
      grouped.push(...tokens.slice(at + 2, end).filter((one) => one !== ","));
      at = end;
    } else if (isMetric(tokens, at)) {
      const end = tokens[at + 1] === "{" ? tokens.indexOf("}", at) : at;
      selectors.push({ metric: word, labels: labelsOf(tokens.slice(at + 2, end)) });
      at = end;
    }
  }
  if (selectors.length === 0) throw new Error(`asks for nothing: ${expression}`);
  return { selectors, grouped };
}

/** Of `a="b",c=~"d"`, each word by itself. */
function labelsOf(matchers: readonly string[]): readonly string[] {
  if (matchers.length > 0 && matchers.length % 4 !== 3) throw new Error("no matchers");
  return matchers.filter((_, index) => index % 4 === 0);
}

const isMetric = (tokens: readonly string[], at: number): boolean => {
  const word = tokens[at] ?? "";
  // An aggregation is followed by its labels or by what it is made of.
  const isCall = ["(", "by", "without"].includes(tokens[at + 1] ?? "");
  return isName(word) && !operators.includes(word) && !isCall;
};

const isName = (word: string): boolean => /^[a-zA-Z_:]/.test(word);

function tokensOf(expression: string): readonly string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < expression.length) {
    const at = token.lastIndex;
    const [word] = token.exec(expression) ?? [];
    if (word === undefined) throw new Error(`not understood from ${expression.slice(at)}`);
    if (word.trim()) found.push(word);
  }
  return found;
}

function checkBrackets(tokens: readonly string[], expression: string): void {
  const open: string[] = [];
  for (const word of tokens) {
    const close = closing[word];
    if (close) open.push(close);
    else if (Object.values(closing).includes(word) && open.pop() !== word) {
      throw new Error(`brackets that do not match: ${expression}`);
    }
  }
  if (open.length > 0) throw new Error(`brackets that do not close: ${expression}`);
}
