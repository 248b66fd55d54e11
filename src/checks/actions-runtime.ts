import { type Doubt, defineCheck, type Finding } from "../core/check.ts";
import type { Action } from "../core/tenant.ts";
import { standingOf } from "./node-version.ts";

export const actionsRuntime = defineCheck({
  id: "actions-runtime",
  title: "Deployed Actions run on a version of Node that Auth0 supports",
  severity: "must",
  reads: ["actions"],
  evaluate: ({ actions }) => actions.filter(({ deployed }) => deployed).flatMap(judge),
});

function judge({ name, runtime }: Action): (Finding | Doubt)[] {
  const subject = `The Action ${name}`;
  const place = "in Auth0 under Actions > Library";
  if (runtime === undefined) {
    const unknown = "Auth0 does not tell which version of Node runs it.";
    return [{ subject, unknown, fix: `See it ${place}.` }];
  }
  const standing = standingOf(runtime);
  if (standing === "supported") return [];
  if (standing === "gone") {
    const fix = `Choose Node 22 for it ${place}, test it, and deploy it again.`;
    return [{ subject, problem: `runs on ${runtime}, which Auth0 no longer lists`, fix }];
  }
  const unknown = `Watchpost does not know whether Auth0 supports ${runtime}.`;
  return [{ subject, unknown, fix: `Auth0 recommends Node 22: choose it ${place}.` }];
}
