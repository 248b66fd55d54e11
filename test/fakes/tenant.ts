import type { LogEvent } from "../../src/core/log-event.ts";
import { matcherOf } from "../../src/core/log-match.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
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
  quota?: Quota;
  /** A search shows so many events, and no more. */
  searchEnds?: number;
}) {
  const { name = "prod", parts = {}, events = [] } = given;
  /** What was asked of it, in order. */
  const asked: { readonly call: string; readonly query?: LogQuery; readonly page?: number }[] = [];

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
    async logs(query, { page, size, oldestFirst }) {
      asked.push({ call: "logs", query, page });
      meet("logs");
      const matching = [...events].sort(newestFirst).filter(matcherOf(query));
      const found = oldestFirst ? matching.toReversed() : matching;
      const end = Math.min((page + 1) * size, given.searchEnds ?? found.length);
      const shown = found.slice(page * size, end);
      const reaches = shown.at(-1)?.at;
      const rest = found.length > end;
      const cutOff = rest && end === given.searchEnds;
      return { events: shown, ...(reaches && { reaches }), more: rest && !cutOff, cutOff };
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

const newestFirst = (one: LogEvent, other: LogEvent): number =>
  other.at.getTime() - one.at.getTime();

const byId = (one: LogEvent, other: LogEvent): number => (one.id < other.id ? -1 : 1);
