import type { Archive, LogBatch } from "../../src/core/archive.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import type { standingClock } from "./store-bench.ts";

/** An archive on trial, and whatever it takes to look at it after a restart. */
export interface ArchiveBench {
  readonly archive: Archive;
  /** The same memory in another life. */
  restart(): Promise<Archive>;
  close(): Promise<void>;
}

export type OpenArchiveBench = (clock: Clock) => Promise<ArchiveBench>;

const noon = Date.parse("2026-03-02T12:00:00.000Z");
export const minute = (count: number): Date => new Date(noon + count * 60_000);

/** An event as Auth0 gives it, this many minutes after noon. */
export function record(count: number, changes: Readonly<Record<string, unknown>> = {}) {
  const at = minute(count);
  const stamp = at.toISOString().replace(/\D/g, "");
  return {
    log_id: `900${stamp}00000000000000000001223372036854775807`,
    date: at.toISOString(),
    type: "s",
    user_id: "auth0|ada",
    user_name: "ada@acme.example",
    client_name: "Web shop",
    ip: "203.0.113.9",
    ...changes,
  };
}

export const all: LogQuery = { terms: [] };
/** For an archive of which each answer is looked at as a whole: else a search on a busy machine gives a part, and where to go on. */
export const wholeAnswers = { sliceMs: 60_000 } as const;
export const streamed = (records: readonly unknown[], tenant = "prod"): LogBatch => ({
  tenant,
  way: "stream",
  records,
});

/** Everything that matches, page by page. */
export async function everything(
  archive: Pick<Archive, "search">,
  query: LogQuery,
  limit = 1000,
  tenant = "prod",
): Promise<readonly string[]> {
  const ids: string[] = [];
  let page = await archive.search(tenant, query, { limit });
  for (;;) {
    ids.push(...page.events.map(({ id }) => id));
    if (!page.next) return ids;
    page = await archive.search(tenant, query, { limit, after: page.next });
  }
}

export type TrialClock = ReturnType<typeof standingClock>;
export type Trial = (
  said: string,
  run: (bench: ArchiveBench, clock: TrialClock) => Promise<void>,
) => void;
