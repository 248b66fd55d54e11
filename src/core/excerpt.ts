/** The beginning of a text, ended at a word where one ends near. */
export function excerpt(whole: string, length: number): string {
  if (whole.length <= length) return whole;
  const part = whole.slice(0, length);
  const end = part.search(/\s\S*$/u);
  // Never between the halves of one character.
  return `${(end > length / 2 ? part.slice(0, end) : part).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** A text as one line: for headings, summaries and names. */
export const oneLine = (words: string): string => words.replace(/\s+/gu, " ").trim();
