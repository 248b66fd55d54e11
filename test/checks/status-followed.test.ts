import { describe, expect, it } from "vitest";
import { statusFollowed } from "../../src/checks/status-followed.ts";
import { judged, withoutEach } from "./judged.ts";

describe("status-followed", () => {
  it.each([
    [[{ source: "status" }], "pass"],
    [[{ source: "status", only: "incident" }], "pass"],
    [[{ source: "status", only: "maintenance" }], "fail"],
    [[{ source: "changelog" }], "fail"],
    [[], "fail"],
  ])("by %j: %s", (followed, verdict) => {
    expect(judged(statusFollowed, { followed }).verdict).toBe(verdict);
  });

  it("says what to say, and where", () => {
    expect(judged(statusFollowed, { followed: [] }).findings[0]?.fix).toContain("subscribe status");
  });

  it("is unknown where the subscriptions could not be read", () => {
    expect(withoutEach(statusFollowed, { followed: [] })).toEqual(["unknown"]);
  });
});
