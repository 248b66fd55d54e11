import type { Archive } from "../core/archive.ts";
import type { LogsDesk } from "../core/logs-desk.ts";

/** Answers from the archive. */
export function createLogsDesk({ archive }: { archive: Archive }): LogsDesk {
  return {
    async search(tenant, query, at) {
      return { ...(await archive.search(tenant, query, at)), unseen: [], from: "archive" };
    },
    event: (tenant, id) => archive.event(tenant, id),
  };
}
