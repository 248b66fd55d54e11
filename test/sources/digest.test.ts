import { describe, expect, it } from "vitest";
import { digest } from "../../src/sources/digest.ts";

describe("the weekly digest, as a source", () => {
  it("is there to be followed, and reads nothing", () => {
    const settings = digest.settings.parse({});
    const tenants = [{ name: "prod", domain: "acme.us.auth0.com" }];
    expect(digest.targets(settings, { tenants, feeds: [] })).toEqual([]);
  });

  it("has no settings of its own: its time is set for the digest as a whole", () => {
    expect(digest.settings.safeParse({ every: "1h" }).success).toBe(false);
  });
});
