import { describe, expect, it } from "vitest";
import { suspiciousIpThrottling } from "../../src/checks/suspicious-ip-throttling.ts";
import { judged, withoutEach } from "./judged.ts";

describe("suspicious-ip-throttling", () => {
  it("passes where it is switched on, fails where it is off", () => {
    expect(
      judged(suspiciousIpThrottling, { suspiciousIpThrottling: { enabled: true } }).verdict,
    ).toBe("pass");
    expect(
      judged(suspiciousIpThrottling, { suspiciousIpThrottling: { enabled: false } }).says,
    ).toEqual(["Suspicious IP Throttling is switched off."]);
  });

  it("fails where it only sends notifications, and where it does nothing", () => {
    const says = (shields: readonly string[]) =>
      judged(suspiciousIpThrottling, { suspiciousIpThrottling: { enabled: true, shields } }).says;
    const blocksNothing = [
      "Suspicious IP Throttling is switched on, but set to block nothing that it notices.",
    ];
    expect(says(["admin_notification"])).toEqual(blocksNothing);
    expect(says([])).toEqual(blocksNothing);
    expect(says(["block", "admin_notification"])).toEqual([]);
  });

  it("says where to switch it on", () => {
    const [finding] = judged(suspiciousIpThrottling, {
      suspiciousIpThrottling: { enabled: false },
    }).findings;
    expect(finding?.fix).toContain("Security > Attack Protection > Suspicious IP Throttling");
  });

  it("is unknown where it could not be read", () => {
    expect(
      withoutEach(suspiciousIpThrottling, { suspiciousIpThrottling: { enabled: true } }),
    ).toEqual(["unknown"]);
  });
});
