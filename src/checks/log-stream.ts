import { type Doubt, defineCheck, type Finding } from "../core/check.ts";
import type { LogStream } from "../core/tenant.ts";

const place = "in Auth0 under Monitoring > Streams";

export const logStream = defineCheck({
  id: "log-stream",
  title: "The tenant's logs are streamed out, and no stream is broken",
  severity: "should",
  reads: ["logStreams"],
  evaluate({ logStreams }) {
    if (logStreams.length === 0) {
      return [
        {
          subject: "The tenant",
          problem: "has no log stream, so logs are gone when Auth0 no longer keeps them",
          fix: `Set one up ${place}.`,
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
