import { expect, it } from "vitest";
import { sayNotListed } from "../../src/logs/tail-words.ts";

it("a tail says of each event that it does not list what it is, or that it is of another type", () => {
  const counted = { fp: 80, f: 30, fu: 9, fn: 8, s: 7, slo: 6, limit_wc: 2, w: 1 };
  expect(sayNotListed({ fp: 80, f: 30 })).toMatch(
    /^110 are not listed: 80 .* \(fp\) and 30 .* \(f\)\.$/u,
  );
  expect(sayNotListed(counted)).toMatch(/^143 are not listed: 80 .* and 3 of 2 other types\.$/u);
});
