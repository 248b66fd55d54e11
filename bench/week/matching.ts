/** A line or an answer in a spot. */
interface Moment {
  /** By `performance.now()`. */
  readonly at: number;
}

export interface Worded extends Moment {
  readonly words: string;
}

/** An answer that no line was waiting for, and the moments of those that it may be the second of. */
export interface Surplus {
  readonly answer: Worded;
  readonly firsts: readonly number[];
}

/** Letters by which two answers are taken for the same; further on they may tell of another moment. */
const alike = 24;

const inTime = <Lines extends Moment, Answers extends Moment>(
  lines: readonly Lines[],
  answers: readonly Answers[],
) =>
  [
    ...lines.map((line) => ({ at: line.at, line, answer: undefined })),
    ...answers.map((answer) => ({ at: answer.at, line: undefined, answer })),
  ].sort((one, other) => one.at - other.at);

/** Lines after which fewer answers were shown than lines said. */
export function withoutAnswer<Line extends Moment>(
  lines: readonly Line[],
  answers: readonly Moment[],
): readonly Line[] {
  const without: Line[] = [];
  let free = 0;
  for (const { line } of inTime(lines, answers).reverse()) {
    if (!line) free += 1;
    else if (free > 0) free -= 1;
    else without.push(line);
  }
  return without.reverse();
}

/** Answers before which more were shown than lines said. */
export function withoutLine(
  lines: readonly Moment[],
  answers: readonly Worded[],
): readonly Surplus[] {
  const surplus: Surplus[] = [];
  const before: Worded[] = [];
  let open = 0;
  for (const { answer } of inTime(lines, answers)) {
    if (!answer) open += 1;
    else if (open > 0) open -= 1;
    else surplus.push({ answer, firsts: firstsOf(answer, before) });
    if (answer) before.push(answer);
  }
  return surplus;
}

/**
 * It need not be the second of the one just before it: where somebody said the next line before the second answer to the one
 * before came, that one was taken for theirs, and theirs came last.
 */
function firstsOf(answer: Worded, before: readonly Worded[]): readonly number[] {
  const last = before.at(-1);
  const begins = ({ words }: Worded) => words.slice(0, alike);
  return before
    .filter((one) => one === last || [answer, last].some((it) => it && begins(it) === begins(one)))
    .map(({ at }) => at);
}
