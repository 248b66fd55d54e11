import { defineCheck } from "../core/check.ts";

const place = "in Auth0 under Branding > Email Provider";

export const ownMailProvider = defineCheck({
  id: "own-mail-provider",
  title: "The tenant sends its mail through a provider of its own",
  severity: "must",
  reads: ["mailProvider"],
  evaluate({ mailProvider }) {
    if (mailProvider?.enabled) return [];
    if (!mailProvider) {
      return [
        {
          subject: "The tenant",
          problem: "has no mail provider of its own, and Auth0's is for testing only",
          fix: `Set one up ${place}.`,
        },
      ];
    }
    return [
      {
        subject: `The mail provider ${mailProvider.name}`,
        problem: "is set up but switched off",
        fix: `Switch it on ${place}.`,
      },
    ];
  },
});
