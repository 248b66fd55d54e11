import { describe, expect, it } from "vitest";
import { testUserUnprivileged } from "../../src/checks/test-user-unprivileged.ts";
import type { TestUser } from "../../src/core/tenant.ts";
import { judged, withoutEach } from "./judged.ts";

const user = (more: Partial<TestUser> = {}): TestUser => ({
  id: "auth0|probe-of-acme",
  roles: [],
  permissions: [],
  ...more,
});

describe("test-user-unprivileged", () => {
  it("passes without roles and permissions", () => {
    expect(judged(testUserUnprivileged, { testUser: user() }).verdict).toBe("pass");
  });

  it("fails with either, and names them but never the user", () => {
    const testUser = user({ roles: ["Admin"], permissions: ["1", "2", "3", "4", "5", "6", "7"] });
    const result = judged(testUserUnprivileged, { testUser });
    expect(result.says).toEqual([
      "The synthetic login's user has the roles Admin.",
      "The synthetic login's user has the permissions 1, 2, 3, 4, 5 and 2 more.",
    ]);
    expect(JSON.stringify(result)).not.toContain("probe-of-acme");
  });

  it("is unknown without such a user, and where it could not be read", () => {
    expect(judged(testUserUnprivileged, { testUser: null })).toMatchObject({
      verdict: "unknown",
      why: expect.stringContaining("no user of the name"),
    });
    expect(withoutEach(testUserUnprivileged, { testUser: user() })).toEqual(["unknown"]);
  });
});
