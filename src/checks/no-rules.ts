import { defineCheck } from "../core/check.ts";
import { findRetired } from "./retired.ts";

export const noRules = defineCheck({
  id: "no-rules",
  title: "No Rules are left behind",
  severity: "must",
  reads: ["rules"],
  evaluate: ({ rules }, at) =>
    findRetired("Rule", { names: rules, place: "Auth Pipeline > Rules", at }),
});
