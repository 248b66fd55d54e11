import type {
  Assessment,
  Check,
  CheckResult,
  Doubt,
  Evidence,
  EvidenceName,
  Finding,
  Gathered,
  Waiver,
} from "./check.ts";
import type { Log } from "./log.ts";
import { scrub } from "./mask.ts";
import { sayList } from "./say.ts";

/** What a check is judged by. */
export interface Case {
  readonly tenant: string;
  readonly at: Date;
  readonly gathered: Gathered;
  readonly waivers: readonly Waiver[];
  readonly log: Log;
}

export function judgeAll(checks: readonly Check[], given: Case): Assessment {
  const { tenant, at } = given;
  return { tenant, at, results: checks.map((check) => judge(check, given)) };
}

/** Never a verdict on evidence that is not there: whatever is missing makes it unknown, and says why. */
export function judge(check: Check, given: Case): CheckResult {
  const { reads, excusedBy = [] } = check;
  const missing = missingOf(reads, given.gathered);
  if (missing.length > 0) return unknown(check, missing);
  const outcome = evaluate(check, given);
  if (outcome instanceof Error) return unknown(check, [notJudged]);
  const findings = outcome.filter((one): one is Finding => "problem" in one);
  const doubts = sayDoubts(outcome.filter((one): one is Doubt => "unknown" in one));
  const excuses = missingOf(excusedBy, given.gathered);
  if (findings.length > 0 && excuses.length > 0) return unknown(check, excuses);
  if (findings.length > 0) return failed(check, given, { findings, doubts });
  return doubts.length > 0 ? unknown(check, doubts) : resultOf(check, { verdict: "pass" });
}

const notJudged =
  "It could not be judged: something in what Auth0 answered is not as Watchpost expects. Whoever runs Watchpost finds the reason in its log.";

/** Why each piece that is missing is; the same reason once. */
function missingOf(names: readonly EvidenceName[], gathered: Gathered): readonly string[] {
  const reasons = names.flatMap((name) => {
    const piece = gathered[name];
    if (!piece)
      return ["Watchpost has not read what this is judged by. This is a mistake in Watchpost."];
    return "missing" in piece ? [`${piece.missing} ${piece.fix}`.trim()] : [];
  });
  return [...new Set(reasons)];
}

function evaluate(check: Check, given: Case): readonly (Finding | Doubt)[] | Error {
  const names = [...check.reads, ...(check.excusedBy ?? [])];
  const pieces = names.flatMap((name) => {
    const piece = given.gathered[name];
    return piece && "value" in piece ? [[name, piece.value] as const] : [];
  });
  try {
    // Exactly what the check names: a cast of its own could not reach further.
    const found = check.evaluate(Object.fromEntries(pieces) as unknown as Evidence, given.at);
    return found.map(masked);
  } catch (error) {
    // Odd data must not take the other checks along.
    given.log.error({ err: error, check: check.id, tenant: given.tenant }, "a check failed");
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What a digest says everybody reads, and people name Rules and applications after themselves. */
const masked = <Found extends object>(found: Found): Found =>
  Object.fromEntries(
    Object.entries(found).map(([key, words]) => [
      key,
      typeof words === "string" ? scrub(words) : words,
    ]),
  ) as Found;

function failed(
  check: Check,
  given: Case,
  { findings, doubts }: { findings: readonly Finding[]; doubts: readonly string[] },
): CheckResult {
  const waiver = waiverFor(check.id, given);
  const why = doubts.join(" ");
  return resultOf(check, {
    verdict: waiver ? "waived" : "fail",
    findings,
    ...(why ? { why } : {}),
    ...(waiver ? { waiver } : {}),
  });
}

/** The waiver that stands now: one for this tenant before one for all. It ends by itself. */
function waiverFor(
  check: string,
  { tenant, at, waivers }: Pick<Case, "tenant" | "at" | "waivers">,
): Waiver | undefined {
  const standing = waivers.filter((waiver) => waiver.check === check && waiver.until > at);
  return (
    standing.find((waiver) => waiver.tenant === tenant) ??
    standing.find((waiver) => waiver.tenant === undefined)
  );
}

const unknown = (check: Check, why: readonly string[]): CheckResult =>
  resultOf(check, { verdict: "unknown", why: why.join(" ") });

function resultOf(
  { id, title, severity }: Check,
  came: Pick<CheckResult, "verdict"> & Partial<CheckResult>,
): CheckResult {
  return { check: id, title, severity, findings: [], ...came };
}

/** Names of one sentence; there may be hundreds of applications. */
const mostNamed = 3;

/** "Acme Web, Acme API and 3 more: …": one sentence for all that leave the same open. */
function sayDoubts(doubts: readonly Doubt[]): readonly string[] {
  const words = ({ unknown: why, fix }: Doubt) => `${why} ${fix}`.trim();
  return [...new Set(doubts.map(words))].map((said) => {
    const names = doubts.filter((doubt) => words(doubt) === said).map(({ subject }) => subject);
    const more = names.length - mostNamed;
    const shown = more > 0 ? [...names.slice(0, mostNamed), `${more} more`] : names;
    return `${sayList(shown)}: ${said}`;
  });
}
