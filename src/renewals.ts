import { type Clock, SECOND } from "./core/clock.ts";
import type { Log } from "./core/log.ts";
import { passed } from "./core/passed.ts";
import type { Secrets } from "./secrets.ts";
import type { Job } from "./services.ts";

/** Has secrets read again while the bot runs. */
export interface Renewals extends Job {
  /** At once, whether or not anything looks different. */
  renew(): void;
}

/** How soon a file that looks different is read again. */
const everyMs = 10 * SECOND;

/** By itself when a file of theirs looks different, and whenever it is asked for. What cannot be read changes nothing. */
export function createRenewals(given: {
  secrets: Secrets | undefined;
  clock: Pick<Clock, "now">;
  log: Log;
}): Renewals {
  const { secrets, clock, log } = given;
  let lookedAt = clock.now().getTime();
  let said = "";

  function tell(problems: readonly string[], words: string): void {
    const all = problems.join("\n");
    if (all !== "" && all !== said) log.warn({ problems }, words);
    said = all;
  }

  function renew(): void {
    if (!secrets) return;
    const { renewed, waiting, problems } = secrets.renew();
    tell(problems, "the settings could not be read again; all is as it was before");
    if (renewed.length > 0) log.info({ renewed }, "secrets have other values now");
    if (waiting.length > 0) {
      log.warn(
        { settings: waiting },
        "these settings are other ones now; they count from the next start",
      );
    }
  }

  return {
    renew() {
      said = "";
      log.info({}, "reading the settings and their secrets again");
      renew();
    },
    async tick() {
      const now = clock.now().getTime();
      if (passed(lookedAt, now) < everyMs) return;
      lookedAt = now;
      if (secrets?.haveChanged()) renew();
    },
    settled: async () => {},
  };
}
