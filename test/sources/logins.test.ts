import { describe, expect, it } from "vitest";
import { logins } from "../../src/sources/logins.ts";

describe("synthetic logins, as a source", () => {
  it("are there to be followed, and nothing is read for them", async () => {
    const settings = logins.settings.parse({});
    const tenants = [{ name: "prod", domain: "acme.us.auth0.com" }];
    expect(logins.targets(settings, { tenants, feeds: ["https://example.com/"] })).toEqual([]);
  });

  it("have no pace here: it is the tenant's own", () => {
    expect(logins.settings.safeParse({ every: "1h" }).success).toBe(false);
  });
});
