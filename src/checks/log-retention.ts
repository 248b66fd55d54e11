import { defineCheck, type Plan } from "../core/check.ts";
import { sayCount } from "../core/say.ts";

/** Days that Auth0 itself keeps logs. */
const days: Readonly<Record<Plan, number>> = {
  free: 1,
  essentials: 5,
  professional: 10,
  enterprise: 30,
};
const week = 7;

export const logRetention = defineCheck({
  id: "log-retention",
  title: "The tenant's logs can still be read after a week",
  severity: "should",
  reads: ["plan"],
  // What has been streamed out is kept elsewhere, however soon Auth0 forgets it.
  excusedBy: ["logStreams"],
  evaluate({ plan, logStreams = [] }) {
    if (days[plan] >= week || logStreams.some(({ status }) => status === "active")) return [];
    return [
      {
        subject: `The plan ${plan}`,
        problem: `keeps logs for ${sayCount(days[plan], "day")}, and no active log stream keeps them elsewhere`,
        fix: "Set up a log stream in Auth0 under Monitoring > Streams, or choose a plan that keeps logs for longer.",
      },
    ];
  },
});
