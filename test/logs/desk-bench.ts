import type { LogPlace } from "../../src/core/archive.ts";
import { MINUTE } from "../../src/core/clock.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { matcherOf } from "../../src/core/log-match.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import type { FoundEvents } from "../../src/core/logs-desk.ts";
import { createLogsDesk } from "../../src/logs/desk.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

const typed = ["fp", "s", "fn"];

/** The n-th event: several share a moment, and ids say nothing of time. */
export function event(n: number, minutes: number): LogEvent {
  const record = {
    log_id: `9002026${String((n * 7919) % 100_003).padStart(10, "0")}${n}`,
    date: ago(minutes * MINUTE).toISOString(),
    type: typed[n % typed.length],
    user_name: `user${n % 4}@example.com`,
    ip: `203.0.${n % 3}.${n % 7}`,
  };
  const read = logEventOf(record);
  if (!read) throw new Error("an event of the test cannot be read");
  return read;
}

export interface World {
  readonly kept: readonly LogEvent[];
  readonly atAuth0: readonly LogEvent[];
  readonly proof?: { readonly since: Date; readonly until: Date };
  readonly holes?: readonly { readonly from: Date; readonly to: Date }[];
  readonly days?: number;
  fails?: (call: string) => "down" | "throttled" | undefined;
}

/** A desk in a world in which the archive has some of a tenant's log, and Auth0 some. */
export async function deskIn(world: World) {
  const archive = fakeArchive(() => noon);
  const records = world.kept.map(({ raw }) => raw);
  const holes = world.holes ?? [];
  const first = { checkpoint: "1", ...world.proof };
  await archive.add({
    tenant: "prod",
    way: "reader",
    records,
    ...(world.proof && { proof: { ...world.proof, checkpoint: "1" } }),
  });
  for (const hole of holes) {
    const proof = { ...first, until: world.proof?.until ?? noon, hole: holeOf(hole) };
    await archive.add({ tenant: "prod", way: "reader", records: [], proof });
  }
  const { tenant, asked } = fakeTenant({
    events: world.atAuth0,
    searchEnds: 300,
    ...(world.fails && { fails: world.fails }),
  });
  const { days } = world;
  const desk = createLogsDesk({
    archive,
    tenant: () => tenant,
    clock: { now: () => noon },
    ...(days !== undefined && { days: () => days }),
  });
  return { desk, asked, archive };
}

const holeOf = (hole: { readonly from: Date; readonly to: Date }) => ({
  ...hole,
  why: "the checkpoint was gone",
  foundAt: noon,
});

/** Page after page, until nothing is left. */
export async function all(
  desk: Awaited<ReturnType<typeof deskIn>>["desk"],
  query: LogQuery,
  limit: number,
) {
  const found: FoundEvents[] = [];
  let after: LogPlace | undefined;
  for (let page = 0; page < 500; page += 1) {
    const one = await desk.search("prod", query, { limit, ...(after && { after }) });
    found.push(one);
    after = one.next;
    if (!after) return found;
  }
  throw new Error("the pages have no end");
}

const newestFirst = (one: LogEvent, other: LogEvent) =>
  other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1);

export const naive = (events: readonly LogEvent[], query: LogQuery) =>
  [...new Map(events.map((one) => [one.id, one])).values()]
    .filter(matcherOf(query))
    .sort(newestFirst)
    .map(({ id }) => id);
