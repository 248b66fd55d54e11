import { DAY } from "../../../src/core/clock.ts";
import { logEventsOf } from "../../../src/core/log-record.ts";
import { type Tenant, TenantError } from "../../../src/core/tenant.ts";

/** A record as Auth0 gives it. */
export interface SourceRecord {
  readonly log_id: string;
  readonly date: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

interface Draft {
  readonly agoMs?: number;
  readonly lateMs?: number;
  readonly [field: string]: unknown;
}

interface Written {
  readonly record: SourceRecord;
  readonly cameIn: number;
  readonly visibleAt: number;
  /** By its own word. */
  readonly happenedAt: number;
}

export interface SourceOptions {
  readonly now: () => Date;
  /** How long an event is kept. */
  readonly keptMs?: number;
  /** What is answered to a checkpoint that is no longer there. Auth0 documents neither. */
  readonly gone?: "refused" | "oldest" | "nothing";
  /** `odd`: ids that tell neither time nor order. */
  readonly ids?: "dated" | "odd";
}

/**
 * An Auth0 log: in order of ids, which is not that of the events' own times; some come in late, in front of others that
 * were there already; what is older than it keeps is gone.
 */
export function createLogSource(options: SourceOptions) {
  const { now, keptMs = 30 * DAY, gone = "oldest", ids = "dated" } = options;
  /** In order of their ids. */
  const all: Written[] = [];
  /** In order of their own times. Whoever searches a long log over and over has no time to sort it. */
  const byTime: Written[] = [];
  const places = new Map<string, number>();
  let count = 0;

  function idOf(cameIn: number): string {
    count += 1;
    const serial = String(count).padStart(12, "0");
    if (ids === "odd") return `${(count * 7919) % 1000}-${serial.split("").reverse().join("")}`;
    return `900${new Date(cameIn).toISOString().replace(/\D/g, "")}${serial}`;
  }

  const isThere = ({ visibleAt, cameIn }: Written, at = now().getTime()): boolean =>
    visibleAt <= at && at - cameIn < keptMs;

  function keep(one: Written): void {
    places.set(one.record.log_id, all.length);
    all.push(one);
    const before = byTime.findLastIndex(({ happenedAt }) => happenedAt <= one.happenedAt);
    byTime.splice(before + 1, 0, one);
  }

  function after(from: string, take: number): readonly SourceRecord[] | "refused" {
    const place = places.get(from) ?? -1;
    const written = all[place];
    const known = written !== undefined && isThere(written);
    if (!known && gone === "refused") return "refused";
    if (!known && gone === "nothing") return [];
    return firstFrom(written ? place + 1 : 0, take);
  }

  function firstFrom(place: number, take: number): readonly SourceRecord[] {
    const found: SourceRecord[] = [];
    for (let next = place; next < all.length && found.length < take; next += 1) {
      const one = all[next];
      if (one && isThere(one)) found.push(one.record);
    }
    return found;
  }

  return {
    /** Something happens: it comes into the log some time after, and is seen there later still. */
    write({ agoMs = 0, lateMs = 0, ...more }: Draft = {}) {
      const cameIn = now().getTime();
      const id = idOf(cameIn);
      const date = new Date(cameIn - agoMs).toISOString();
      const record: SourceRecord = { _id: id, log_id: id, date, type: "s", ...more };
      const happenedAt = Date.parse(record.date);
      keep({ record, cameIn, visibleAt: cameIn + lateMs, happenedAt });
      return record;
    },
    after,
    find(id: string): SourceRecord | undefined {
      const found = all[places.get(id) ?? -1];
      return found && isThere(found) ? found.record : undefined;
    },
    /** By their own times. */
    search(
      oldestFirst: boolean,
      since = new Date(0),
      most = Number.POSITIVE_INFINITY,
    ): readonly SourceRecord[] {
      const [at, from] = [now().getTime(), since.getTime()];
      const order = oldestFirst ? byTime : byTime.toReversed();
      const wanted = (one: Written) => one.happenedAt >= from && isThere(one, at);
      return firstOf(order, wanted, most).map(({ record }) => record);
    },
    /** Everything that ever came in, gone or not, with when it came in. */
    ever: (): readonly { record: SourceRecord; cameIn: Date }[] =>
      all.map(({ record, cameIn }) => ({ record, cameIn: new Date(cameIn) })),
  };
}
function firstOf<Item>(
  items: readonly Item[],
  wanted: (item: Item) => boolean,
  most: number,
): readonly Item[] {
  const found: Item[] = [];
  for (const item of items) {
    if (found.length >= most) break;
    if (wanted(item)) found.push(item);
  }
  return found;
}

export type LogSource = ReturnType<typeof createLogSource>;
export type ReadableLog = Pick<LogSource, "after" | "find" | "search">;

/** The log's part of a tenant over such a source. `fails`: what the next call meets instead. */
export function tenantOver(
  source: ReadableLog,
  fails: () => TenantError | undefined = () => undefined,
): Pick<Tenant, "logs" | "logEvent" | "logsAfter"> {
  async function asked<Value>(answer: () => Value): Promise<Value> {
    await new Promise((turn) => setImmediate(turn));
    const error = fails();
    if (error) throw error;
    return answer();
  }
  return {
    logs: ({ since }, { page, size, oldestFirst = false }) =>
      asked(() => {
        const all = source.search(oldestFirst, since);
        const { events } = logEventsOf(all.slice(page * size, (page + 1) * size));
        return { events, more: all.length > (page + 1) * size, cutOff: false };
      }),
    logEvent: (id) => asked(() => logEventsOf([source.find(id)]).events[0]),
    logsAfter: (checkpoint, take) =>
      asked(() => {
        const records = source.after(checkpoint, take);
        if (records === "refused") throw failing("rejected");
        const { events } = logEventsOf(records);
        return { events, next: events.at(-1)?.id ?? checkpoint, more: records.length >= take };
      }),
  };
}

export function failing(reason: TenantError["reason"], retryAfterMs?: number): TenantError {
  const options = { reason, fix: "Mend it.", retryAfterMs };
  return new TenantError("The Management API of prod", `It is ${reason}.`, options);
}
