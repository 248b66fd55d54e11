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

  it("fails where it only sends notifications, and where it does nothing", () => {
    const says = (shields: readonly string[]) =>
      judged(bruteForceProtection, { bruteForceProtection: { enabled: true, shields } }).says;
    const blocksNothing = [
      "Brute-force Protection is switched on, but set to block nothing that it notices.",
    ];
    expect(says(["admin_notification"])).toEqual(blocksNothing);
    expect(says([])).toEqual(blocksNothing);
    expect(says(["block", "admin_notification"])).toEqual([]);
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
