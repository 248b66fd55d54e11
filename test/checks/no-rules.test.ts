import { describe, expect, it } from "vitest";
import { noRules } from "../../src/checks/no-rules.ts";
import { judged, withoutEach } from "./judged.ts";

describe("no-rules", () => {
  it("passes where none are left, as where the API itself is gone", () => {
    expect(judged(noRules, { rules: [] }).verdict).toBe("pass");
  });

  it("names each that is left, and says since when it has ended", () => {
    expect(judged(noRules, { rules: ["Add country", "Link accounts"] }).says).toEqual([
      "The Rule Add country is left behind: Rules reached their end of life, and may not run any more, on 18 Nov 2026.",
      "The Rule Link accounts is left behind: Rules reached their end of life, and may not run any more, on 18 Nov 2026.",
    ]);
    const before = new Date("2026-11-17T23:59:59Z");
    expect(judged(noRules, { rules: ["Add country"] }, before).says).toEqual([
      "The Rule Add country is left behind: Rules reach their end of life on 18 Nov 2026.",
    ]);
  });

  it("is unknown where they could not be read", () => {
    expect(withoutEach(noRules, { rules: [] })).toEqual(["unknown"]);
  });
});
