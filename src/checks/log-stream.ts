import { type Doubt, defineCheck, type Finding } from "../core/check.ts";
import type { LogStream } from "../core/tenant.ts";
import { isExport } from "./log-export.ts";

const place = "in Auth0 under Monitoring > Streams";

export const logStream = defineCheck({
  id: "log-stream",
  title: "The tenant's logs are brought out of Auth0, and no stream is broken",
  severity: "should",
  reads: ["logStreams"],
  // What Watchpost has read in order is out as well as what was streamed.
  excusedBy: ["logArchive"],
  evaluate({ logStreams, logArchive }, at) {
    if (logStreams.length === 0) {
      if (isExport(logArchive, at)) return [];
      return [
        {
          subject: "The tenant",
          problem:
            "has no log stream, and Watchpost has no whole copy, so logs are gone when Auth0 no longer keeps them",
          fix: `Let Watchpost read the log (docs/logs.md), or set a stream up ${place}.`,
        },
      ];
    }
    const streaming = logStreams.some(({ status }) => status === "active");
    return logStreams.flatMap((stream) => judge(stream, { streaming }));
  },
});

/** Whoever pauses one of several means to. Auth0 suspends one after days of failures. */
function judge({ name, status }: LogStream, given: { streaming: boolean }): (Finding | Doubt)[] {
  const subject = `The log stream ${name}`;
  if (status === "active" || (status === "paused" && given.streaming)) return [];
  if (status === "paused" || status === "suspended") {
    const fix = `See its health and switch it on again ${place}.`;
    return [{ subject, problem: `is ${status}, so nothing comes through it`, fix }];
  }
  return [{ subject, unknown: `Auth0 says its status is "${status}".`, fix: `See it ${place}.` }];
}
