import { describe, expect, it } from "vitest";
import type { Assessment, Waiver } from "../../src/core/check.ts";
import type { Trial } from "./store.ts";
import { days, minutes, start } from "./store-bench.ts";

const ada = { id: "slack:user:U1", name: "Ada" } as const;
const grace = { id: "teams:user:29:x", name: "Grace" } as const;

const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  check: "no-rules",
  until: days(30),
  reason: 'They go in spring; it\'s "agreed" 🌱',
  by: ada,
  at: start,
  ...more,
});

const assessment = (at: Date, more: Partial<Assessment> = {}): Assessment => ({
  tenant: "prod",
  at,
  results: [
    { check: "a", title: "A holds", severity: "must", verdict: "pass", findings: [] },
    {
      check: "b",
      title: "B holds",
      severity: "should",
      verdict: "fail",
      findings: [{ subject: "Acme Web", problem: "is wrong", fix: "Mend it." }],
      why: "Acme API: It is not told.",
    },
    {
      check: "no-rules",
      title: "No Rules are left behind",
      severity: "must",
      verdict: "waived",
      findings: [{ subject: "The Rule x", problem: "is left", fix: "Delete it." }],
      waiver: waiver({ tenant: "prod" }),
    },
    {
      check: "d",
      title: "D holds",
      severity: "must",
      verdict: "unknown",
      findings: [],
      why: "The scope read:rules is missing.",
    },
  ],
  ...more,
});

/** What was accepted by whom, and how ready tenants were. */
export function describeReadiness(trial: () => Trial): void {
  describe("waivers", () => {
    it("come back as they were given, for one tenant or for all, over a restart", async () => {
      const { store, bench } = trial();
      const given = [waiver(), waiver({ tenant: "prod", by: grace, at: minutes(1) })];
      for (const each of given) await store.waivers.add(each);
      const again = await bench.another();
      const listed = await again.waivers.list();
      expect(listed).toEqual(given);
      expect(listed[0]).not.toHaveProperty("tenant");
    });

    it("are one per check and tenant: a newer one takes the place of the older", async () => {
      const { waivers } = trial().store;
      await waivers.add(waiver());
      await waivers.add(waiver({ tenant: "prod" }));
      const newer = waiver({ reason: "Later still.", until: days(90), by: grace, at: minutes(5) });
      await waivers.add(newer);
      const listed = await waivers.list();
      expect(listed).toHaveLength(2);
      expect(listed).toContainEqual(newer);
    });

    it("are listed when they have ended too, until they are removed", async () => {
      const { store, clock } = trial();
      await store.waivers.add(waiver({ until: minutes(1) }));
      clock.set(days(400));
      expect(await store.waivers.list()).toHaveLength(1);
      expect(await store.waivers.remove({ check: "no-rules" })).toBe(true);
      expect(await store.waivers.list()).toEqual([]);
    });

    it("are removed for exactly the tenant that is said", async () => {
      const { waivers } = trial().store;
      await waivers.add(waiver());
      await waivers.add(waiver({ tenant: "prod", at: minutes(1) }));
      expect(await waivers.remove({ check: "no-rules", tenant: "staging" })).toBe(false);
      expect(await waivers.remove({ check: "no-hooks" })).toBe(false);
      expect(await waivers.remove({ check: "no-rules" })).toBe(true);
      expect(await waivers.remove({ check: "no-rules" })).toBe(false);
      expect(await waivers.list()).toMatchObject([{ tenant: "prod" }]);
    });

    it("are added once, however many add them at once", async () => {
      const { waivers } = trial().store;
      await Promise.all([1, 2, 3, 4, 5].map((day) => waivers.add(waiver({ until: days(day) }))));
      expect(await waivers.list()).toHaveLength(1);
    });
  });

  describe("assessments", () => {
    it("come back whole, with the times of their waivers", async () => {
      const { store, bench } = trial();
      await store.assessments.add(assessment(start));
      const again = await bench.another();
      expect(await again.assessments.lastBefore("prod", start)).toEqual(assessment(start));
    });

    it("are found by the newest that is no younger than asked, of that tenant", async () => {
      const { assessments } = trial().store;
      const given = [days(7), days(0), days(14)].map((at) => assessment(at));
      for (const each of given) await assessments.add(each);
      await assessments.add(assessment(days(8), { tenant: "staging" }));
      const at = async (when: Date, tenant = "prod") =>
        (await assessments.lastBefore(tenant, when))?.at;
      expect(await at(minutes(-1))).toBeUndefined();
      expect(await at(start)).toEqual(start);
      expect(await at(days(13))).toEqual(days(7));
      expect(await at(days(99))).toEqual(days(14));
      expect(await at(days(99), "staging")).toEqual(days(8));
      expect(await at(days(99), "other")).toBeUndefined();
    });

    it("of one tenant at one time are one: the later word stands", async () => {
      const { assessments } = trial().store;
      await assessments.add(assessment(start));
      await assessments.add(assessment(start, { results: [] }));
      expect(await assessments.lastBefore("prod", start)).toEqual(
        assessment(start, { results: [] }),
      );
    });
  });
}
