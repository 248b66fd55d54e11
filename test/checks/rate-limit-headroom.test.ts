import { describe, expect, it } from "vitest";
import { rateLimitHeadroom } from "../../src/checks/rate-limit-headroom.ts";
import { DAY, MINUTE } from "../../src/core/clock.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { judged, week, withoutEach } from "./judged.ts";

const met = (type: string, count: number) => ({ type, cause: "", count });

describe("rate-limit-headroom", () => {
  it("passes where a whole week has no event", () => {
    expect(judged(rateLimitHeadroom, { logWeek: week() }).verdict).toBe("pass");
  });

  it("fails where requests were refused, and says what was left when the API last told", () => {
    const quota = { limit: 50, remaining: 12, resetsAt: noon, toldAt: ago(5 * MINUTE) };
    const limits = [met("api_limit", 4), met("api_limit_warning", 9)];
    expect(judged(rateLimitHeadroom, { logWeek: week({ limits, quota }) }).says).toEqual([
      "The tenant's rate limits were hit 4 times in the last week, so requests were refused; 12 of 50 requests to the Management API were left 5 min ago.",
    ]);
  });

  it("fails where it was close, and not for an allowance that was bought", () => {
    const close = week({ limits: [met("api_limit_warning", 1)] });
    expect(judged(rateLimitHeadroom, { logWeek: close }).verdict).toBe("fail");
    const bought = week({ limits: [met("appi", 3)] });
    expect(judged(rateLimitHeadroom, { logWeek: bought }).verdict).toBe("pass");
  });

  it("is not passed by a part of a week", () => {
    const part = week({ whole: false, since: ago(2 * DAY) });
    expect(judged(rateLimitHeadroom, { logWeek: part })).toMatchObject({
      verdict: "unknown",
      why: expect.stringContaining("no whole week"),
    });
    expect(withoutEach(rateLimitHeadroom, {})).toEqual(["unknown"]);
  });
});
