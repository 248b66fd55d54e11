import type {
  Assessment,
  Check,
  CheckResult,
  Finding,
  Severity,
  Verdict,
  Waiver,
} from "../../src/core/check.ts";
import { DAY } from "../../src/core/clock.ts";
import { ago, noon } from "./subjects.ts";

export const finding = (subject: string, more: Partial<Finding> = {}): Finding => ({
  subject,
  problem: "It is not as it should be.",
  fix: "Mend it in the Auth0 Dashboard.",
  ...more,
});

export const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  check: "one",
  until: new Date(noon.getTime() + 30 * DAY),
  reason: "The new one comes in spring.",
  by: { id: "local:user:ada", name: "Ada" },
  at: ago(DAY),
  ...more,
});

/** What a check came to; one that fails or is waived has a finding, one that is unknown a reason. */
export function result(
  check: string,
  verdict: Verdict,
  more: Partial<CheckResult> & { severity?: Severity } = {},
): CheckResult {
  const bad = verdict === "fail" || verdict === "waived";
  return {
    check,
    title: `The thing called ${check} holds`,
    severity: "must",
    verdict,
    findings: bad ? [finding(`The ${check}`)] : [],
    ...(verdict === "unknown" ? { why: "It was not told. Ask for it." } : {}),
    ...(verdict === "waived" ? { waiver: waiver({ check }) } : {}),
    ...more,
  };
}

export const assessment = (
  results: readonly CheckResult[],
  more: Partial<Assessment> = {},
): Assessment => ({ tenant: "prod", at: noon, results, ...more });

/** A check of nothing in particular. */
export const checkOf = (more: Partial<Check> = {}): Check => ({
  id: "one",
  title: "The thing called one holds",
  severity: "must",
  reads: ["rules"],
  evaluate: () => [],
  ...more,
});
