import { describe, expect, it } from "vitest";
import { syntheticLogin } from "../../src/checks/synthetic-login.ts";
import { judged, standing, withoutEach } from "./judged.ts";

describe("synthetic-login", () => {
  it("passes with one on a schedule", () => {
    expect(judged(syntheticLogin, { syntheticLogin: standing() }).verdict).toBe("pass");
  });

  it("fails without one, and with one that runs only when asked", () => {
    expect(judged(syntheticLogin, { syntheticLogin: null }).says).toEqual([
      "The synthetic login is not set up, so users notice first.",
    ]);
    const { every: _, ...unscheduled } = standing();
    expect(judged(syntheticLogin, { syntheticLogin: unscheduled }).says).toEqual([
      "The synthetic login runs only when somebody asks.",
    ]);
  });

  it("is unknown where nothing could be learned of it", () => {
    expect(withoutEach(syntheticLogin, { syntheticLogin: null })).toEqual(["unknown"]);
  });
});
