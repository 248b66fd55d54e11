import { defineCheck } from "../core/check.ts";
import { findGrants } from "./applications.ts";

/** The same under each of its names. */
const grants = [
  "password",
  "http://auth0.com/oauth/grant-type/password-realm",
  "http://auth0.com/oauth/legacy/grant-type/ro",
];

export const noPasswordGrant = defineCheck({
  id: "no-password-grant",
  title: "Applications do without the password grant, but for the synthetic login's",
  severity: "must",
  reads: ["applications"],
  excusedBy: ["syntheticLogin"],
  evaluate: ({ applications, syntheticLogin }) =>
    findGrants(
      applications.filter(({ id }) => id !== syntheticLogin?.clientId),
      { grants, name: "password", why: "which shows it the users' passwords" },
    ),
});
