import type { Use } from "./fill-settings.ts";
import type { Variables } from "./variables.ts";

/** Shorter ones are parts of words, and no secret. */
const shortest = 4;

/** Problems of settings in which each variable's value is its name again: it may be a secret that stands in a wrong place. */
export function withoutValues(
  problems: readonly string[],
  { used, variables }: { readonly used: readonly Use[]; readonly variables: Variables },
): readonly string[] {
  const values = [...new Set(used.map(({ variable }) => variable))]
    .map((name) => ({ name, value: textOf(name, variables) }))
    .filter(({ value }) => value.length >= shortest)
    // Longest first, or a part would be taken out of the middle of a whole.
    .sort((a, b) => b.value.length - a.value.length);
  return problems.map((problem) => {
    const [path = "", ...words] = problem.split(/(?<=^\S+: )/u);
    const said = (text: string) =>
      values.reduce((left, { name, value }) => left.replaceAll(value, `\${${name}}`), text);
    return words.length > 0 ? path + said(words.join("")) : said(path);
  });
}

function textOf(name: string, variables: Variables): string {
  try {
    return variables.find(name) ?? "";
  } catch {
    return ""; // Nothing came of it, so it stands nowhere.
  }
}
