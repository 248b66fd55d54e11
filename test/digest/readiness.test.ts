import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checks } from "../../src/checks/index.ts";
import { sayReadiness } from "../../src/core/assessment.ts";
import { type Assessment, type EvidenceName, ownEvidence } from "../../src/core/check.ts";
import { SECOND } from "../../src/core/clock.ts";
import type { PartName, Parts, Refusal, Tenant } from "../../src/core/tenant.ts";
import { checkOf, finding, waiver } from "../fakes/assessment.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";
import { readinessOf, soundLogins, soundParts } from "./readiness-bench.ts";

const refusals: readonly Refusal[] = [
  "not configured",
  "credentials",
  "scope",
  "entitlement",
  "throttled",
  "down",
  "rejected",
];
const usesTenant = checks.filter(({ reads }) =>
  reads.some((name) => !(ownEvidence as readonly EvidenceName[]).includes(name)),
);
const failing = (
  fails: (call: string) => Refusal | undefined,
  parts: Partial<Parts> = soundParts,
) => fakeTenant({ parts, fails });
const verdictOf = ({ results }: Assessment, id: string) =>
  results.find(({ check }) => check === id)?.verdict;
const whyOf = ({ results }: Assessment, id: string) =>
  results.find(({ check }) => check === id)?.why;

describe("the readiness of a tenant", () => {
  it("is whole where everything is as it should be", async () => {
    const { tenant } = fakeTenant({ parts: soundParts });
    const seen = await readinessOf(tenant).readiness.assess("prod");
    expect(seen.results.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
    expect(sayReadiness(seen)).toBe(`prod is ready: all ${checks.length} checks pass.`);
    expect(seen).toMatchObject({ tenant: "prod", at: noon });
  });

  it("reads exactly what the checks name, each part once", async () => {
    const { tenant, asked } = fakeTenant({ parts: soundParts });
    await readinessOf(tenant).readiness.assess("prod");
    const calls = asked.map(({ call }) => call).sort();
    expect(calls).toEqual(Object.keys(soundParts).sort());
    const only = fakeTenant({ parts: soundParts });
    await readinessOf(only.tenant, {
      checks: [checkOf({ reads: ["rules", "plan"] })],
    }).readiness.assess("prod");
    expect(only.asked.map(({ call }) => call)).toEqual(["rules"]);
  });

  it("reads a few parts at a time", async () => {
    const { tenant } = fakeTenant({ parts: soundParts });
    const bounds = { now: 0, most: 0 };
    const read: Tenant["read"] = async (part) => {
      bounds.now += 1;
      bounds.most = Math.max(bounds.most, bounds.now);
      await new Promise((done) => setImmediate(done));
      bounds.now -= 1;
      return tenant.read(part);
    };
    await readinessOf({ ...tenant, read }).readiness.assess("prod");
    expect(bounds.most).toBeGreaterThan(1);
    expect(bounds.most).toBeLessThanOrEqual(4);
  });

  it("is looked at once for two who ask at once, and anew for who asks later", async () => {
    const { tenant, asked } = fakeTenant({ parts: soundParts });
    const { readiness } = readinessOf(tenant);
    const [one, other] = await Promise.all([readiness.assess("prod"), readiness.assess("prod")]);
    expect(other).toBe(one);
    const reads = asked.length;
    await readiness.assess("prod");
    expect(asked.length).toBe(2 * reads);
  });
});

describe("evidence that does not come", () => {
  it.each(refusals)(
    "leaves what it is needed for unknown, and nothing else: %s",
    async (reason) => {
      const { tenant } = failing(() => reason);
      const { readiness, logged } = readinessOf(tenant);
      const seen = await readiness.assess("prod");
      for (const { check, verdict, findings } of seen.results) {
        const needs = usesTenant.some(({ id }) => id === check);
        expect([check, verdict]).toEqual([check, needs ? "unknown" : "pass"]);
        expect(findings).toEqual([]);
      }
      expect(logged.every(({ level }) => level === "warn")).toBe(true);
    },
  );

  it.each<readonly [Refusal, string]>([
    ["not configured", "Watchpost has no credentials for prod's Management API. Mend it."],
    ["credentials", "Auth0 does not accept the credentials that Watchpost has for prod. Mend it."],
    ["scope", "The Management API of prod did not give rules (scope). Mend it."],
    ["entitlement", "The Management API of prod did not give rules (entitlement). Mend it."],
    [
      "throttled",
      "prod's Management API is asked too much, and had no room for this. Ask again in a few minutes.",
    ],
    ["down", "prod's Management API was not reached, or gave no answer of its own. Mend it."],
    ["rejected", "The Management API of prod did not give rules (rejected). Mend it."],
  ])("says why, and what would make it known: %s", async (reason, words) => {
    const { tenant } = failing((call) => (call === "rules" ? reason : undefined));
    const seen = await readinessOf(tenant).readiness.assess("prod");
    expect(whyOf(seen, "no-rules")).toBe(words);
    expect(seen.results.filter(({ verdict }) => verdict === "unknown")).toHaveLength(1);
  });

  it("says in the same words what keeps everything away", async () => {
    for (const reason of ["not configured", "credentials", "throttled", "down"] as const) {
      const seen = await readinessOf(failing(() => reason).tenant).readiness.assess("prod");
      const whys = new Set(seen.results.flatMap(({ why }) => (why ? [why] : [])));
      expect(whys.size).toBe(1);
    }
  });

  it("knows what needs no tenant, however many parts of one hang", async () => {
    const clock = manualClock();
    const { tenant } = fakeTenant({ parts: soundParts });
    const read: Tenant["read"] = () => new Promise(() => {});
    const looking = readinessOf({ ...tenant, read }, { clock }).readiness.assess("prod");
    await clock.advance(20 * SECOND);
    const seen = await looking;
    const own = ["synthetic-login", "synthetic-login-passing", "status-followed", "log-retention"];
    expect(own.map((id) => verdictOf(seen, id))).toEqual(own.map(() => "pass"));
    expect(verdictOf(seen, "log-stream")).toBe("unknown");
  });

  it("comes too late after the deadline, which no part can move", async () => {
    const clock = manualClock();
    const { tenant } = fakeTenant({ parts: soundParts });
    const slow: readonly PartName[] = ["settings", "rules", "applications"];
    const read: Tenant["read"] = async (part) => {
      if (slow.includes(part)) await new Promise(() => {});
      return tenant.read(part);
    };
    const looking = readinessOf({ ...tenant, read }, { clock }).readiness.assess("prod");
    await clock.advance(19 * SECOND);
    const early = await Promise.race([looking, Promise.resolve("not yet")]);
    expect(early).toBe("not yet");
    await clock.advance(SECOND);
    const seen = await looking;
    expect(whyOf(seen, "no-rules")).toBe(
      "Auth0 did not answer in time for prod. Ask again in a while.",
    );
    expect(verdictOf(seen, "no-hooks")).toBe("pass");
    expect(clock.waiting()).toBe(0);
  });

  it("that throws what it should not is Watchpost's mistake, is logged, and takes nothing else along", async () => {
    const { tenant } = fakeTenant({ parts: soundParts });
    const read: Tenant["read"] = async (part) => {
      if (part === "rules") throw new TypeError("secret words");
      return tenant.read(part);
    };
    const { readiness, logged } = readinessOf({ ...tenant, read });
    const seen = await readiness.assess("prod");
    expect(verdictOf(seen, "no-rules")).toBe("unknown");
    expect(whyOf(seen, "no-rules")).toContain("went wrong on its side");
    expect(whyOf(seen, "no-rules")).not.toContain("secret");
    expect(logged.map(({ level }) => level)).toEqual(["error"]);
    expect(seen.results.filter(({ verdict }) => verdict !== "pass")).toHaveLength(1);
  });

  it("never makes it reject, whatever breaks", async () => {
    const broken = () => {
      throw new Error("broken");
    };
    const rejected = async () => {
      throw new Error("broken");
    };
    const { readiness } = readinessOf(fakeTenant({}).tenant, {
      tenant: broken,
      logins: { standing: rejected, latest: rejected },
      subscriptions: { list: rejected, conditions: rejected },
      archive: { coverage: rejected, counts: rejected },
      waivers: { list: rejected },
    });
    const seen = await readiness.assess("nobody");
    expect(seen.results.every(({ verdict }) => verdict === "unknown")).toBe(true);
  });

  it("never lets a check pass or fail that needs it", async () => {
    const parts = Object.keys(soundParts) as readonly PartName[];
    const anything = fc.record({
      missing: fc.subarray([...parts]),
      reason: fc.constantFrom(...refusals),
      bad: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(anything, async ({ missing, reason, bad }) => {
        const given = bad ? { ...soundParts, rules: ["r"], mailProvider: null } : soundParts;
        const { tenant } = failing(
          (call) => (missing.includes(call as PartName) ? reason : undefined),
          given,
        );
        const seen = await readinessOf(tenant).readiness.assess("prod");
        for (const { check, verdict } of seen.results) {
          const reads = checks.find(({ id }) => id === check)?.reads ?? [];
          const lacks = reads.some((name) => missing.includes(name as PartName));
          expect([check, verdict === "unknown"]).toEqual([check, lacks]);
        }
      }),
    );
  });
});

describe("what Watchpost itself knows", () => {
  const sound = () => fakeTenant({ parts: soundParts }).tenant;

  it("says which line of the settings the plan is missing from", async () => {
    const tenants = [{ name: "prod", syntheticLogin: {} }];
    const seen = await readinessOf(sound(), { tenants }).readiness.assess("prod");
    expect(verdictOf(seen, "log-retention")).toBe("unknown");
    expect(whyOf(seen, "log-retention")).toContain('"plan: professional"');
  });

  it("asks for no test user where there is no synthetic login", async () => {
    const { tenant, asked } = fakeTenant({ parts: soundParts });
    const seen = await readinessOf(tenant, {
      tenants: [{ name: "prod", plan: "enterprise" }],
      logins: { ...soundLogins, standing: async () => undefined },
    }).readiness.assess("prod");
    expect(asked.map(({ call }) => call)).not.toContain("testUser");
    expect(verdictOf(seen, "synthetic-login")).toBe("fail");
    expect(verdictOf(seen, "synthetic-login-passing")).toBe("unknown");
    expect(verdictOf(seen, "test-user-unprivileged")).toBe("unknown");
  });

  it.each([
    ["another tenant's subscription", { tenant: "staging" }, "fail"],
    ["its own", { tenant: "prod" }, "pass"],
    ["one for all", {}, "pass"],
    ["one for maintenance only", { only: "maintenance" }, "fail"],
  ] as const)("counts %s as it should", async (_, wish, verdict) => {
    const subscription = {
      id: "s1",
      conversation: "local:channel:ops",
      source: "status",
      feed: "",
      as: "card",
      origin: "chat",
      createdAt: noon,
      ...wish,
    } as const;
    const { subscriptions } = fakeStore({ subscriptions: [subscription] });
    const seen = await readinessOf(sound(), { subscriptions }).readiness.assess("prod");
    expect(verdictOf(seen, "status-followed")).toBe(verdict);
    const paused = fakeStore({
      subscriptions: [subscription],
      conditions: [
        {
          conversation: "local:channel:ops",
          failures: 3,
          paused: { reason: "Archived.", since: ago(1) },
        },
      ],
    });
    const held = await readinessOf(sound(), paused).readiness.assess("prod");
    expect(verdictOf(held, "status-followed")).toBe("fail");
  });

  it("lets a waiver hide what fails, until its date", async () => {
    const { tenant } = fakeTenant({ parts: { ...soundParts, rules: ["Old"] } });
    const { readiness, store } = readinessOf(tenant);
    await store.waivers.add(waiver({ check: "no-rules" }));
    const seen = await readiness.assess("prod");
    expect(verdictOf(seen, "no-rules")).toBe("waived");
    await store.waivers.add(waiver({ check: "no-rules", until: noon }));
    expect(verdictOf(await readiness.assess("prod"), "no-rules")).toBe("fail");
  });

  it("shows what is waived as failing where the waivers cannot be read", async () => {
    const check = checkOf({ evaluate: () => [finding("Acme Web")] });
    const { readiness, logged } = readinessOf(sound(), {
      checks: [check],
      waivers: {
        list: async () => {
          throw new Error("locked");
        },
      },
    });
    expect((await readiness.assess("prod")).results).toMatchObject([{ verdict: "fail" }]);
    expect(logged).toHaveLength(1);
  });
});
