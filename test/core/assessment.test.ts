import { describe, expect, it } from "vitest";
import {
  changesSince,
  inOrder,
  sayChange,
  sayReadiness,
  toneOfReadiness,
} from "../../src/core/assessment.ts";
import type { CheckResult, Verdict } from "../../src/core/check.ts";
import { DAY } from "../../src/core/clock.ts";
import { assessment, finding, result } from "../fakes/assessment.ts";
import { ago } from "../fakes/subjects.ts";

const of = (...verdicts: readonly Verdict[]): readonly CheckResult[] =>
  verdicts.map((verdict, index) => result(`c${index}`, verdict));

describe("how ready a tenant is, in one sentence", () => {
  it.each<readonly [readonly CheckResult[], string, string]>([
    [of("pass", "pass"), "prod is ready: all 2 checks pass.", "good"],
    [of("pass"), "prod is ready: its one check passes.", "good"],
    [of("fail", "pass", "unknown"), "prod is not ready: 1 of 3 checks fails, 1 is unknown.", "bad"],
    [
      of("fail", "fail", "unknown", "unknown", "waived", "pass"),
      "prod is not ready: 2 of 6 checks fail, 2 are unknown, 1 is waived.",
      "bad",
    ],
    [
      [result("a", "fail", { severity: "should" }), result("b", "pass")],
      "prod could be readier: 1 of 2 checks fails.",
      "warning",
    ],
    [
      of("pass", "unknown"),
      "prod may be ready: no check fails, but 1 of 2 checks is unknown.",
      "warning",
    ],
    [of("pass", "waived"), "prod is ready: 1 of 2 checks passes, 1 is waived.", "good"],
    [of("waived"), "prod is ready: 0 of 1 check pass, 1 is waived.", "good"],
    [
      of("unknown", "unknown"),
      "How ready prod is cannot be said: all 2 checks are unknown.",
      "warning",
    ],
    [of("unknown"), "How ready prod is cannot be said: its one check is unknown.", "warning"],
    [[], "prod was not checked: there are no checks.", "warning"],
  ])("%# says %s", (results, words, tone) => {
    expect(sayReadiness(assessment(results))).toBe(words);
    expect(toneOfReadiness(assessment(results))).toBe(tone);
  });

  it("puts what fails first, and of that what must hold", () => {
    const results = [
      result("passed", "pass"),
      result("waived", "waived"),
      result("minor", "fail", { severity: "should" }),
      result("open", "unknown"),
      result("major", "fail"),
    ];
    expect(inOrder(results).map(({ check }) => check)).toEqual([
      "major",
      "minor",
      "open",
      "waived",
      "passed",
    ]);
  });
});

describe("what has changed since an earlier assessment", () => {
  const then = (...results: readonly CheckResult[]) => assessment(results, { at: ago(7 * DAY) });
  const compare = (before: CheckResult, now: CheckResult) =>
    changesSince(then(before), assessment([now]));

  it("is nothing where there was none before", () => {
    expect(changesSince(undefined, assessment(of("fail")))).toEqual({
      worse: [],
      better: [],
      unknown: [],
      waived: [],
    });
  });

  it.each<readonly [Verdict, Verdict, "worse" | "better" | "unknown" | "waived", string]>([
    ["pass", "fail", "worse", "fails now, passed before"],
    ["unknown", "fail", "worse", "fails now, was unknown before"],
    ["waived", "fail", "worse", "fails now, was waived before"],
    ["fail", "pass", "better", "passes now, failed before"],
    ["unknown", "pass", "better", "passes now, was unknown before"],
    ["waived", "pass", "better", "passes now, was waived before"],
    ["pass", "unknown", "unknown", "is unknown now, passed before"],
    ["fail", "unknown", "unknown", "is unknown now, failed before"],
    ["fail", "waived", "waived", "is waived now, failed before"],
  ])("from %s to %s is %s", (from, to, kind, words) => {
    const { since, ...lists } = compare(result("a", from), result("a", to));
    expect(since).toEqual(ago(7 * DAY));
    expect(lists[kind].map(sayChange)).toEqual([`The thing called a holds: ${words}.`]);
    expect(Object.values(lists).flat()).toHaveLength(1);
  });

  it.each<Verdict>(["pass", "fail", "unknown", "waived"])(
    "is nothing from %s to the same",
    (same) => {
      const { since: _, ...lists } = compare(result("a", same), result("a", same));
      expect(Object.values(lists).flat()).toEqual([]);
    },
  );

  it("tells that a check which failed before fails on more, or on less", () => {
    const one = result("a", "fail", { findings: [finding("Acme Web")] });
    const two = result("a", "fail", { findings: [finding("Acme Web"), finding("Acme API")] });
    const worse = compare(one, two).worse;
    expect(worse[0]?.found).toEqual([finding("Acme API")]);
    expect(worse.map(sayChange)).toEqual(["The thing called a holds: fails on 1 more."]);
    expect(compare(two, one).better.map(sayChange)).toEqual([
      "The thing called a holds: 1 put right.",
    ]);
  });

  it("takes other words about the same thing for nothing new", () => {
    const one = result("a", "fail", { findings: [finding("Acme Web")] });
    const other = result("a", "fail", { findings: [finding("Acme Web", { problem: "Else." })] });
    expect(compare(one, other)).toMatchObject({ worse: [], better: [] });
  });

  it("tells of a check that is new only if it fails", () => {
    const before = then(result("a", "pass"));
    const changes = changesSince(before, assessment([result("a", "pass"), result("b", "fail")]));
    expect(changes.worse.map(sayChange)).toEqual([
      "The thing called b holds: fails now, is a new check.",
    ]);
    expect(changesSince(before, assessment([result("b", "unknown")])).unknown).toEqual([]);
  });
});
