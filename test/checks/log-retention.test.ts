import { describe, expect, it } from "vitest";
import { logRetention } from "../../src/checks/log-retention.ts";
import { type Plan, plans } from "../../src/core/check.ts";
import { DAY } from "../../src/core/clock.ts";
import { judged, kept, withoutEach } from "./judged.ts";

const active = [{ name: "siem", type: "http", status: "active" }];
const paused = [{ name: "siem", type: "http", status: "paused" }];

describe("log-retention", () => {
  it.each(plans)("knows how long the plan %s keeps logs", (plan: Plan) => {
    const { verdict, says } = judged(logRetention, { plan, logStreams: [], logArchive: null });
    const short = { free: "1 day", essentials: "5 days" }[plan as string];
    expect(verdict).toBe(short ? "fail" : "pass");
    expect(says).toEqual(
      short
        ? [
            `The plan ${plan} keeps logs for ${short}, and neither an active log stream nor Watchpost's own copy keeps them elsewhere.`,
          ]
        : [],
    );
  });

  it("takes an active log stream for enough, and a paused one for none", () => {
    const without = { plan: "free", logArchive: null } as const;
    expect(judged(logRetention, { ...without, logStreams: active }).verdict).toBe("pass");
    expect(judged(logRetention, { ...without, logStreams: paused }).verdict).toBe("fail");
  });

  it("takes Watchpost's own copy for enough where it is whole and goes back a week", () => {
    const given = { plan: "free", logStreams: [] } as const;
    expect(judged(logRetention, { ...given, logArchive: kept() }).verdict).toBe("pass");
    expect(judged(logRetention, { ...given, logArchive: kept({}, 3 * DAY) }).verdict).toBe("fail");
  });

  it("asks for the log streams only where the plan is too short", () => {
    expect(judged(logRetention, { plan: "enterprise" }).verdict).toBe("pass");
    expect(judged(logRetention, { plan: "free" }).verdict).toBe("unknown");
  });

  it("is unknown where the settings do not say the plan", () => {
    expect(withoutEach(logRetention, { plan: "free", logStreams: active })).toEqual(["unknown"]);
  });
});
