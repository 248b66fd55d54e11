import { defineCheck } from "../core/check.ts";
import { standingOf } from "./node-version.ts";

const subject = "The tenant's default runtime";
const place = "in Auth0 under Settings > Advanced > Extensibility";

export const tenantRuntime = defineCheck({
  id: "tenant-runtime",
  title: "The tenant's default is a version of Node that Auth0 supports",
  severity: "must",
  reads: ["settings"],
  evaluate({ settings: { sandboxVersion: version } }) {
    if (version === undefined) {
      const unknown = "Auth0 does not tell which version of Node it is.";
      return [{ subject, unknown, fix: `See it ${place}.` }];
    }
    const standing = standingOf(version);
    if (standing === "supported") return [];
    if (standing === "gone") {
      const fix = `Choose Node 22 ${place}, after testing the scripts of custom databases with it.`;
      return [{ subject, problem: `is Node ${version}, which Auth0 no longer lists`, fix }];
    }
    const unknown = `Watchpost does not know whether Auth0 supports Node ${version}.`;
    return [{ subject, unknown, fix: `Auth0 recommends Node 22: choose it ${place}.` }];
  },
});
