import { describe, expect, it } from "vitest";
import type { Assessment, Readiness, Verdict } from "../../src/core/check.ts";
import { DAY } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { assessment, checkOf, result, waiver } from "../fakes/assessment.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, noon } from "../fakes/subjects.ts";

function given(verdict: Verdict = "waived"): Partial<CommandContext> & {
  store: ReturnType<typeof fakeStore>;
} {
  const readiness: Readiness = {
    checks: [checkOf({ id: "no-rules" }), checkOf({ id: "no-hooks" })],
    assess: async (tenant): Promise<Assessment> =>
      assessment([result("no-rules", verdict)], { tenant }),
  };
  return {
    store: fakeStore(),
    readiness,
    role: "admin",
    tenants: [
      { name: "prod", domain: "acme.us.auth0.com" },
      { name: "staging", domain: "acme-staging.us.auth0.com" },
    ],
  };
}

describe("waive", () => {
  it("accepts a check's findings until a date, for a reason, and remembers who did", async () => {
    const context = given();
    const message = await ask(
      'waive no-rules until:30d reason:"We move in spring" tenant:prod',
      context,
    );
    expect(await context.store.waivers.list()).toEqual([
      {
        check: "no-rules",
        tenant: "prod",
        until: new Date(noon.getTime() + 30 * DAY),
        reason: "We move in spring",
        by: { id: "local:user:ada", name: "Ada" },
        at: noon,
      },
    ]);
    expect(message.summary).toMatch(/^no-rules is waived for prod until 22 Dec 2026/);
    const words = renderPlain(message);
    expect(words).toContain("by Ada: We move in spring");
    expect(words).toContain("- prod fails it: 1 finding accepted.");
    expect(words).not.toContain("staging");
    expect(words).toContain("[End the waiver] waive check:no-rules until:off tenant:prod");
  });

  it("is for every tenant unless one is named, and takes a date", async () => {
    const context = given();
    const words = await askPlainly("waive no-rules 2026-12-31 reason:soon", context);
    expect(await context.store.waivers.list()).toMatchObject([
      { check: "no-rules", until: new Date("2026-12-31T00:00:00Z") },
    ]);
    expect((await context.store.waivers.list())[0]).not.toHaveProperty("tenant");
    expect(words).toContain("for all tenants");
    expect(words).toContain("- staging fails it");
  });

  it.each([
    ["pass", "prod passes it: the waiver does nothing unless it fails."],
    ["unknown", "Whether prod passes it is unknown now: the waiver does nothing unless it fails."],
  ] as const)("says that it does nothing yet where the verdict is %s", async (verdict, words) => {
    expect(await askPlainly("waive no-rules 7d reason:later", given(verdict))).toContain(words);
  });

  it("takes the place of an earlier one", async () => {
    const context = given();
    await ask("waive no-rules 7d reason:one", context);
    await ask("waive no-rules 14d reason:two", context);
    expect(await context.store.waivers.list()).toMatchObject([{ reason: "two" }]);
  });

  it.each([
    ["waive no-rule 7d reason:x", 'Did you mean "no-rules"?'],
    ["waive no-rules reason:x", "Missing: until when"],
    ["waive no-rules 7d", "Say why"],
    ['waive no-rules 7d reason:" "', "Say why"],
    ["waive no-rules 2026-11-22 reason:x", '"2026-11-22" is already over'],
    ["waive no-rules 2025-01-01 reason:x", '"2025-01-01" is already over'],
    ["waive no-rules 366d reason:x", '"366d" is more than 365 days ahead'],
    ["waive no-rules 2099-01-01 reason:x", "more than 365 days ahead"],
    ["waive no-rules 2026-02-31 reason:x", '"2026-02-31" is not a time'],
    ["waive no-rules soon reason:x", '"soon" is not a time; write one like 30d or 2026-12-31'],
    ["waive no-rules 7d reason:x tenant:prud", 'Did you mean "prod"?'],
    ["waive no-rules 7d reason:we move in spring", 'do not know what to do with "move in spring"'],
  ])("refuses %j", async (line, words) => {
    const context = given();
    await expect(ask(line, context)).rejects.toThrow(words);
    expect(await context.store.waivers.list()).toEqual([]);
  });

  it("refuses the moment that is now", async () => {
    const now = new Date("2026-11-23T00:00:00Z");
    await expect(ask("waive no-rules 2026-11-23 reason:x", { ...given(), now })).rejects.toThrow(
      "already over",
    );
  });

  it("takes a year ahead", async () => {
    expect((await ask("waive no-rules 365d reason:x", given())).summary).toContain("22 Nov 2027");
  });

  it("ends with off, by whichever way it is said", async () => {
    for (const line of ["waive no-rules off", "waive check:no-rules until:OFF"]) {
      const context = given();
      await context.store.waivers.add(waiver({ check: "no-rules" }));
      expect((await ask(line, context)).summary).toBe(
        "The waiver of no-rules for all tenants has ended: what it finds counts again.",
      );
      expect(await context.store.waivers.list()).toEqual([]);
    }
  });

  it("says when there was nothing to end, and what else is waived", async () => {
    const context = given();
    await context.store.waivers.add(waiver({ check: "no-rules", tenant: "prod" }));
    await context.store.waivers.add(waiver({ check: "no-hooks" }));
    await context.store.waivers.add(waiver({ check: "no-rules", tenant: "old", until: ago(1) }));
    expect((await ask("waive no-rules off", context)).summary).toBe(
      "no-rules was not waived for all tenants; nothing has changed. It is waived for prod still.",
    );
    expect((await ask("waive no-rules off tenant:prod", context)).summary).toBe(
      "The waiver of no-rules for prod has ended: what it finds counts again.",
    );
  });
});
