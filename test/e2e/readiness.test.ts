import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createTenant } from "../../adapters/auth0/tenant.ts";
import { checks } from "../../src/checks/index.ts";
import { systemClock } from "../../src/clock.ts";
import type { Assessment, Check, CheckResult, Plan } from "../../src/core/check.ts";
import { Secret } from "../../src/core/secret.ts";
import type { PartName, Tenant } from "../../src/core/tenant.ts";
import type { ReadinessOptions } from "../../src/digest/readiness.ts";
import { pretendTenant } from "../../src/sandbox/credentials.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { openTenantBench, silent } from "../adapters/auth0-bench.ts";
import { standing } from "../checks/judged.ts";
import { api, partNames, partsRead, tokens } from "../contracts/tenant-bench.ts";
import {
  illnesses,
  missingScope,
  notInPlan,
  notInPlanByWords,
  refusedToken,
  throttled,
  throttledUntil,
  tokenError,
} from "../contracts/tenant-faults.ts";
import { readinessOf, soundLogins } from "../digest/readiness-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";
import type { Fault } from "../fakes/faulty-proxy.ts";
import { noon } from "../fakes/subjects.ts";
import { isThere, recordings, startRecordedTenant } from "./recorded-tenant.ts";

const logins = {
  ...soundLogins,
  standing: async () => standing({ clientId: pretendTenant.syntheticLogin.clientId }),
};
/** It is noon, and stays so: the logins are of then. What is waited for, a quota's room, takes its time. */
const clock = { now: () => noon, after: systemClock.after };
const assess = (
  tenant: Tenant,
  { plan = "enterprise", ...given }: Partial<ReadinessOptions> & { plan?: Plan } = {},
) =>
  readinessOf(tenant, {
    clock,
    logins,
    tenants: [{ name: "prod", plan, syntheticLogin: {} }],
    ...given,
  }).readiness.assess("prod");
const of = ({ results }: Assessment, verdict: CheckResult["verdict"]) =>
  results.filter((result) => result.verdict === verdict);
const findingsOf = (seen: Assessment) =>
  of(seen, "fail").flatMap(({ check, findings }) =>
    findings.map(({ subject }) => `${check}: ${subject}`),
  );
const idsOf = (results: readonly CheckResult[]) => results.map(({ check }) => check).sort();

describe("the readiness of the pretend tenant, through the Management API", () => {
  let sandbox: Sandbox;
  let bench: Awaited<ReturnType<typeof openTenantBench>>;
  let sound: Assessment;
  beforeAll(async () => {
    const tenant = { limit: { burst: 10_000, perSecond: 1000 } };
    sandbox = await startSandbox({ port: 0, began: new Date(), clock: systemClock, tenant });
    const { domain, management, syntheticLogin } = pretendTenant;
    bench = await openTenantBench({
      origin: sandbox.url,
      domain,
      ...management,
      testUser: syntheticLogin.username,
      connection: syntheticLogin.connection,
      crowd: { terms: [] },
      holds: {},
      tokens: () => [],
      close: () => sandbox.close(),
    });
    sound = await assess(bench.tenant);
  });
  afterEach(() => bench.disarm());
  afterAll(() => bench.close());

  it("finds what is not ready there, and nothing else", () => {
    expect(findingsOf(sound).sort()).toEqual([
      "actions-runtime: The Action Pretend: add the loyalty level",
      "breached-password-detection: Breached Password Detection",
      "log-stream: The log stream Pretend log export",
      "no-local-addresses: Pretend shop",
      "no-rules: The Rule Pretend: greet customers who come back",
      "own-mail-provider: The tenant",
    ]);
    expect(of(sound, "unknown")).toEqual([]);
  });

  const whole: readonly (readonly [string, Fault, RegExp])[] = [
    ["a scope that is missing", missingScope("read:some_scope"), /lacks the scope read:some_scope/],
    ["a plan without it", notInPlan, /plan does not include this/],
    ["a plan without it, by words alone", notInPlanByWords, /plan does not include this/],
    ["a limit reached", throttledUntil(30), /asked too much/],
    ["a limit reached, without headers", throttled({}), /asked too much/],
    ["a token that is refused", refusedToken, /does not accept the credentials/],
    ...illnesses.map(
      ([name, fault]) => [name, fault, /not reached, or gave no answer of its own/] as const,
    ),
  ];

  it.each(whole)("is unknown in every part of the tenant's own after %s", async (_, fault, why) => {
    bench.arm(api, fault);
    const fresh = createTenantOf(bench.proxy.url);
    const seen = await assess(fresh);
    const own = idsOf(checks.filter((check) => !readsTenant(check)).map(asResult));
    expect(idsOf(of(seen, "unknown"))).toEqual(idsOf(checks.filter(readsTenant).map(asResult)));
    expect(idsOf(of(seen, "pass"))).toEqual(own);
    for (const result of of(seen, "unknown")) expect(result.why).toMatch(why);
  });

  it("is unknown where Auth0 gives no token, and says that it is the credentials", async () => {
    bench.arm(tokens, tokenError(401, "access_denied", "Unauthorized"));
    const seen = await assess(createTenantOf(bench.proxy.url));
    expect(of(seen, "fail")).toEqual([]);
    for (const { why } of of(seen, "unknown"))
      expect(why).toMatch(/does not accept the credentials/);
  });

  it("is as it was but for the one part that fails", async () => {
    for (const part of partNames) {
      bench.disarm();
      bench.arm(partsRead[part].path, missingScope(partsRead[part].scope));
      const seen = await assess(bench.tenant);
      for (const result of seen.results) {
        const before = sound.results.find(({ check }) => check === result.check);
        const lacks = checks.find(({ id }) => id === result.check)?.reads.includes(part);
        expect([part, result.check, result.verdict]).toEqual([
          part,
          result.check,
          lacks ? "unknown" : before?.verdict,
        ]);
      }
    }
  });

  it.each<Fault["kind"]>(["hang", "drip"])("answers although a part does %s", async (kind) => {
    bench.arm("/api/v2/rules", { kind } as Fault);
    const seen = await assess(bench.hasty);
    expect(idsOf(of(seen, "unknown"))).toEqual(["no-rules"]);
  });
});

function createTenantOf(origin: string, domain: string = pretendTenant.domain): Tenant {
  const { management, syntheticLogin } = pretendTenant;
  return createTenant({
    name: "prod",
    domain,
    origin,
    credentials: {
      clientId: management.clientId,
      clientSecret: new Secret(management.clientSecret),
    },
    testUser: { username: syntheticLogin.username, connection: syntheticLogin.connection },
    plan: "enterprise",
    clock: systemClock,
    log: silent,
  });
}

const readsTenant = ({ reads }: Check) =>
  reads.some((name) => partNames.includes(name as PartName));
const asResult = ({ id }: Check) => ({ check: id }) as CheckResult;

describe("the readiness of recorded tenants", () => {
  it.runIf(isThere(recordings.exported))("finds what an exported one lacked", async () => {
    const recorded = await startRecordedTenant(recordings.exported);
    // Nobody has brought its log out: neither Auth0's streams nor Watchpost.
    const archive = fakeArchive();
    const seen = await assess(createTenantOf(recorded.origin), { plan: "free", archive });
    await recorded.close();
    expect(findingsOf(seen).sort()).toEqual([
      "breached-password-detection: Breached Password Detection",
      "custom-domain: The tenant",
      "log-retention: The plan free",
      "log-stream: The tenant",
      "no-implicit-grant: Default App",
      "no-implicit-grant: Deploy CLI",
      "own-mail-provider: The mail provider mandrill",
      "tenant-runtime: The tenant's default runtime",
    ]);
    // Users were not recorded, and what happened there was kept by nobody.
    expect(idsOf(of(seen, "unknown"))).toEqual([
      "log-kept-longer",
      "log-whole",
      "mail-delivered",
      "rate-limit-headroom",
      "test-user-unprivileged",
    ]);
  });

  it.runIf(isThere(recordings.tried))("takes what another left out for unknown", async () => {
    const only = ({ path, status }: { path: string; status: number }) =>
      !path.includes("emails/provider") || status === 404;
    const recorded = await startRecordedTenant(recordings.tried, only);
    const seen = await assess(createTenantOf(recorded.origin));
    await recorded.close();
    const subjects = findingsOf(seen).map((finding) => finding.split(":", 1)[0]);
    expect([...new Set(subjects)].sort()).toEqual([
      "no-hooks",
      "no-rules",
      "own-mail-provider",
      "tenant-runtime",
    ]);
    // Of the one application nothing but its id was asked.
    expect(idsOf(of(seen, "unknown"))).toEqual(
      expect.arrayContaining(["id-token-signature", "no-implicit-grant", "no-password-grant"]),
    );
  });
});
