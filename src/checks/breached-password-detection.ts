import { defineCheck } from "../core/check.ts";
import { judgeProtection } from "./protection.ts";

export const breachedPasswordDetection = defineCheck({
  id: "breached-password-detection",
  title: "Passwords known from breaches are noticed",
  severity: "should",
  reads: ["breachedPasswordDetection"],
  evaluate: ({ breachedPasswordDetection }) =>
    judgeProtection("Breached Password Detection", breachedPasswordDetection),
});
