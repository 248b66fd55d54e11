import { describe, expect, it } from "vitest";
import type { Check, Gathered, Waiver } from "../../src/core/check.ts";
import { DAY } from "../../src/core/clock.ts";
import { judge, judgeAll } from "../../src/core/judge.ts";
import { checkOf, finding, waiver } from "../fakes/assessment.ts";
import { ago, noon } from "../fakes/subjects.ts";

const missing = {
  missing: "Watchpost's application lacks the scope read:rules.",
  fix: "Grant it in the Auth0 Dashboard.",
  reason: "scope",
} as const;

function judged(
  check: Check,
  given: { gathered?: Gathered; waivers?: readonly Waiver[]; tenant?: string; at?: Date } = {},
) {
  const logged: object[] = [];
  const log = { info: () => {}, warn: () => {}, error: (details: object) => logged.push(details) };
  const { gathered = { rules: { value: [] } }, waivers = [], tenant = "prod", at = noon } = given;
  return { ...judge(check, { tenant, at, gathered, waivers, log }), logged };
}

const failing = checkOf({ evaluate: () => [finding("Acme Web")] });

describe("judging a check", () => {
  it("passes it when it finds nothing", () => {
    expect(judged(checkOf())).toMatchObject({ verdict: "pass", findings: [], check: "one" });
  });

  it("fails it with what it finds", () => {
    expect(judged(failing)).toMatchObject({ verdict: "fail", findings: [finding("Acme Web")] });
  });

  it("knows nothing without the evidence, and says why and what would make it known", () => {
    const result = judged(failing, { gathered: { rules: missing } });
    expect(result).toMatchObject({ verdict: "unknown", findings: [] });
    expect(result.why).toBe(
      "Watchpost's application lacks the scope read:rules. Grant it in the Auth0 Dashboard.",
    );
  });

  it("says one reason once, however many pieces it keeps away", () => {
    const check = checkOf({ reads: ["rules", "hooks"] });
    const { why } = judged(check, { gathered: { rules: missing, hooks: missing } });
    expect(why?.split("lacks")).toHaveLength(2);
  });

  it("knows nothing where evidence was never gathered", () => {
    expect(judged(failing, { gathered: {} })).toMatchObject({
      verdict: "unknown",
      why: expect.stringContaining("mistake in Watchpost"),
    });
  });

  it("gives a check the evidence that it names and no other", () => {
    const seen: string[] = [];
    const check = checkOf({
      evaluate(evidence) {
        seen.push(...Object.keys(evidence));
        return [];
      },
    });
    judged(check, { gathered: { rules: { value: [] }, hooks: { value: [] } } });
    expect(seen).toEqual(["rules"]);
  });

  it("says nothing about the people whom things are named after", () => {
    const subject = "Test of mira.quillon@hollowmere.example";
    const check = checkOf({
      evaluate: () => [
        {
          ...finding(subject),
          problem: `lets ${subject} in`,
          fix: `Open Applications > ${subject}.`,
        },
        { subject: "auth0|64ffa9d3c1b7", unknown: "203.0.113.7 is not told.", fix: "Ask." },
      ],
    });
    const result = judged(check);
    expect(result.verdict).toBe("fail");
    expect(JSON.stringify(result)).not.toMatch(/quillon|hollowmere|64ffa9|203\.0/);
    expect(result.findings[0]?.subject).toBe("Test of [e-mail address]");
  });

  it("knows nothing where the check itself breaks, and logs that", () => {
    const broken = checkOf({
      evaluate() {
        throw new TypeError("rules is not iterable");
      },
    });
    const { verdict, why, logged } = judged(broken);
    expect({ verdict, why }).toEqual({
      verdict: "unknown",
      why: expect.stringContaining("could not be judged"),
    });
    expect(logged).toEqual([expect.objectContaining({ check: "one", tenant: "prod" })]);
  });

  it("knows nothing of what the evidence leaves open, and names a few of many", () => {
    const doubt = (subject: string) => ({ subject, unknown: "It is not told.", fix: "Ask." });
    const doubtful = (names: readonly string[]) =>
      judged(checkOf({ evaluate: () => names.map(doubt) }));
    expect(doubtful(["a", "b"])).toMatchObject({
      verdict: "unknown",
      why: "a and b: It is not told. Ask.",
    });
    expect(doubtful(["a", "b", "c", "d", "e"]).why).toBe(
      "a, b, c and 2 more: It is not told. Ask.",
    );
    const both = checkOf({ evaluate: () => [finding("Acme Web"), doubt("Acme API")] });
    expect(judged(both)).toMatchObject({
      verdict: "fail",
      findings: [finding("Acme Web")],
      why: "Acme API: It is not told. Ask.",
    });
  });

  it("needs evidence that merely excuses only where there is something to excuse", () => {
    const gathered: Gathered = {
      rules: { value: [] },
      hooks: { ...missing, missing: "No hooks." },
    };
    const passing = checkOf({ excusedBy: ["hooks"] });
    expect(judged(passing, { gathered })).toMatchObject({ verdict: "pass" });
    const excused = checkOf({
      excusedBy: ["hooks"],
      evaluate: ({ hooks }) => (hooks ? [] : [finding("Acme Web")]),
    });
    expect(judged(excused, { gathered })).toMatchObject({
      verdict: "unknown",
      findings: [],
      why: expect.stringMatching(/^No hooks\./),
    });
    expect(
      judged(excused, { gathered: { rules: { value: [] }, hooks: { value: [] } } }),
    ).toMatchObject({ verdict: "pass" });
  });

  it("judges every check, one that breaks beside one that does not", () => {
    const broken = checkOf({
      id: "broken",
      evaluate() {
        throw new Error("odd");
      },
    });
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const gathered = { rules: { value: [] } };
    const given = { tenant: "prod", at: noon, gathered, waivers: [], log };
    expect(judgeAll([broken, failing], given)).toMatchObject({
      tenant: "prod",
      at: noon,
      results: [{ verdict: "unknown" }, { verdict: "fail" }],
    });
  });
});

describe("a waiver", () => {
  it("hides what fails, and is shown with it", () => {
    const accepted = waiver();
    expect(judged(failing, { waivers: [accepted] })).toMatchObject({
      verdict: "waived",
      findings: [finding("Acme Web")],
      waiver: accepted,
    });
  });

  it("ends at its date, by itself", () => {
    const until = new Date(noon.getTime() + DAY);
    const waivers = [waiver({ until })];
    expect(judged(failing, { waivers, at: ago(0) }).verdict).toBe("waived");
    expect(judged(failing, { waivers, at: until }).verdict).toBe("fail");
  });

  it("hides neither what passes nor what is unknown", () => {
    const waivers = [waiver()];
    expect(judged(checkOf(), { waivers })).toMatchObject({ verdict: "pass" });
    const unknown = judged(failing, { waivers, gathered: { rules: missing } });
    expect(unknown).toMatchObject({ verdict: "unknown" });
    expect(unknown.waiver).toBeUndefined();
  });

  it.each<readonly [string, readonly Waiver[], string | undefined]>([
    ["for another check", [waiver({ check: "other" })], undefined],
    ["for another tenant", [waiver({ tenant: "staging" })], undefined],
    ["for this tenant", [waiver({ tenant: "prod", reason: "mine" })], "mine"],
    [
      "for all, beside its own",
      [waiver({ reason: "all" }), waiver({ tenant: "prod", reason: "mine" })],
      "mine",
    ],
    [
      "for all, its own being over",
      [waiver({ tenant: "prod", until: ago(1) }), waiver({ reason: "all" })],
      "all",
    ],
  ])("counts as it should: %s", (_, waivers, reason) => {
    expect(judged(failing, { waivers }).waiver?.reason).toBe(reason);
  });
});
