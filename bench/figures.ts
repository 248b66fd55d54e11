/** What a list of milliseconds comes to. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (part: number) =>
    sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

export const medianOf = (values: readonly number[]): number => spreadOf(values).p50;

/** One line of the report. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** What it is held against, measured in the same run. */
  readonly baseline?: { readonly name: string; readonly value: number };
  /** The bound that is promised, where there is one: less than this, at least this, or exactly this. */
  readonly bound?: Bound;
}

type Bound =
  | { readonly below: number }
  | { readonly atLeast: number }
  | { readonly exactly: number };

export function isOver({ ours, bound }: Figure): boolean {
  if (!bound) return false;
  // NaN, where nothing was measured, is over too.
  if ("below" in bound) return !(ours < bound.below);
  return "atLeast" in bound ? !(ours >= bound.atLeast) : ours !== bound.exactly;
}

/** The figures as a table of fixed columns. */
export function tableOf(figures: readonly Figure[]): string {
  const table = [["figure", "ours", "baseline", "ratio", "bound", ""], ...figures.map(rowOf)];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const lineOf = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(widths?.[at] ?? 0));
  return table.map((row) => lineOf(row).join("  ").trimEnd()).join("\n");
}

function rowOf(figure: Figure): readonly string[] {
  const { name, unit, ours, baseline } = figure;
  const against = baseline
    ? [`${round(baseline.value)} ${unit} (${baseline.name})`, `× ${round(ours / baseline.value)}`]
    : ["", ""];
  return [name, `${round(ours)} ${unit}`, ...against, ...verdictOf(figure)];
}

function verdictOf(figure: Figure): readonly [string, string] {
  const { bound } = figure;
  if (!bound) return ["", ""];
  return [wordsOf(bound), isOver(figure) ? "OVER" : "ok"];
}

function wordsOf(bound: Bound): string {
  if ("below" in bound) return `< ${bound.below}`;
  return "atLeast" in bound ? `>= ${bound.atLeast}` : `= ${bound.exactly}`;
}

/** Three digits that mean something. */
function round(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toPrecision(3).replace(/\.?0+$/, "");
}
