import { describe, expect, it } from "vitest";
import { breachedPasswordDetection } from "../../src/checks/breached-password-detection.ts";
import { judged, withoutEach } from "./judged.ts";

describe("breached-password-detection", () => {
  it("passes where it is switched on, fails where it is off", () => {
    expect(
      judged(breachedPasswordDetection, { breachedPasswordDetection: { enabled: true } }).verdict,
    ).toBe("pass");
    expect(
      judged(breachedPasswordDetection, { breachedPasswordDetection: { enabled: false } }).says,
    ).toEqual(["Breached Password Detection is switched off."]);
  });

  it("says where to switch it on", () => {
    const [finding] = judged(breachedPasswordDetection, {
      breachedPasswordDetection: { enabled: false },
    }).findings;
    expect(finding?.fix).toContain("Security > Attack Protection > Breached Password Detection");
  });

  it("is unknown where it could not be read", () => {
    expect(
      withoutEach(breachedPasswordDetection, { breachedPasswordDetection: { enabled: true } }),
    ).toEqual(["unknown"]);
  });
});
