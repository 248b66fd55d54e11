import { defineCheck } from "../core/check.ts";
import { judgeContact } from "./support-contact.ts";

export const supportEmail = defineCheck({
  id: "support-email",
  title: "Auth0's error pages name an e-mail address for support",
  severity: "should",
  reads: ["settings"],
  evaluate: ({ settings }) =>
    judgeContact(settings, { of: "supportEmail", name: "support e-mail address" }),
});
