import { DAY, MINUTE } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import type { FailedLogins, Figures, LimitEvents, NotHad } from "../../src/core/figures.ts";
import { ago } from "./subjects.ts";

/** A day in which 3 logins fail each hour, and as many in the last one as is said. */
export function failedLogins(lastHour: number, more: Partial<FailedLogins> = {}): FailedLogins {
  const hours = [...Array.from({ length: 23 }, () => 3), lastHour];
  return {
    count: 69 + lastHour,
    since: ago(DAY),
    exact: true,
    newest: ago(MINUTE),
    hours,
    ...more,
  };
}

const noLimits: LimitEvents = { count: 0, exact: true, hours: [], types: [] };

/** Figures read twenty seconds ago. */
export function figures(given: { failed?: FailedLogins; limits?: LimitEvents } = {}): Figures {
  const at = ago(20_000);
  return {
    failedLogins: { last: { at, value: given.failed ?? failedLogins(2) } },
    limits: { last: { at, value: given.limits ?? noLimits } },
  };
}

/** Figures that cannot be had now. */
export const missing = (reason: NotHad["reason"], why: string): Figures => ({
  failedLogins: { missing: { reason, why, fix: "Mend it." } },
  limits: { missing: { reason, why, fix: "Mend it." } },
});

export const deskOf = (known: Figures): CommandContext["figures"] => ({ read: async () => known });
