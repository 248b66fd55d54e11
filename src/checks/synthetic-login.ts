import { defineCheck } from "../core/check.ts";

const subject = "The synthetic login";

export const syntheticLogin = defineCheck({
  id: "synthetic-login",
  title: "A test user logs in on a schedule",
  severity: "should",
  reads: ["syntheticLogin"],
  evaluate({ syntheticLogin: standing }) {
    if (standing?.every !== undefined) return [];
    if (!standing) {
      const fix =
        "Add syntheticLogin to this tenant in watchpost.yaml: clientId, clientSecret, username, password and every.";
      return [{ subject, problem: "is not set up, so users notice first", fix }];
    }
    const fix = "Add every: 1m to this tenant's syntheticLogin in watchpost.yaml.";
    return [{ subject, problem: "runs only when somebody asks", fix }];
  },
});
