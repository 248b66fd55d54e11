import { type Doubt, defineCheck, type Finding, type LogWeek } from "../core/check.ts";
import { sayAge } from "../core/duration.ts";
import { logTypeOf } from "../core/log-types/index.ts";
import { sayCount } from "../core/say.ts";
import { partial } from "./log-week-doubt.ts";

const subject = "The tenant's rate limits";
const fix = 'Say "limits" to see who asks too much, on what, and what to do.';

export const rateLimitHeadroom = defineCheck({
  id: "rate-limit-headroom",
  title: "Nobody met a rate limit in the last week",
  severity: "should",
  reads: ["logWeek"],
  evaluate({ logWeek }, at): (Finding | Doubt)[] {
    const hits = countOf(logWeek, "failure");
    const close = countOf(logWeek, "warning");
    const left = sayLeft(logWeek, at);
    if (hits > 0) {
      const problem = `were hit ${sayCount(hits, "time")} in the last week, so requests were refused${left}`;
      return [{ subject, problem, fix }];
    }
    if (close > 0) {
      const problem = `were nearly hit ${sayCount(close, "time")} in the last week${left}`;
      return [{ subject, problem, fix }];
    }
    return logWeek.whole ? [] : [partial(subject, logWeek)];
  },
});

const countOf = ({ limits }: LogWeek, kind: "failure" | "warning"): number =>
  limits
    .filter(({ type }) => logTypeOf(type)?.kind === kind)
    .reduce((sum, { count }) => sum + count, 0);

function sayLeft({ quota }: LogWeek, at: Date): string {
  if (!quota) return "";
  const { remaining, limit, toldAt } = quota;
  return `; ${remaining} of ${limit} requests to the Management API were left ${sayAge(toldAt, at)}`;
}
