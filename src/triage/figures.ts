import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import type { FailedLogins, Figure, FiguresDesk, LimitEvents } from "../core/figures.ts";
import type { Log } from "../core/log.ts";
import { loginFailureTypes, rateLimitTypes } from "../core/log-types/index.ts";
import type { LoginDesk } from "../core/login.ts";
import type { Records } from "../core/records.ts";
import type { Tenant } from "../core/tenant.ts";
import { dayKept, failedLoginsKept, type Kept, limitEventsKept } from "./archived.ts";
import { failedLoginsOf, limitEventsOf, sampleOf, withoutOwn } from "./count.ts";
import { createFigure } from "./figure.ts";

/** Pages of a hundred: what a busy tenant's day costs of its quota at most. */
const failurePages = 5;
const limitPages = 3;

export interface FiguresOptions {
  tenant(name: string): Tenant;
  /** Whose failures are not counted: the test users'. */
  readonly logins: Pick<LoginDesk, "standing">;
  /** Counts for nothing of the tenant's quota, where it has the day whole. */
  readonly archive: Kept;
  readonly records: Records;
  /** Whose clocks hours are compared by. */
  readonly zone: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Counts what a tenant's log tells of its last day, and keeps the last figures for when it tells nothing. */
export function createFigures(options: FiguresOptions): FiguresDesk {
  const tenants = new Map<string, ReturnType<typeof figuresOf>>();
  return {
    async read(name) {
      const figures = tenants.get(name) ?? figuresOf(name, options);
      tenants.set(name, figures);
      const [failedLogins, limits] = await Promise.all([figures.failedLogins(), figures.limits()]);
      return { failedLogins, limits };
    },
  };
}

function figuresOf(
  name: string,
  options: FiguresOptions,
): {
  failedLogins(): Promise<Figure<FailedLogins>>;
  limits(): Promise<Figure<LimitEvents>>;
} {
  const { tenant, logins, archive, records, clock, log, zone } = options;
  const shared = { records, clock, log };
  const { either, kept } = archiveOf(name, options);
  const failedKept = async (at: Date) =>
    failedLoginsKept(archive, { tenant: name, at, zone, own: await logins.standing(name) });
  const limitsKept = (at: Date) => limitEventsKept(archive, { tenant: name, at });
  return {
    failedLogins: createFigure({
      ...shared,
      key: `failed-logins/${name}`,
      revive: (known) => failedLogins.safeParse(known).data,
      read: (at) =>
        either(at, failedKept, async () => {
          const asked = { types: loginFailureTypes, at, pages: failurePages };
          const sample = await sampleOf(tenant(name), asked);
          return failedLoginsOf(withoutOwn(sample, await logins.standing(name)), at);
        }),
      older: () => kept(clock.now(), failedKept),
    }),
    limits: createFigure({
      ...shared,
      key: `limits/${name}`,
      revive: (known) => limits.safeParse(known).data,
      read: (at) =>
        either(at, limitsKept, async () => {
          const asked = { types: rateLimitTypes, at, pages: limitPages };
          return limitEventsOf(await sampleOf(tenant(name), asked), at);
        }),
      older: () => kept(clock.now(), limitsKept),
    }),
  };
}

function archiveOf(name: string, { archive, log }: FiguresOptions) {
  /** What the archive knows of the day before; one that is broken is no reason to tell nothing. */
  async function kept<Value>(at: Date, count: (at: Date) => Promise<Value>) {
    try {
      const until = await dayKept(archive, name, at);
      return until && { at: until, value: await count(until) };
    } catch (error) {
      log.error({ err: error, tenant: name }, "the archive did not give a figure");
      return undefined;
    }
  }
  return {
    kept,
    /** The archive's word where it is of now, else the tenant's. */
    async either<Value>(
      at: Date,
      count: (at: Date) => Promise<Value>,
      ask: () => Promise<Value>,
    ): Promise<Value> {
      const known = await kept(at, count);
      return known?.at.getTime() === at.getTime() ? known.value : ask();
    },
  };
}

/** As they are kept; what an older version kept otherwise is forgotten. */
const counted = {
  count: z.number(),
  exact: z.boolean(),
  newest: z.coerce.date().exactOptional(),
  hours: z.array(z.number()),
  ends: z.coerce.date().exactOptional(),
  begun: z.number().exactOptional(),
};
const failedLogins: z.ZodType<FailedLogins> = z.object({
  ...counted,
  since: z.coerce.date(),
  lastHour: z.number().exactOptional(),
  usual: z.object({ median: z.number(), spread: z.number() }).exactOptional(),
});
const limits: z.ZodType<LimitEvents> = z.object({
  ...counted,
  types: z.array(z.object({ type: z.string(), count: z.number() })),
});
