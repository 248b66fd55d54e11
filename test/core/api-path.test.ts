import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldPath } from "../../src/core/api-path.ts";
import { wholeWords } from "../properties/words.ts";

describe("an address of the API", () => {
  it.each([
    ["/api/v2/users/auth0%7C64ff01/roles?page=2", "/api/v2/users/{id}/roles"],
    ["/api/v2/users/john", "/api/v2/users/{id}"],
    ["/api/v2/connections/con_abc123/", "/api/v2/connections/{id}"],
    ["https://acme.us.auth0.com/oauth/token", "/oauth/token"],
    ["/dbconnections/change_password", "/dbconnections/change_password"],
    ["/u/login/identifier?state=abc", "/u/login/identifier"],
  ])("%s is shown as %s", (written, shown) => {
    expect(foldPath(written)).toBe(shown);
  });

  it("is none where it does not begin like one", () => {
    expect(foldPath("mira@hollowmere.example")).toBeUndefined();
  });

  it("never shows a word that is not Auth0's own", () => {
    fc.assert(
      fc.property(fc.array(wholeWords({ minLength: 12 }), { maxLength: 6 }), (parts) => {
        const shown = foldPath(`/api/v2/users/${parts.map(encodeURIComponent).join("/")}`);
        expect(shown).toMatch(/^\/api\/v2\/users(\/\{id\})*$/u);
      }),
    );
  });
});
