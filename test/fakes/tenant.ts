import type { LogEvent, LogFilter } from "../../src/core/log-event.ts";
import {
  type Parts,
  type Quota,
  type Refusal,
  type Tenant,
  TenantError,
} from "../../src/core/tenant.ts";

/** A tenant in memory. `fails` decides what a call meets: the name of a part, or `logs`. */
export function fakeTenant(given: {
  name?: string;
  parts?: Partial<Parts>;
  events?: readonly LogEvent[];
  fails?: (call: string) => Refusal | undefined;
  /** Which of the events a filter lets through; all of them, unless given. */
  matches?: (event: LogEvent, filter: LogFilter) => boolean;
  quota?: Quota;
}) {
  const { name = "prod", parts = {}, events = [], matches = () => true } = given;
  /** What was asked of it, in order. */
  const asked: { readonly call: string; readonly filter?: LogFilter; readonly page?: number }[] =
    [];

  function meet(call: string): void {
    const reason = given.fails?.(call);
    if (reason) {
      const words = `The Management API of ${name} did not give ${call} (${reason}).`;
      throw new TenantError(`The Management API of ${name}`, words, { reason, fix: "Mend it." });
    }
  }

  const tenant: Tenant = {
    name,
    domain: "acme.us.auth0.com",
    async read(part) {
      asked.push({ call: part });
      meet(part);
      const value = parts[part];
      if (value === undefined) throw new Error(`the fake tenant has no ${part}`);
      return value;
    },
    async logs(filter, { page, size, oldestFirst }) {
      asked.push({ call: "logs", filter, page });
      meet("logs");
      const matching = events.filter((event) => matches(event, filter));
      const found = oldestFirst ? matching.toReversed() : matching;
      const shown = found.slice(page * size, (page + 1) * size);
      return { events: shown, more: found.length > (page + 1) * size, cutOff: false };
    },
    async logEvent(id) {
      asked.push({ call: "logEvent" });
      meet("logEvent");
      return events.find((event) => event.id === id);
    },
    async logsAfter(checkpoint, take) {
      meet("logsAfter");
      const after = [...events].sort(byId).filter(({ id }) => id > checkpoint);
      const taken = after.slice(0, take);
      return {
        events: taken,
        next: taken.at(-1)?.id ?? checkpoint,
        more: after.length > take,
      };
    },
    quota: () => given.quota,
  };
  return { tenant, asked };
}

const byId = (one: LogEvent, other: LogEvent): number => (one.id < other.id ? -1 : 1);
