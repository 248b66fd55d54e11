import { describe, expect, it } from "vitest";
import { noImplicitGrant } from "../../src/checks/no-implicit-grant.ts";
import { application, everything, judged, odd, withoutEach } from "./judged.ts";

describe("no-implicit-grant", () => {
  it("passes where no application may use it, and where there is none", () => {
    expect(judged(noImplicitGrant, { applications: [application()] }).verdict).toBe("pass");
    expect(judged(noImplicitGrant, { applications: [] }).verdict).toBe("pass");
  });

  it("names each application that may, and where to clear it", () => {
    const old = application({ name: "Old Shop", grantTypes: ["authorization_code", "implicit"] });
    const { findings } = judged(noImplicitGrant, { applications: [old, application()] });
    expect(findings).toEqual([
      {
        subject: "Old Shop",
        problem: expect.stringContaining("may use the implicit grant"),
        fix: expect.stringContaining("Applications > Old Shop > Settings > Advanced Settings"),
      },
    ]);
  });

  it("leaves the tenant's placeholder for all applications alone", () => {
    expect(judged(noImplicitGrant, { applications: [everything] }).verdict).toBe("pass");
  });

  it("does not take an application whose grants are not told for one without", () => {
    const { grantTypes: _, ...untold } = application({ name: "Quiet" });
    expect(judged(noImplicitGrant, { applications: [application(), untold] })).toMatchObject({
      verdict: "unknown",
      why: expect.stringMatching(/^Quiet: Auth0 does not tell which grants/),
    });
  });

  it("is unknown where the applications could not be read, or are odd", () => {
    expect(withoutEach(noImplicitGrant, { applications: [] })).toEqual(["unknown"]);
    expect(judged(noImplicitGrant, odd({ applications: [null] })).verdict).toBe("unknown");
  });
});
