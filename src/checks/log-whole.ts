import type { Hole } from "../core/archive.ts";
import { type Doubt, defineCheck, type Finding, type LogArchive } from "../core/check.ts";
import { DAY } from "../core/clock.ts";
import { sayAge } from "../core/duration.ts";
import { completenessOf } from "../core/log-coverage.ts";
import { sayTime } from "../core/say.ts";

/** What was lost before that is told by doctor. */
const recent = 30 * DAY;
const subject = "The kept log";

export const logWhole = defineCheck({
  id: "log-whole",
  title: "The tenant's log is kept without a gap, and that is proved",
  severity: "should",
  reads: ["logArchive"],
  evaluate({ logArchive }, at) {
    if (!logArchive) {
      const fix = "Give Watchpost management credentials or a log stream; docs/logs.md says how.";
      return [{ subject, unknown: "Watchpost keeps nothing of the tenant's log.", fix }];
    }
    const holes = logArchive.coverage.holes.filter(({ to }) => +at - +to < recent);
    return [...judge(logArchive, at), ...holes.map(missing)];
  },
});

function judge({ coverage, reading }: LogArchive, at: Date): readonly (Finding | Doubt)[] {
  const { proved } = coverage;
  if (!proved) {
    const unknown = "Events come in, but nothing proves that none is missing.";
    const fix =
      "Give Watchpost management credentials with read:logs, so that it reads the log in order too.";
    return [{ subject, unknown, fix }];
  }
  switch (completenessOf(coverage, { now: at, reading })) {
    case "history": {
      const unknown = `Events of earlier times are still being read; it is proved up to ${say(proved.until)}.`;
      return [{ subject, unknown, fix: "Ask again in a while." }];
    }
    case "behind": {
      const problem = `is proved only up to ${say(proved.until)}, ${sayAge(proved.until, at)}`;
      return [
        {
          subject,
          problem,
          fix: reading?.stuck?.fix ?? 'Say "doctor" to see what stands in the way.',
        },
      ];
    }
    default:
      return [];
  }
}

const missing = ({ from, to, why }: Hole): Finding => ({
  subject,
  problem: `may lack events from ${say(from)} to ${say(to)}: ${why}`,
  fix: "What Auth0 no longer has is lost; docs/logs.md says how to make it happen less.",
});

const say = (at: Date): string => sayTime(at, "UTC");
