import { describe, expect, it } from "vitest";
import { advisories } from "../../src/sources/advisories.ts";

describe("the settings of advisories", () => {
  const problemOf = (settings: object) =>
    advisories.settings.safeParse(settings).error?.issues[0]?.message ?? "";

  it.each([
    ["@auth0/nextjs-auth0", /is not a package; write one like npm:/],
    ["npm:@auth0/nextjs-auth0", /says no version/],
    ["npm:@auth0/nextjs-auth0@", /says no version/],
    ["npm:@auth0/nextjs-auth0@^4.12.0", /not one exact version/],
    ["pypi:auth0-python@latest", /not one exact version/],
    ["constructor:jwt@1.0.0", /"constructor", which is none of/],
    ["cargo:jwt@1.0.0", /"cargo", which is none of npm, Packagist/],
  ])("refuse %s", (written, words) => {
    expect(problemOf({ packages: [written] })).toMatch(words);
  });

  it.each([
    "npm:jws@3.2.2",
    "NPM:@auth0/nextjs-auth0@4.12.0-beta.1",
    "composer:auth0/auth0-php@8.0.0-BETA3",
    "pypi:auth0-python@4.7.1",
    "maven:com.auth0:java-jwt@4.4.0",
    "go:github.com/auth0/go-jwt-middleware/v2@v2.2.0",
    "rubygems:omniauth-auth0@3.1.0",
    "nuget:Auth0.AspNetCore.Authentication@1.4.0",
  ])("take %s", (written) => {
    expect(problemOf({ packages: [written] })).toBe("");
  });

  it("say what is wrong with an address", () => {
    expect(problemOf({ url: "api.osv.dev" })).toContain('"api.osv.dev" is not an address');
    expect(problemOf({ okta: "none" })).toContain("begins with https://");
  });
});
