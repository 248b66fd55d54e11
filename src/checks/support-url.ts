import { defineCheck } from "../core/check.ts";
import { judgeContact } from "./support-contact.ts";

export const supportUrl = defineCheck({
  id: "support-url",
  title: "Auth0's error pages name a support page",
  severity: "should",
  reads: ["settings"],
  evaluate: ({ settings }) => judgeContact(settings, { of: "supportUrl", name: "support page" }),
});
