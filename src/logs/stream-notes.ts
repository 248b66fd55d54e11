import { type Clock, MINUTE } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { LogStreams, StreamRefusal, Tally } from "../core/log-streams.ts";

/** What the door notes down: for `doctor`, and for the bot's own diary. */
export interface StreamNotes extends LogStreams {
  kept(tenant: string, bad: number): void;
  /** `tenant`: one of those that have a log stream; undefined for any other name. */
  refused(tenant: string | undefined, why: StreamRefusal, details?: object): void;
}

interface Page {
  kept?: Tally;
  bad?: Tally;
  readonly refused: { [Why in StreamRefusal]?: Tally };
}

/** Whoever knocks without pause fills no disk with it. */
const everyMs = MINUTE;

export function createStreamNotes(
  tenants: readonly string[],
  { clock, log }: { readonly clock: Pick<Clock, "now">; readonly log: Log },
): StreamNotes {
  const pages = new Map(tenants.map((name): [string, Page] => [name, { refused: {} }]));
  const saidAt = new Map<string, number>();
  let strangers: Tally | undefined;

  const more = (tally: Tally | undefined, by = 1): Tally => ({
    count: (tally?.count ?? 0) + by,
    last: clock.now(),
  });

  function say(tenant: string | undefined, words: string, details: object): void {
    const key = `${tenant} ${words}`;
    const now = clock.now().getTime();
    if (now - (saidAt.get(key) ?? -Infinity) < everyMs) return;
    saidAt.set(key, now);
    log.warn({ ...(tenant ? { tenant } : {}), ...details }, words);
  }

  return {
    kept(tenant, bad) {
      const page = pages.get(tenant);
      if (!page) return;
      page.kept = more(page.kept);
      if (bad === 0) return;
      page.bad = more(page.bad, bad);
      say(tenant, "a log stream's delivery had parts that are no events", { parts: bad });
    },
    refused(tenant, why, details = {}) {
      const page = tenant === undefined ? undefined : pages.get(tenant);
      if (page) page.refused[why] = more(page.refused[why]);
      else strangers = more(strangers);
      const tally = page ? page.refused[why] : strangers;
      const reason = page ? why : "no such tenant";
      const times = tally?.count;
      say(tenant, `a log stream's delivery was refused: ${reason}`, { ...details, times });
    },
    standing: (tenant) => pages.get(tenant),
    strangers: () => strangers,
  };
}
