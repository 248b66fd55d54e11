import type { Assessment, Check, CheckResult, Finding, Verdict } from "./check.ts";
import { UserError } from "./errors.ts";
import type { Tone } from "./message.ts";
import { nearest } from "./nearest.ts";
import { sayCount } from "./say.ts";

/** How a check's result differs from the one before. */
export interface Change {
  readonly check: string;
  readonly title: string;
  /** Absent: the check is new. */
  readonly from?: Verdict;
  readonly to: Verdict;
  /** Findings that were not there before. */
  readonly found: readonly Finding[];
  /** How many of the earlier findings are gone. */
  readonly gone: number;
}

/** What has changed between two assessments of a tenant. A check is in one list at most. */
export interface Changes {
  /** When the earlier one was; absent where there is none, and then the lists are empty. */
  readonly since?: Date;
  /** Fails now and did not, or fails on more than before. */
  readonly worse: readonly Change[];
  /** Passes now and did not, or fails on less than before. */
  readonly better: readonly Change[];
  /** Was known, and is no longer. */
  readonly unknown: readonly Change[];
  readonly waived: readonly Change[];
}

/** Worst first. */
const verdicts = ["fail", "unknown", "waived", "pass"] as const satisfies readonly Verdict[];

export function countOf({ results }: Pick<Assessment, "results">, verdict: Verdict): number {
  return results.filter((result) => result.verdict === verdict).length;
}

/** How ready a tenant is, as one sentence: "prod is not ready: 3 of 22 checks fail, 2 are unknown." */
export function sayReadiness({ tenant, results }: Assessment): string {
  const [failing, unknown, waived, passed] = verdicts.map((each) => countOf({ results }, each));
  const of = sayCount(results.length, "check");
  if (results.length === 0) return `${tenant} was not checked: there are no checks.`;
  if (unknown === results.length)
    return `How ready ${tenant} is cannot be said: ${all(of)} unknown.`;
  const rest = [part(unknown, "unknown"), part(waived, "waived")].join("");
  if (failing)
    return `${tenant} ${sayFailing(results)}: ${failing} of ${of} ${fails(failing)}${rest}.`;
  if (unknown)
    return `${tenant} may be ready: no check fails, but ${unknown} of ${of} ${are(unknown)} unknown${part(waived, "waived")}.`;
  if (waived)
    return `${tenant} is ready: ${passed} of ${of} ${passed === 1 ? "passes" : "pass"}${rest}.`;
  return `${tenant} is ready: ${results.length === 1 ? "its one check passes" : `all ${of} pass`}.`;
}

const sayFailing = (results: readonly CheckResult[]) =>
  missesMust(results) ? "is not ready" : "could be readier";
const missesMust = (results: readonly CheckResult[]) =>
  results.some(({ verdict, severity }) => verdict === "fail" && severity === "must");
const are = (count: number) => (count === 1 ? "is" : "are");
const fails = (count: number) => (count === 1 ? "fails" : "fail");
const all = (of: string) => (of === "1 check" ? "its one check is" : `all ${of} are`);
const part = (count: number | undefined, what: string) =>
  count ? `, ${count} ${are(count)} ${what}` : "";

export function toneOfReadiness({ results }: Pick<Assessment, "results">): Tone {
  if (missesMust(results)) return "bad";
  const clear = results.every(({ verdict }) => verdict === "pass" || verdict === "waived");
  return clear && results.length > 0 ? "good" : "warning";
}

/** Failing first, then unknown, waived and passed; musts before shoulds, else in the order of the checks. */
export function inOrder(results: readonly CheckResult[]): readonly CheckResult[] {
  return results.toSorted(
    (a, b) =>
      verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
      Number(a.severity === "should") - Number(b.severity === "should"),
  );
}

/** Nothing is worse or better than what was never looked at. */
export function changesSince(before: Assessment | undefined, now: Assessment): Changes {
  if (!before) return { worse: [], better: [], unknown: [], waived: [] };
  const earlier = new Map(before.results.map((result) => [result.check, result]));
  const changes = inOrder(now.results).map((result) => changeOf(earlier.get(result.check), result));
  const which = (kind: Kind) => changes.filter((change) => kindOf(change) === kind);
  return {
    since: before.at,
    worse: which("worse"),
    better: which("better"),
    unknown: which("unknown"),
    waived: which("waived"),
  };
}

type Kind = Exclude<keyof Changes, "since">;

function changeOf(before: CheckResult | undefined, now: CheckResult): Change {
  const [then, today] = [failingOn(before), failingOn(now)];
  return {
    check: now.check,
    title: now.title,
    ...(before ? { from: before.verdict } : {}),
    to: now.verdict,
    found: today.filter((finding) => !then.some((known) => isSame(known, finding))),
    gone: then.filter((finding) => !today.some((known) => isSame(known, finding))).length,
  };
}

/** What was waived was there all the same: a waiver that ends finds nothing new. */
const failingOn = (result: CheckResult | undefined): readonly Finding[] => result?.findings ?? [];

/** On the same thing: how it is worded may change with a release. */
const isSame = (one: Finding, other: Finding) => one.subject === other.subject;

function kindOf({ from, to, found, gone }: Change): Kind | undefined {
  if (to === "fail" && (from !== "fail" || found.length > 0)) return "worse";
  if (to === "fail") return gone > 0 ? "better" : undefined;
  if (from === to || from === undefined) return undefined;
  return to === "pass" ? "better" : to;
}

/** A change as one sentence, its title first: "Applications do without the password grant: fails now, passed before." */
export function sayChange({ title, from, to, found, gone }: Change): string {
  if (from === to) {
    const more = found.length > 0 ? [`fails on ${found.length} more`] : [];
    const less = gone > 0 ? [`${gone} put right`] : [];
    return `${title}: ${[...more, ...less].join(", ")}.`;
  }
  return `${title}: ${sayNow[to]}, ${from ? sayThen[from] : "is a new check"}.`;
}

const sayNow: Readonly<Record<Verdict, string>> = {
  pass: "passes now",
  fail: "fails now",
  unknown: "is unknown now",
  waived: "is waived now",
};
const sayThen: Readonly<Record<Verdict, string>> = {
  pass: "passed before",
  fail: "failed before",
  unknown: "was unknown before",
  waived: "was waived before",
};

/** The check that a word names. @throws UserError with the nearest one. */
export function checkNamed(written: string, checks: readonly Check[]): Check {
  const found = checks.find(({ id }) => id === written.toLowerCase());
  if (found) return found;
  const ids = checks.map(({ id }) => id);
  const near = nearest(written, ids);
  throw new UserError(
    `"${written}" is not a check.${near ? ` Did you mean "${near}"?` : ""} The checks are: ${ids.join(", ")}.`,
  );
}
