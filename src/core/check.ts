import type { PersonId } from "./address.ts";
import type { Coverage } from "./archive.ts";
import type { LogReading } from "./log-coverage.ts";
import type { LoginRun, LoginStanding } from "./login.ts";
import type { Parts, Quota, Refusal } from "./tenant.ts";

export const plans = ["free", "essentials", "professional", "enterprise"] as const;
export type Plan = (typeof plans)[number];

/** What Watchpost itself knows that checks judge by. */
export interface OwnEvidence {
  /** As the settings say. */
  readonly plan: Plan;
  /** Null: none is set up. */
  readonly syntheticLogin: (LoginStanding & { readonly runs: readonly LoginRun[] }) | null;
  /** The bot's own copy of the tenant's log; null: it keeps none. */
  readonly logArchive: LogArchive | null;
  /** What the last week of that copy tells. */
  readonly logWeek: LogWeek;
  /** What conversations that get their posts follow for this tenant; `only`: of it, what carries this label. */
  readonly followed: readonly { readonly source: string; readonly only?: string }[];
}

export interface LogArchive {
  readonly coverage: Pick<Coverage, "proved" | "holes" | "events">;
  /** Milliseconds that events are kept. */
  readonly keep: number;
  readonly reading?: LogReading;
}

export interface LogWeek {
  /** False where a part of the week is not there, or may lack events: then counts are the least there were. */
  readonly whole: boolean;
  /** From when on events were counted: a week back, or less. */
  readonly since: Date;
  readonly limits: readonly CountedKind[];
  readonly mails: readonly CountedKind[];
  readonly quota?: Quota;
}

/** Failures of one type and cause. */
export interface CountedKind {
  readonly type: string;
  readonly cause: string;
  readonly count: number;
}

/** Everything that a check may ask for. */
export type Evidence = Parts & OwnEvidence;
export type EvidenceName = keyof Evidence;

/** What is not read from the tenant. */
export const ownEvidence = [
  "plan",
  "syntheticLogin",
  "logArchive",
  "logWeek",
  "followed",
] as const satisfies readonly (keyof OwnEvidence)[];

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

/** One thing that the evidence leaves open, although it is there: on what, why, and what would make it known. */
export interface Doubt {
  readonly subject: string;
  readonly unknown: string;
  readonly fix: string;
}

/**
 * A rule for a tenant: a pure function from the evidence it names to what is to be put right; nothing means it
 * passed. A doubt alone makes it unknown, beside a finding it fails all the same.
 */
export interface Check {
  readonly id: string;
  /** What should hold, as one sentence without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  readonly reads: readonly EvidenceName[];
  /** Evidence that can only take findings away. Without it, what passes has passed, and what would fail is unknown. */
  readonly excusedBy?: readonly EvidenceName[];
  evaluate(evidence: Evidence, at: Date): readonly (Finding | Doubt)[];
}

/** Using evidence that it does not name is a type error, and so is relying on what merely excuses. */
export function defineCheck<
  const Name extends EvidenceName,
  const Excuse extends EvidenceName = never,
>(
  check: Omit<Check, "reads" | "excusedBy" | "evaluate"> & {
    readonly reads: readonly Name[];
    readonly excusedBy?: readonly Excuse[];
    evaluate(
      evidence: Pick<Evidence, Name> & Partial<Pick<Evidence, Excuse>>,
      at: Date,
    ): readonly (Finding | Doubt)[];
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
  /** Of `unknown`, and of whatever part of it is: why, and what would make it known. */
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
