import type { Archive } from "../core/archive.ts";
import type { Clock } from "../core/clock.ts";
import type { LogsDesk } from "../core/logs-desk.ts";
import type { Tenant } from "../core/tenant.ts";
import { search } from "./federated.ts";

export interface DeskOptions {
  readonly archive: Archive;
  tenant(name: string): Pick<Tenant, "logs" | "logEvent">;
  readonly clock: Pick<Clock, "now">;
  /** How many days Auth0 keeps a tenant's log; undefined where that is not known. */
  days?(tenant: string): number | undefined;
}

/** Answers from the archive, and from Auth0 for times that the archive does not have. */
export function createLogsDesk(options: DeskOptions): LogsDesk {
  const { archive, tenant } = options;
  return {
    search: (name, query, at) => search(options, { tenant: name, query, at }),
    event: async (name, id) => (await archive.event(name, id)) ?? tenant(name).logEvent(id),
  };
}
