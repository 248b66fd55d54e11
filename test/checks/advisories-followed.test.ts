import { describe, expect, it } from "vitest";
import { advisoriesFollowed } from "../../src/checks/advisories-followed.ts";
import { judged, withoutEach } from "./judged.ts";

describe("advisories-followed", () => {
  it("passes where a conversation follows them, fails where none does", () => {
    expect(judged(advisoriesFollowed, { followed: [{ source: "advisories" }] }).verdict).toBe(
      "pass",
    );
    const { verdict, findings } = judged(advisoriesFollowed, { followed: [{ source: "status" }] });
    expect(verdict).toBe("fail");
    expect(findings[0]?.fix).toContain("subscribe advisories");
  });

  it("is unknown where the subscriptions could not be read", () => {
    expect(withoutEach(advisoriesFollowed, { followed: [] })).toEqual(["unknown"]);
  });
});
