import type { LogEvent } from "../core/log-event.ts";
import type { LogQuery } from "../core/log-query.ts";
import type { Unseen } from "../core/logs-desk.ts";
import { type LogPage, type Tenant, TenantError } from "../core/tenant.ts";
import { stretchOf, within } from "./place.ts";

/** Requests that are left for one question. */
export interface Budget {
  requests: number;
}

/** What Auth0 gave of a span of time. */
export interface PagesRead {
  readonly events: readonly LogEvent[];
  /** Milliseconds: everything from then on was read. The span's beginning, where all of it was. */
  readonly floor: number;
  readonly unseen: readonly Unseen[];
  /** Why it ended before, if Auth0 is to blame. */
  readonly error?: TenantError;
  readonly answered: boolean;
}

const size = 100;

/**
 * Reads a span from its end backwards, until enough is found, all is read, or the budget is spent. A search of Auth0's ends
 * at 1,000 events; then a new one begins where it ended.
 */
export async function readPages(
  tenant: Pick<Tenant, "logs">,
  query: LogQuery,
  span: Times,
  { enough, budget }: { enough(events: readonly LogEvent[]): boolean; budget: Budget },
): Promise<PagesRead> {
  const reading = begin(span);
  while (budget.requests > 0 && !(reading.answered && enough(wholeOf(reading)))) {
    budget.requests -= 1;
    const asked = within(query, { from: span.from, to: reading.to });
    const read = await pageOf(tenant, asked, reading.page);
    if (read instanceof TenantError) return { ...resultOf(reading), error: read };
    take(reading, read, span);
    if (reading.floor <= span.from) break;
  }
  return resultOf(reading);
}

interface Times {
  readonly from: number;
  readonly to: number;
}

interface Reading {
  readonly found: Map<string, LogEvent>;
  readonly unseen: Unseen[];
  floor: number;
  /** Where the search under way began, and the page of it that is next. */
  to: number;
  page: number;
  answered: boolean;
}

const begin = ({ to }: Times): Reading => ({
  found: new Map(),
  unseen: [],
  floor: to,
  to,
  page: 0,
  answered: false,
});

const wholeOf = ({ found, floor }: Reading): readonly LogEvent[] =>
  [...found.values()].filter(({ at }) => at.getTime() >= floor);

const resultOf = (reading: Reading): PagesRead => ({
  events: wholeOf(reading),
  floor: reading.floor,
  unseen: reading.unseen,
  answered: reading.answered,
});

function take(reading: Reading, page: LogPage, span: Times): void {
  const { found, unseen } = reading;
  if (page.blind && !reading.answered) unseen.push({ ...stretchOf(span), why: page.blind });
  reading.answered = true;
  for (const event of page.events) found.set(event.id, event);
  if (!(page.reaches && (page.more || page.cutOff))) {
    reading.floor = span.from;
    return;
  }
  // Of the last moment of a page there may be more on the next.
  reading.floor = page.reaches.getTime() + 1;
  reading.page += 1;
  if (page.cutOff) turn(reading);
}

/** A new search, from where the last one ended; a moment that alone fills a whole search is passed over. */
function turn(reading: Reading): void {
  const { floor, to, unseen } = reading;
  if (floor >= to) {
    const why = "Auth0 shows 1,000 events of one moment, and there are more";
    unseen.push({ from: new Date(floor - 1), to: new Date(floor), why });
    reading.floor -= 1;
  }
  reading.to = reading.floor;
  reading.page = 0;
}

async function pageOf(tenant: Pick<Tenant, "logs">, query: LogQuery, page: number) {
  try {
    return await tenant.logs(query, { page, size });
  } catch (error) {
    if (error instanceof TenantError) return error;
    throw error;
  }
}
