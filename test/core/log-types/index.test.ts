import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  codesOf,
  isLoginFailure,
  loginFailureTypes,
  loginSuccessTypes,
  logKinds,
  logTopics,
  logTypeOf,
  logTypes,
  rateLimitTypes,
} from "../../../src/core/log-types/index.ts";

/** Recorded beside the repository; the product stands without it. */
const sample = "../shared/samples/auth0/log-type-codes.json";
const all = [...logTypes.values()];

describe("the table of log types", () => {
  it.skipIf(!existsSync(sample))("names every code that Auth0 has told of, and no other", () => {
    const told = JSON.parse(readFileSync(sample, "utf8")) as readonly { code: string }[];
    expect([...logTypes.keys()].sort()).toEqual(told.map(({ code }) => code).sort());
  });

  it("has 179 codes, each under its own name in lower case", () => {
    expect(logTypes.size).toBe(179);
    expect(all.filter(({ code }) => !/^[a-z_]+$/.test(code))).toEqual([]);
    expect(all.filter(({ code }) => logTypes.get(code)?.code !== code)).toEqual([]);
  });

  it("says of each what it means in words of its own", () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(new Set(all.map(({ means }) => means)).size).toBe(all.length);
  });

  it.each(all.map((type) => [type.code, type] as const))(
    "%s reads as whole sentences",
    (_, type) => {
      expect(type.name).toMatch(/^[A-Z].{3,50}[^.]$/u);
      for (const words of [type.means, type.causes, type.advice]) {
        expect(words).toMatch(/^[A-Z].*\.$/u);
        expect(words.length).toBeLessThanOrEqual(260);
      }
    },
  );

  it("goes by the table, never by the first letter or by Auth0's folders", () => {
    // Filed by Auth0 under successes.
    expect(logTypeOf("feta")?.kind).toBe("failure");
    expect(logTypeOf("api_limit")?.kind).toBe("failure");
    expect(logTypeOf("sys_update_start")?.kind).toBe("notice");
    expect(logTypeOf("coff")?.kind).toBe("failure");
    expect(logTypeOf("con")?.kind).toBe("success");
    // Of the connector's types it alone is somebody's login.
    expect(logTypeOf("fc")).toMatchObject({ kind: "failure", topic: "login" });
    expect(isLoginFailure("fc")).toBe(true);
    expect(logTypeOf("pwd_leak")?.kind).toBe("failure");
    // Begins like a warning, and is one about mail.
    expect(logTypeOf("wn")).toMatchObject({ kind: "warning", topic: "mail" });
    expect(logTypeOf("mfar")?.kind).toBe("notice");
  });

  it("knows nothing of a code that is not in it", () => {
    expect(logTypeOf("brand_new_code")).toBeUndefined();
    expect(isLoginFailure("brand_new_code")).toBe(false);
  });

  it("uses every kind and every topic", () => {
    expect(logKinds.filter((kind) => codesOf({ kind }).length === 0)).toEqual([]);
    expect(logTopics.filter((topic) => codesOf({ topic }).length === 0)).toEqual([]);
  });
});

describe("the lists made from it", () => {
  it("count as failed logins only what failed, and as logins only what did not", () => {
    expect(loginFailureTypes.map((code) => logTypeOf(code)?.kind)).toEqual(
      loginFailureTypes.map(() => "failure"),
    );
    expect(loginSuccessTypes.map((code) => logTypeOf(code)?.kind)).toEqual(
      loginSuccessTypes.map(() => "success"),
    );
    expect(loginFailureTypes.filter((code) => loginSuccessTypes.includes(code))).toEqual([]);
  });

  it("count no silent login and no exchange of a code: neither is a person coming in", () => {
    for (const code of ["fsa", "feacft", "ssa", "seacft", "fertft"]) {
      expect([...loginFailureTypes, ...loginSuccessTypes]).not.toContain(code);
    }
  });

  it("take as rate limits what holds a caller back, and not what blocks an attacker", () => {
    expect(rateLimitTypes).toContain("api_limit_warning");
    expect(rateLimitTypes).not.toContain("limit_wc");
  });
});
