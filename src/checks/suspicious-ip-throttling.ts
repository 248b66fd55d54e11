import { defineCheck } from "../core/check.ts";
import { judgeProtection } from "./protection.ts";

export const suspiciousIpThrottling = defineCheck({
  id: "suspicious-ip-throttling",
  title: "Addresses that try many users' passwords are slowed down",
  severity: "must",
  reads: ["suspiciousIpThrottling"],
  evaluate: ({ suspiciousIpThrottling }) =>
    judgeProtection("Suspicious IP Throttling", suspiciousIpThrottling, { blocks: true }),
});
