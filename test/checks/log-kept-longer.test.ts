import { describe, expect, it } from "vitest";
import { logKeptLonger } from "../../src/checks/log-kept-longer.ts";
import { DAY } from "../../src/core/clock.ts";
import { judged, kept, withoutEach } from "./judged.ts";

describe("log-kept-longer", () => {
  it("passes where the copy goes back further than the plan", () => {
    const evidence = { plan: "enterprise", logArchive: kept({}, 31 * DAY) } as const;
    expect(judged(logKeptLonger, evidence).verdict).toBe("pass");
  });

  it("fails where it does not", () => {
    const evidence = { plan: "enterprise", logArchive: kept({}, 30 * DAY) } as const;
    expect(judged(logKeptLonger, evidence).says).toEqual([
      "The kept log goes back 30 days, no longer than the 30 days of the plan enterprise.",
    ]);
  });

  it("is unknown where nothing is kept, or the plan is not said", () => {
    expect(judged(logKeptLonger, { plan: "free", logArchive: null }).verdict).toBe("unknown");
    const evidence = { plan: "free", logArchive: kept() } as const;
    expect(withoutEach(logKeptLonger, evidence)).toEqual(["unknown", "unknown"]);
  });
});
