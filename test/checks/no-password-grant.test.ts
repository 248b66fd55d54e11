import { describe, expect, it } from "vitest";
import { noPasswordGrant } from "../../src/checks/no-password-grant.ts";
import { application, everything, judged, standing, withoutEach } from "./judged.ts";

const realm = "http://auth0.com/oauth/grant-type/password-realm";
const probe = application({ id: "probe-app", name: "Probe", grantTypes: [realm] });

describe("no-password-grant", () => {
  it.each(["password", realm, "http://auth0.com/oauth/legacy/grant-type/ro"])(
    "finds the grant by its name %s",
    (grant) => {
      const applications = [application({ name: "Old Shop", grantTypes: [grant] }), application()];
      expect(judged(noPasswordGrant, { applications, syntheticLogin: null }).says).toEqual([
        "Old Shop may use the password grant, which shows it the users' passwords.",
      ]);
    },
  );

  it("excepts the synthetic login's application by its client id, never by its name", () => {
    const named = application({ name: "Probe", grantTypes: ["password"] });
    const evidence = { applications: [probe, named], syntheticLogin: standing() };
    expect(judged(noPasswordGrant, evidence).findings).toHaveLength(1);
    expect(judged(noPasswordGrant, { ...evidence, applications: [probe] }).verdict).toBe("pass");
  });

  it("is unknown where the one application that has it may be the synthetic login's", () => {
    expect(judged(noPasswordGrant, { applications: [probe] }).verdict).toBe("unknown");
    expect(judged(noPasswordGrant, { applications: [application()] }).verdict).toBe("pass");
  });

  it("leaves the tenant's placeholder for all applications alone", () => {
    const evidence = { applications: [everything], syntheticLogin: null };
    expect(judged(noPasswordGrant, evidence).verdict).toBe("pass");
  });

  it("is unknown where the applications could not be read", () => {
    expect(withoutEach(noPasswordGrant, { applications: [] })).toEqual(["unknown"]);
  });
});
