import { defineCheck } from "../core/check.ts";

export const advisoriesFollowed = defineCheck({
  id: "advisories-followed",
  title: "A conversation is told of security bulletins",
  severity: "must",
  reads: ["followed"],
  evaluate({ followed }) {
    if (followed.some(({ source }) => source === "advisories")) return [];
    return [
      {
        subject: "Security bulletins",
        problem: "are followed by no conversation that gets its posts",
        fix: 'Say "subscribe advisories" where your security contact reads it.',
      },
    ];
  },
});
