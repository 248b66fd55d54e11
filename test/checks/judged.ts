import type {
  Check,
  CheckResult,
  Evidence,
  EvidenceName,
  Gathered,
  LogArchive,
  LogWeek,
} from "../../src/core/check.ts";
import { DAY } from "../../src/core/clock.ts";
import { judge } from "../../src/core/judge.ts";
import type { Application } from "../../src/core/tenant.ts";
import { ago, noon } from "../fakes/subjects.ts";

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** What a check comes to by this evidence, and in short: one line for each finding. */
export function judged(
  check: Check,
  evidence: Partial<Evidence>,
  at: Date = noon,
): CheckResult & { readonly says: readonly string[] } {
  const gathered: Gathered = Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [name, { value }]),
  );
  const result = judge(check, { tenant: "prod", at, gathered, waivers: [], log: silent });
  return {
    ...result,
    says: result.findings.map(({ subject, problem }) => `${subject} ${problem}.`),
  };
}

/** Without each piece of its evidence in turn, what the check comes to. */
export function withoutEach(check: Check, evidence: Partial<Evidence>): readonly string[] {
  return check.reads.map((name: EvidenceName) => {
    const { [name]: _, ...rest } = evidence;
    return judged(check, rest).verdict;
  });
}

/** Odd data, as no adapter should give it. */
export const odd = (evidence: object): Partial<Evidence> => evidence as Partial<Evidence>;

export const application = (more: Partial<Application> = {}): Application => ({
  id: "app1",
  name: "Acme Web",
  grantTypes: ["authorization_code", "refresh_token"],
  callbacks: ["https://acme.com/callback"],
  allowedOrigins: ["https://acme.com"],
  logoutUrls: ["https://acme.com/bye"],
  signingAlgorithm: "RS256",
  firstParty: true,
  global: false,
  ...more,
});

/** The tenant's own placeholder, which has nothing of an application but a name. */
export const everything = application({
  id: "all",
  name: "All Applications",
  grantTypes: ["implicit", "password"],
  callbacks: ["http://localhost"],
  signingAlgorithm: "HS256",
  global: true,
});

export const standing = (more: Partial<NonNullable<Evidence["syntheticLogin"]>> = {}) => ({
  every: 60_000,
  username: "probe@acme.com",
  clientId: "probe-app",
  runs: [],
  ...more,
});

export const whole = { since: ago(40 * DAY), until: noon, checkpoint: "1" };

/** The bot's own copy of the log; whole, unless given otherwise. */
export const kept = (
  coverage: Partial<LogArchive["coverage"]> = {},
  keep = 400 * DAY,
  reading?: LogArchive["reading"],
): LogArchive => ({
  coverage: { events: 90_000, proved: whole, holes: [], ...coverage },
  keep,
  ...(reading ? { reading } : {}),
});

export const week = (more: Partial<LogWeek> = {}): LogWeek => ({
  whole: true,
  since: ago(7 * DAY),
  limits: [],
  mails: [],
  ...more,
});
