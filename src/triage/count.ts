import { DAY, HOUR } from "../core/clock.ts";
import type { FailedLogins, LimitEvents } from "../core/figures.ts";
import type { LogEvent } from "../core/log-event.ts";
import { isOwn, type OwnUser } from "../core/own-user.ts";
import type { Tenant } from "../core/tenant.ts";

const size = 100;

/** Leaves out what the synthetic login brought about itself: it would make its own failures look like everyone's. */
export function withoutOwn(sample: Sample, own: OwnUser | undefined): Sample {
  if (!own) return sample;
  return { ...sample, events: sample.events.filter((event) => !isOwn(event, own)) };
}

/** Events of a day, newest first. */
export interface Sample {
  readonly events: readonly LogEvent[];
  /** False where the reading ended before the day did. */
  readonly whole: boolean;
  /** Everything after it was read. */
  readonly since: Date;
}

/** Reads a day of events of these types, so many pages at most. */
export async function sampleOf(
  tenant: Tenant,
  given: { types: readonly string[]; at: Date; pages: number },
): Promise<Sample> {
  const since = new Date(given.at.getTime() - DAY);
  const found = new Map<string, LogEvent>();
  let more = true;
  for (let page = 0; more && page < given.pages; page += 1) {
    const terms = [{ field: "type", values: given.types }] as const;
    const read = await tenant.logs({ since, terms }, { page, size });
    // What is logged meanwhile moves the rest to later pages: the same event may come twice.
    for (const event of read.events) found.set(event.id, event);
    more = read.more || read.cutOff;
  }
  const events = [...found.values()]
    .filter((event) => event.at >= since)
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  return { events, whole: !more, since: more ? (events.at(-1)?.at ?? given.at) : since };
}

export function failedLoginsOf({ events, whole, since }: Sample, at: Date): FailedLogins {
  const newest = events[0]?.at;
  return {
    count: events.length,
    since,
    exact: whole,
    ...(newest ? { newest } : {}),
    hours: hoursOf(events, { from: since, to: at }),
  };
}

/** Only hours that were read from end to end: a part of one would look like a quiet one. */
function hoursOf(events: readonly LogEvent[], { from, to }: { from: Date; to: Date }): number[] {
  const whole = Math.floor((to.getTime() - from.getTime()) / HOUR);
  const hours = Array.from({ length: whole }, () => 0);
  for (const event of events) {
    // Auth0's clock may be ahead of ours: what is of the next minute belongs to the last hour.
    const back = Math.max(0, Math.ceil((to.getTime() - event.at.getTime()) / HOUR) - 1);
    const index = whole - 1 - back;
    if (index >= 0) hours[index] = (hours[index] ?? 0) + 1;
  }
  return hours;
}

export function limitEventsOf({ events, whole, since }: Sample, at: Date): LimitEvents {
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  const newest = events[0]?.at;
  return {
    count: events.length,
    exact: whole,
    ...(newest ? { newest } : {}),
    hours: hoursOf(events, { from: since, to: at }),
    types: [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count),
  };
}
