import { defineCheck } from "../core/check.ts";

const place = "in Auth0 under Branding > Custom Domains";

export const customDomain = defineCheck({
  id: "custom-domain",
  title: "Users log in at a domain of the team's own",
  severity: "should",
  reads: ["customDomains"],
  evaluate({ customDomains }) {
    if (customDomains.some(({ status }) => status === "ready")) return [];
    if (customDomains.length === 0) {
      return [
        { subject: "The tenant", problem: "has no custom domain", fix: `Set one up ${place}.` },
      ];
    }
    return customDomains.map(({ domain, status }) => ({
      subject: domain,
      problem: `is not ready: its status is ${status}`,
      fix: `Finish setting it up ${place}.`,
    }));
  },
});
