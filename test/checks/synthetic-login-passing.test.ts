import { describe, expect, it } from "vitest";
import { syntheticLoginPassing } from "../../src/checks/synthetic-login-passing.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import type { LoginRun } from "../../src/core/login.ts";
import { ago } from "../fakes/subjects.ts";
import { judged, standing, withoutEach } from "./judged.ts";

const run = (more: Partial<LoginRun> = {}): LoginRun => ({
  tenant: "prod",
  at: ago(MINUTE),
  ok: true,
  outcome: "succeeded",
  words: "The test user logged in.",
  fix: "",
  move: "nobody",
  answered: true,
  steps: [],
  trigger: "schedule",
  ...more,
});
const failed = {
  ok: false,
  outcome: "wrong-password",
  words: "Auth0 refused the test user's password.",
  fix: "Put the right one in the settings.",
} as const;
const judge = (more: Parameters<typeof standing>[0]) =>
  judged(syntheticLoginPassing, { syntheticLogin: standing(more) });

describe("synthetic-login-passing", () => {
  it("passes when the last run did, whatever the one before came to", () => {
    expect(judge({ runs: [run()] }).verdict).toBe("pass");
    expect(judge({ runs: [run(), run({ ...failed, at: ago(2 * MINUTE) })] }).verdict).toBe("pass");
  });

  it("fails when the last run did, with its own words and what to do", () => {
    expect(judge({ runs: [run(failed), run({ at: ago(2 * MINUTE) })] }).findings).toEqual([
      {
        subject: "The synthetic login",
        problem: "failed 1 min ago: Auth0 refused the test user's password",
        fix: "Put the right one in the settings.",
      },
    ]);
  });

  it("fails when it has stopped by itself", () => {
    const stopped = "Three refusals in a row stopped it.";
    expect(judge({ stopped, runs: [run({ ...failed, at: ago(DAY) })] }).says).toEqual([
      "The synthetic login has stopped: Three refusals in a row stopped it.",
    ]);
  });

  it("takes an old success for no evidence of today", () => {
    expect(judge({ runs: [run({ at: ago(2 * HOUR) })] })).toMatchObject({
      verdict: "unknown",
      why: expect.stringContaining("last ran 2 h ago"),
    });
    expect(judge({ every: DAY, runs: [run({ at: ago(2 * HOUR) })] }).verdict).toBe("pass");
  });

  it("lets one that only people run speak for a week", () => {
    const { every: _, ...asked } = standing({ runs: [run({ at: ago(6 * DAY) })] });
    expect(judged(syntheticLoginPassing, { syntheticLogin: asked }).verdict).toBe("pass");
    const old = { ...asked, runs: [run({ at: ago(8 * DAY) })] };
    expect(judged(syntheticLoginPassing, { syntheticLogin: old }).verdict).toBe("unknown");
  });

  it("is unknown before the first run, without a synthetic login, and where nothing could be learned", () => {
    expect(judge({ runs: [] }).why).toContain("has not run yet");
    expect(judged(syntheticLoginPassing, { syntheticLogin: null })).toMatchObject({
      verdict: "unknown",
      why: expect.stringContaining("None is set up"),
    });
    expect(withoutEach(syntheticLoginPassing, { syntheticLogin: null })).toEqual(["unknown"]);
  });
});
