import { defineCheck } from "../core/check.ts";
import { findGrants } from "./applications.ts";

export const noImplicitGrant = defineCheck({
  id: "no-implicit-grant",
  title: "Applications do without the implicit grant",
  severity: "should",
  reads: ["applications"],
  evaluate: ({ applications }) =>
    findGrants(applications, {
      grants: ["implicit"],
      name: "implicit",
      why: "which gives tokens away in a browser's address",
    }),
});
