import type { Assessment } from "../../src/core/check.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import type { LoginRun } from "../../src/core/login.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { KnownSubject } from "../../src/core/subject.ts";
import { composeDigest } from "../../src/digest/compose.ts";
import type { View } from "../../src/digest/view.ts";
import { assessment, result } from "../fakes/assessment.ts";
import { ago, incident, noon, said, target } from "../fakes/subjects.ts";

const status = {
  id: "status",
  title: "Auth0 status",
  summary: "Auth0 status",
  labels: [],
  feedNamed: false,
  every: MINUTE,
  staleAfter: 10 * MINUTE,
};

export const run = (at: Date, more: Partial<LoginRun> = {}): LoginRun => ({
  tenant: "prod",
  at,
  ok: true,
  outcome: "succeeded",
  words: "Logged in.",
  fix: "",
  move: "nobody",
  answered: true,
  steps: [{ step: "answer", ms: 400 }],
  trigger: "schedule",
  ...more,
});

export const standing = { username: "synthetic@acme.example", clientId: "c1", every: MINUTE };
const runs = (count: number) => Array.from({ length: count }, (_, nth) => run(ago(nth * HOUR)));
export const checks = ["one", "two", "three"];
export const well = (tenant = "prod") =>
  assessment(
    checks.map((check) => result(check, "pass")),
    { tenant },
  );

/** The one target of the security advisories, read as it should be. */
export const advisories = target({
  key: "advisories",
  source: "advisories",
  title: "Security advisories",
});

export function view(more: Partial<View> = {}): View {
  const tenants = more.tenants ?? [
    { name: "prod", assessment: well(), logins: { standing, runs: runs(24) } },
  ];
  return {
    at: noon,
    tenants,
    assessments: tenants.flatMap((one) => one.assessment ?? []),
    waivers: [],
    incidents: [],
    alerts: [],
    bulletins: [],
    targets: [target(), advisories],
    sources: [status, { ...status, id: "advisories", title: "Security advisories" }],
    held: 0,
    waiting: { count: 0 },
    probes: [],
    gaps: [],
    zone: "Europe/Berlin",
    since: ago(7 * DAY),
    before: new Map([["prod", well()]]),
    ...more,
  };
}

export const plain = (more: Partial<View> = {}) => renderPlain(composeDigest(view(more)));
/** Of one tenant, held against itself a week before. */
export const of = (now: Assessment, before: Assessment = well()): Partial<View> => ({
  tenants: [{ name: now.tenant, assessment: now }],
  before: new Map([[now.tenant, { ...before, at: ago(7 * DAY) }]]),
});

export const bulletin = (id: string, more: Partial<KnownSubject> = {}): KnownSubject => ({
  ...incident([said("identified", ago(DAY))], { id }),
  source: "advisories",
  title: `Weakness ${id}`,
  url: `https://advisories.example/${id}`,
  tenants: [],
  labels: ["high"],
  facts: [{ label: "Affected", value: "@auth0/x 1.0.0; fixed in 1.0.1" }],
  ...more,
});
