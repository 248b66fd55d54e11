import type { Archive } from "../core/archive.ts";
import { type Clock, DAY, HOUR } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { isOver, noWait } from "../core/passed.ts";

/** After a failure it is tried again so much later. */
const againMs = HOUR;
/** As the settings have it where they say nothing. */
const usualKeep = 400 * DAY;

/** How long a tenant's events are kept. */
interface Keeping {
  readonly name: string;
  readonly logs: { readonly keep: number };
}

/** Lets go of events that are older than they are kept for, at the start and then once a day. */
export function createRetention(given: {
  tenants: readonly Keeping[];
  archive: Pick<Archive, "expire" | "facts">;
  clock: Pick<Clock, "now">;
  log: Log;
}) {
  const { tenants, archive, clock, log } = given;
  let next = noWait;
  let running: Promise<void> = Promise.resolve();
  let busy = false;

  async function expire({ name, logs }: Keeping, now: number): Promise<void> {
    try {
      const events = await archive.expire(name, new Date(now - logs.keep));
      if (events > 0) log.info({ tenant: name, events }, "old log events were let go of");
    } catch (error) {
      log.warn({ err: error, tenant: name }, "old log events could not be let go of");
      next = { from: now, ms: againMs };
    }
  }

  /** Those that the settings name no more: nobody says how long they are kept, so it is for as long as any. */
  async function others(): Promise<readonly Keeping[]> {
    const keep = Math.max(usualKeep, ...tenants.map(({ logs }) => logs.keep));
    const kept = await archive.facts().catch(() => ({ tenants: [] }));
    return kept.tenants
      .filter((name) => !tenants.some((tenant) => tenant.name === name))
      .map((name) => ({ name, logs: { keep } }));
  }

  async function expireAll(now: number): Promise<void> {
    for (const tenant of [...tenants, ...(await others())]) await expire(tenant, now);
    busy = false;
  }

  return {
    async tick(): Promise<void> {
      const now = clock.now().getTime();
      if (busy || !isOver(next, now)) return;
      next = { from: now, ms: DAY };
      busy = true;
      // Nobody waits for it: a day's events are many.
      running = expireAll(now);
    },
    settled: () => running,
  };
}
