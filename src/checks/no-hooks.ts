import { defineCheck } from "../core/check.ts";
import { findRetired } from "./retired.ts";

export const noHooks = defineCheck({
  id: "no-hooks",
  title: "No Hooks are left behind",
  severity: "must",
  reads: ["hooks"],
  evaluate: ({ hooks }, at) =>
    findRetired("Hook", { names: hooks, place: "Auth Pipeline > Hooks", at }),
});
