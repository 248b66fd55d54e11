import { defineCheck } from "../core/check.ts";
import { DAY } from "../core/clock.ts";
import { sayDuration } from "../core/duration.ts";
import { planDays } from "../core/plan-days.ts";
import { sayCount } from "../core/say.ts";

const subject = "The kept log";

export const logKeptLonger = defineCheck({
  id: "log-kept-longer",
  title: "The tenant's log is kept for longer than the plan keeps it",
  severity: "should",
  reads: ["plan", "logArchive"],
  evaluate({ plan, logArchive }) {
    if (!logArchive) {
      const fix = "Give Watchpost management credentials or a log stream; docs/logs.md says how.";
      return [{ subject, unknown: "Watchpost keeps nothing of the tenant's log.", fix }];
    }
    if (logArchive.keep > planDays[plan] * DAY) return [];
    const days = sayCount(planDays[plan], "day");
    return [
      {
        subject,
        problem: `goes back ${sayDuration(logArchive.keep)}, no longer than the ${days} of the plan ${plan}`,
        fix: "Set logs.keep of this tenant in watchpost.yaml to more, like 400d.",
      },
    ];
  },
});
