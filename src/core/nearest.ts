/** The choice that a slip of the fingers most likely meant, if any is close enough. */
export function nearest(written: string, choices: readonly string[]): string | undefined {
  // A whole paragraph is no slip of the fingers, and comparing it would take long.
  if (written.length > 40) return undefined;
  const word = written.toLowerCase();
  const near = choices
    .map((choice) => ({
      choice,
      far: choice.startsWith(word) && word.length > 1 ? 1 : distance(word, choice),
    }))
    .filter(({ choice, far }) => far <= Math.max(1, Math.floor(choice.length / 3)))
    .sort((a, b) => a.far - b.far);
  return near[0]?.choice;
}

/** How many letters are missing, too many, wrong, or have changed places with the next. */
function distance(a: string, b: string): number {
  const start = Array.from({ length: b.length + 1 }, (_, index) => index);
  let rows: Rows = { before: [], row: start };
  for (let i = 1; i <= a.length; i += 1) rows = { before: rows.row, row: nextRow(rows, i, a, b) };
  return rows.row[b.length] ?? 0;
}

interface Rows {
  readonly before: readonly number[];
  readonly row: readonly number[];
}

function nextRow({ before, row }: Rows, i: number, a: string, b: string): readonly number[] {
  const next = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
    const swaps = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    const swapped = swaps ? (before[j - 2] ?? 0) + 1 : changed;
    next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed, swapped));
  }
  return next;
}
