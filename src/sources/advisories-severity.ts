import { type Severity, severities } from "../core/advisory.ts";

/** One source's word on how bad it is. */
export interface Rating {
  readonly level: Severity;
  /** "CVSS 9.1", or "in words" where there is no number. */
  readonly by: string;
}

const words: ReadonlyMap<string, Severity> = new Map(
  Object.entries({
    critical: "critical",
    high: "high",
    important: "high",
    moderate: "medium",
    medium: "medium",
    low: "low",
  } as const),
);

export function ratingInWords(written: string | undefined): readonly Rating[] {
  const level = words.get(written?.trim().toLowerCase() ?? "");
  return level ? [{ level, by: "in words" }] : [];
}

/** A CVSS score, or a vector of version 3. One of version 4 is a table of its own, and comes with words as a rule. */
export function ratingOfScore(written: string): readonly Rating[] {
  const score = /^\d+(\.\d+)?$/.test(written) ? Number(written) : scoreOf(written);
  const level = score === undefined ? undefined : levelOf(score);
  return score !== undefined && level ? [{ level, by: `CVSS ${score.toFixed(1)}` }] : [];
}

function levelOf(score: number): Severity | undefined {
  if (score <= 0 || score > 10) return undefined;
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  return score >= 4 ? "medium" : "low";
}

/** The numbers of CVSS 3.1's specification, section 7.4. */
const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};
const privileges: Readonly<Record<string, readonly [number, number]>> = {
  N: [0.85, 0.85],
  L: [0.62, 0.68],
  H: [0.27, 0.5],
};

const own = <Value>(table: Readonly<Record<string, Value>>, key = ""): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** The base score of a vector like `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N`. */
function scoreOf(vector: string): number | undefined {
  if (!/^CVSS:3\.[01]\//.test(vector)) return undefined;
  const metric = new Map(vector.split("/").map((part) => part.split(":") as [string, string]));
  const changed = metric.get("S") === "C";
  const pr = own(privileges, metric.get("PR"))?.[changed ? 1 : 0];
  const [av, ac, ui, c, i, a] = Object.entries(weights).map(([name, weight]) =>
    own(weight, metric.get(name)),
  );
  const parts = [av, ac, ui, pr, c, i, a];
  if (parts.some((part) => part === undefined)) return undefined;
  const [AV, AC, UI, PR, C, I, A] = parts as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const base = 1 - (1 - C) * (1 - I) * (1 - A);
  const impact = changed
    ? 7.52 * (base - 0.029) - 3.25 * Math.max(0, base - 0.02) ** 15
    : 6.42 * base;
  if (impact <= 0) return 0;
  const ease = 8.22 * AV * AC * PR * UI;
  return roundUp(Math.min((changed ? 1.08 : 1) * (impact + ease), 10));
}

/** To one decimal, upwards, as the specification wants it done. */
function roundUp(score: number): number {
  const whole = Math.round(score * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}

/** The worst of what is said; and in words, how the others differ from it. */
export function worstOf(
  ratings: readonly Rating[],
): { readonly level: Severity; readonly said: string } | undefined {
  const [worst, ...others] = [...ratings].sort(
    (a, b) => severities.indexOf(a.level) - severities.indexOf(b.level),
  );
  if (!worst) return undefined;
  const numbered = ratings.find(({ level, by }) => level === worst.level && by !== "in words");
  const lesser = [...new Set(others.map(({ level }) => level))].filter(
    (one) => one !== worst.level,
  );
  const score = numbered ? ` (${numbered.by})` : "";
  const differ = lesser.length > 0 ? `; another rating says ${lesser.join(" and ")}` : "";
  return { level: worst.level, said: `${worst.level}${score}${differ}` };
}
