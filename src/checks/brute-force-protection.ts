import { defineCheck } from "../core/check.ts";
import { judgeProtection } from "./protection.ts";

export const bruteForceProtection = defineCheck({
  id: "brute-force-protection",
  title: "Guessing one user's password is stopped",
  severity: "must",
  reads: ["bruteForceProtection"],
  evaluate: ({ bruteForceProtection }) =>
    judgeProtection("Brute-force Protection", bruteForceProtection, { blocks: true }),
});
