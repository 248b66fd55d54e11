import { defineCheck } from "../core/check.ts";
import { DAY } from "../core/clock.ts";
import { planDays } from "../core/plan-days.ts";
import { sayCount } from "../core/say.ts";
import { isExport } from "./log-export.ts";

const week = 7;

export const logRetention = defineCheck({
  id: "log-retention",
  title: "The tenant's logs can still be read after a week",
  severity: "should",
  reads: ["plan"],
  // What has been streamed out is kept elsewhere, however soon Auth0 forgets it.
  excusedBy: ["logStreams", "logArchive"],
  evaluate({ plan, logStreams = [], logArchive }, at) {
    if (planDays[plan] >= week || logStreams.some(({ status }) => status === "active")) return [];
    if (isExport(logArchive, at) && logArchive.keep >= week * DAY) return [];
    return [
      {
        subject: `The plan ${plan}`,
        problem: `keeps logs for ${sayCount(planDays[plan], "day")}, and neither an active log stream nor Watchpost's own copy keeps them elsewhere`,
        fix: "Let Watchpost read the log (docs/logs.md), set up a log stream in Auth0 under Monitoring > Streams, or choose a plan that keeps logs for longer.",
      },
    ];
  },
});
