import type { Assessment, Check, Readiness, Waiver, Waivers } from "../core/check.ts";
import { judgeAll } from "../core/judge.ts";
import { type GatherOptions, gather } from "./gather.ts";

export interface ReadinessOptions extends GatherOptions {
  readonly checks: readonly Check[];
  readonly waivers: Pick<Waivers, "list">;
}

/** Holds tenants against the checks. Whoever asks while a tenant is being looked at gets that look. */
export function createReadiness(options: ReadinessOptions): Readiness {
  const { checks, clock, log } = options;
  const under = new Map<string, Promise<Assessment>>();

  async function look(tenant: string): Promise<Assessment> {
    const wanted = checks.flatMap(({ reads, excusedBy = [] }) => [...reads, ...excusedBy]);
    const gathered = await gather(tenant, wanted, options);
    // Asked for last: a waiver that was made meanwhile counts.
    const waivers = await waiversOf(options);
    return judgeAll(checks, { tenant, at: clock.now(), gathered, waivers, log });
  }

  return {
    checks,
    assess(tenant) {
      const running = under.get(tenant) ?? look(tenant).finally(() => under.delete(tenant));
      under.set(tenant, running);
      return running;
    },
  };
}

/** Without them what is waived shows as failing: that is too much, and never too little. */
async function waiversOf({ waivers, log }: ReadinessOptions): Promise<readonly Waiver[]> {
  try {
    return await waivers.list();
  } catch (error) {
    log.error({ err: error }, "waivers could not be read");
    return [];
  }
}
