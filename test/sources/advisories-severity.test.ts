import { describe, expect, it } from "vitest";
import { ratingInWords, ratingOfScore, worstOf } from "../../src/sources/advisories-severity.ts";

describe("how bad an advisory is", () => {
  // The scores are those that the specification's own calculator gives.
  it.each([
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "critical", "CVSS 9.8"],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "critical", "CVSS 10.0"],
    ["CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "medium", "CVSS 6.1"],
    ["CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N", "medium", "CVSS 5.3"],
    ["CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "high", "CVSS 7.8"],
    ["CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", "low", "CVSS 1.6"],
    ["9.1", "critical", "CVSS 9.1"],
    ["4.9", "medium", "CVSS 4.9"],
  ])("is read from %s", (written, level, by) => {
    expect(ratingOfScore(written)).toEqual([{ level, by }]);
  });

  it.each([
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N",
    "CVSS:3.1/AV:N",
    "CVSS:3.1/AV:constructor/AC:L/PR:toString/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N",
    "11",
    "0",
    "nonsense",
    "__proto__",
  ])("is not known from %s", (written) => {
    expect(ratingOfScore(written)).toEqual([]);
  });

  it.each([
    ["MODERATE", "medium"],
    [" Important ", "high"],
    ["low", "low"],
  ])("is read from the word %s", (word, level) => {
    expect(ratingInWords(word)).toEqual([{ level, by: "in words" }]);
    expect(ratingInWords("constructor")).toEqual([]);
  });

  it("is the worst of all that is said, with the difference", () => {
    const both = [...ratingInWords("MODERATE"), ...ratingOfScore("9.1")];
    expect(worstOf(both)).toEqual({
      level: "critical",
      said: "critical (CVSS 9.1); another rating says medium",
    });
    expect(worstOf(ratingInWords("high"))).toEqual({ level: "high", said: "high" });
    expect(worstOf([])).toBeUndefined();
  });
});
