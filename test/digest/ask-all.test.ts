import { describe, expect, it } from "vitest";
import { countOf } from "../../src/core/assessment.ts";
import { SECOND } from "../../src/core/clock.ts";
import { type PartName, type Tenant, TenantError } from "../../src/core/tenant.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeTenant } from "../fakes/tenant.ts";
import { readinessOf, soundParts } from "./readiness-bench.ts";

const parts = Object.keys(soundParts).length;

/** A tenant that turns away whom it likes. */
function tenantTurning(away: (part: PartName) => number | undefined) {
  const { tenant } = fakeTenant({ parts: soundParts });
  const counted = { asked: 0, now: 0, mostAgain: 0 };
  const seen = new Set<PartName>();
  const read: Tenant["read"] = async (part) => {
    counted.asked += 1;
    counted.now += 1;
    if (seen.has(part)) counted.mostAgain = Math.max(counted.mostAgain, counted.now);
    seen.add(part);
    await new Promise((done) => setImmediate(done));
    counted.now -= 1;
    const retryAfterMs = away(part);
    if (retryAfterMs === undefined) return tenant.read(part);
    const options = { reason: "throttled", fix: "Wait.", retryAfterMs } as const;
    throw new TenantError("The Management API of prod", "It is asked too much.", options);
  };
  return { tenant: { ...tenant, read }, counted };
}

describe("a tenant whose quota is used up", () => {
  it("is asked again for what there was no room for, one after the other, when there is", async () => {
    const clock = manualClock();
    const turned = new Set<PartName>();
    const { tenant, counted } = tenantTurning((part) => {
      if (turned.has(part)) return undefined;
      turned.add(part);
      return 3 * SECOND;
    });
    const looking = readinessOf(tenant, { clock }).readiness.assess("prod");
    await clock.advance(2 * SECOND);
    expect(counted.asked).toBe(parts);
    await clock.advance(SECOND);
    const seen = await looking;
    expect(countOf(seen, "unknown")).toBe(0);
    expect(counted).toMatchObject({ asked: 2 * parts, mostAgain: 1 });
  });

  it("is left alone where room is not there twice in a row, or only after the answer is due", async () => {
    for (const [wait, most] of [
      [SECOND, parts + 2],
      [30 * SECOND, parts],
    ] as const) {
      const clock = manualClock();
      const { tenant, counted } = tenantTurning(() => wait);
      const looking = readinessOf(tenant, { clock }).readiness.assess("prod");
      await clock.advance(5 * SECOND);
      expect(countOf(await looking, "unknown")).toBeGreaterThan(parts);
      expect(counted.asked).toBe(most);
    }
  });
});
