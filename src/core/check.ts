import type { PersonId } from "./address.ts";
import type { LoginRun, LoginStanding } from "./login.ts";
import type { Parts, Refusal } from "./tenant.ts";

export const plans = ["free", "essentials", "professional", "enterprise"] as const;
export type Plan = (typeof plans)[number];

/** What Watchpost itself knows that checks judge by. */
export interface OwnEvidence {
  /** As the settings say. */
  readonly plan: Plan;
  /** Null: none is set up. */
  readonly syntheticLogin: (LoginStanding & { readonly runs: readonly LoginRun[] }) | null;
  /** Sources that some conversation follows for this tenant. */
  readonly followed: readonly string[];
}

/** Everything that a check may ask for. */
export type Evidence = Parts & OwnEvidence;
export type EvidenceName = keyof Evidence;

/** One piece of evidence, or why there is none. */
export type Piece<Name extends EvidenceName = EvidenceName> =
  | { readonly value: Evidence[Name] }
  | { readonly missing: string; readonly fix: string; readonly reason: Refusal };
export type Gathered = { readonly [Name in EvidenceName]?: Piece<Name> };

/** must: users or security suffer without it. should: good practice. */
export const severities = ["must", "should"] as const;
export type Severity = (typeof severities)[number];

/** One thing to put right: on what, what is wrong, what to do. */
export interface Finding {
  readonly subject: string;
  readonly problem: string;
  readonly fix: string;
}

/** A rule for a tenant: a pure function from the evidence it names to what is to be put right; nothing means it passed. */
export interface Check {
  readonly id: string;
  /** What should hold, as one sentence without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  readonly reads: readonly EvidenceName[];
  evaluate(evidence: Evidence, at: Date): readonly Finding[];
}

/** Using evidence that `reads` does not name is a type error. */
export function defineCheck<const Name extends EvidenceName>(
  check: Omit<Check, "reads" | "evaluate"> & {
    readonly reads: readonly Name[];
    evaluate(evidence: Pick<Evidence, Name>, at: Date): readonly Finding[];
  },
): Check {
  return check as unknown as Check;
}

/** A finding that somebody accepted until a date. */
export interface Waiver {
  readonly check: string;
  /** Absent: for every tenant. */
  readonly tenant?: string;
  readonly until: Date;
  readonly reason: string;
  readonly by: { readonly id: PersonId; readonly name: string };
  readonly at: Date;
}

/** Waivers: at most one per check and tenant; a newer one takes the place of the older. */
export interface Waivers {
  add(waiver: Waiver): Promise<void>;
  /** True if there was one. */
  remove(waived: Pick<Waiver, "check" | "tenant">): Promise<boolean>;
  /** Those that have ended too, until they are replaced or removed. */
  list(): Promise<readonly Waiver[]>;
}

export type Verdict = "pass" | "fail" | "unknown" | "waived";

/** What one check came to. */
export interface CheckResult {
  readonly check: string;
  readonly title: string;
  readonly severity: Severity;
  readonly verdict: Verdict;
  /** Of `fail` and `waived`. */
  readonly findings: readonly Finding[];
  /** Of `unknown`: why, and what would make it known. */
  readonly why?: string;
  readonly waiver?: Waiver;
}

/** How ready a tenant was at one time. */
export interface Assessment {
  readonly tenant: string;
  readonly at: Date;
  readonly results: readonly CheckResult[];
}

/** Assessments that a digest reported, to tell what has changed since. */
export interface Assessments {
  add(assessment: Assessment): Promise<void>;
  /** The newest one of the tenant that is not younger than `before`. */
  lastBefore(tenant: string, before: Date): Promise<Assessment | undefined>;
}

/** Holds a tenant against every check, as commands and the digest ask for it. Never rejects for a tenant's sake: what could not be read is `unknown`. */
export interface Readiness {
  readonly checks: readonly Check[];
  assess(tenant: string): Promise<Assessment>;
}
