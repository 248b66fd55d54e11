import { describe, expect, it } from "vitest";
import { idTokenSignature } from "../../src/checks/id-token-signature.ts";
import type { Application } from "../../src/core/tenant.ts";
import { application, everything, judged, withoutEach } from "./judged.ts";

const judge = (...applications: readonly Application[]) =>
  judged(idTokenSignature, { applications });
const { signingAlgorithm: _, ...untold } = application({ name: "Quiet" });

describe("id-token-signature", () => {
  it.each(["RS256", "PS256", "RS512"])("passes with %s", (signingAlgorithm) => {
    expect(judge(application({ signingAlgorithm })).verdict).toBe("pass");
  });

  it("fails with a shared secret", () => {
    expect(judge(application({ signingAlgorithm: "HS256" }), application()).says).toEqual([
      "Acme Web has its ID tokens signed with HS256: whoever can check one can forge one.",
    ]);
  });

  it("does not guess where it is not told, or not known", () => {
    expect(judge(untold, application())).toMatchObject({
      verdict: "unknown",
      why: expect.stringMatching(/^Quiet: Auth0 does not tell/),
    });
    expect(judge(application({ signingAlgorithm: "none" })).verdict).toBe("unknown");
  });

  it("fails for one although another is not told, and says that too", () => {
    expect(judge(application({ signingAlgorithm: "HS256" }), untold)).toMatchObject({
      verdict: "fail",
      why: expect.stringMatching(/^Quiet: /),
    });
  });

  it("asks nothing of what gets no ID tokens", () => {
    const machine = { grantTypes: ["client_credentials"], signingAlgorithm: "HS256" };
    expect(judge(application(machine), everything).verdict).toBe("pass");
    const both = { ...machine, grantTypes: ["client_credentials", "authorization_code"] };
    expect(judge(application(both)).verdict).toBe("fail");
  });

  it("is unknown where the applications could not be read", () => {
    expect(withoutEach(idTokenSignature, { applications: [] })).toEqual(["unknown"]);
  });
});
