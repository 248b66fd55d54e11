import { describe, expect, it } from "vitest";
import { bruteForceProtection } from "../../src/checks/brute-force-protection.ts";
import { judged, withoutEach } from "./judged.ts";

describe("brute-force-protection", () => {
  it("passes where it is switched on, fails where it is off", () => {
    expect(judged(bruteForceProtection, { bruteForceProtection: { enabled: true } }).verdict).toBe(
      "pass",
    );
    expect(judged(bruteForceProtection, { bruteForceProtection: { enabled: false } }).says).toEqual(
      ["Brute-force Protection is switched off."],
    );
  });

  it("says where to switch it on", () => {
    const [finding] = judged(bruteForceProtection, {
      bruteForceProtection: { enabled: false },
    }).findings;
    expect(finding?.fix).toContain("Security > Attack Protection > Brute-force Protection");
  });

  it("is unknown where it could not be read", () => {
    expect(withoutEach(bruteForceProtection, { bruteForceProtection: { enabled: true } })).toEqual([
      "unknown",
    ]);
  });
});
