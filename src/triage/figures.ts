import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import type { FailedLogins, Figure, FiguresDesk, LimitEvents } from "../core/figures.ts";
import type { Log } from "../core/log.ts";
import { loginFailureTypes, rateLimitTypes } from "../core/log-types/index.ts";
import type { LoginDesk } from "../core/login.ts";
import type { Records } from "../core/records.ts";
import type { Tenant } from "../core/tenant.ts";
import { failedLoginsOf, limitEventsOf, sampleOf, withoutOwn } from "./count.ts";
import { createFigure } from "./figure.ts";

/** Pages of a hundred: what a busy tenant's day costs of its quota at most. */
const failurePages = 5;
const limitPages = 3;

export interface FiguresOptions {
  tenant(name: string): Tenant;
  /** Whose failures are not counted: the test users'. */
  readonly logins: Pick<LoginDesk, "standing">;
  readonly records: Records;
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
  { tenant, logins, records, clock, log }: FiguresOptions,
): {
  failedLogins(): Promise<Figure<FailedLogins>>;
  limits(): Promise<Figure<LimitEvents>>;
} {
  const shared = { records, clock, log };
  return {
    failedLogins: createFigure({
      ...shared,
      key: `failed-logins/${name}`,
      revive: (kept) => failedLogins.safeParse(kept).data,
      read: async (at) => {
        const asked = { types: loginFailureTypes, at, pages: failurePages };
        const sample = await sampleOf(tenant(name), asked);
        return failedLoginsOf(withoutOwn(sample, await logins.standing(name)), at);
      },
    }),
    limits: createFigure({
      ...shared,
      key: `limits/${name}`,
      revive: (kept) => limits.safeParse(kept).data,
      read: async (at) =>
        limitEventsOf(
          await sampleOf(tenant(name), { types: rateLimitTypes, at, pages: limitPages }),
          at,
        ),
    }),
  };
}

/** As they are kept; what an older version kept otherwise is forgotten. */
const counted = {
  count: z.number(),
  exact: z.boolean(),
  newest: z.coerce.date().exactOptional(),
  hours: z.array(z.number()),
};
const failedLogins: z.ZodType<FailedLogins> = z.object({
  ...counted,
  since: z.coerce.date(),
});
const limits: z.ZodType<LimitEvents> = z.object({
  ...counted,
  types: z.array(z.object({ type: z.string(), count: z.number() })),
});
