import { describe, expect, it } from "vitest";
import { customDomain } from "../../src/checks/custom-domain.ts";
import { judged, withoutEach } from "./judged.ts";

const domain = (status: string, name = "login.acme.com") => ({ domain: name, status });

describe("custom-domain", () => {
  it("passes with one that is ready, whatever becomes of another", () => {
    const customDomains = [domain("pending_verification", "new.acme.com"), domain("ready")];
    expect(judged(customDomain, { customDomains }).verdict).toBe("pass");
  });

  it("fails without one, and with none that is ready", () => {
    expect(judged(customDomain, { customDomains: [] }).says).toEqual([
      "The tenant has no custom domain.",
    ]);
    expect(judged(customDomain, { customDomains: [domain("pending_verification")] }).says).toEqual([
      "login.acme.com is not ready: its status is pending_verification.",
    ]);
  });

  it("is unknown where the domains could not be read", () => {
    expect(withoutEach(customDomain, { customDomains: [] })).toEqual(["unknown"]);
  });
});
