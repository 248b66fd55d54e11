import type { Plan } from "../../src/core/check.ts";
import { type Clock, MINUTE, SECOND } from "../../src/core/clock.ts";
import { leftOf, noWait } from "../../src/core/passed.ts";
import type { Quota } from "../../src/core/tenant.ts";
import { toldBy, waitTold } from "./rate-headers.ts";

/** For a quota that is shared with everything else the customer runs against the Management API. */
export interface Budget {
  /** Milliseconds until something may be asked of this path; 0: now. `unhurried`: it can as well be asked later. */
  wait(path: string, unhurried?: boolean): number;
  /** Something is asked of it: what its answer tells, or that there was none, goes by the trip. */
  spend(path: string): Trip;
  learn(trip: Trip, answer: { status: number; headers: Headers }): void;
  lost(trip: Trip): void;
  /** Nothing more may be asked, of whatever path, for so long. */
  block(ms: number): void;
  quota(): Quota | undefined;
}

export interface Trip {
  readonly bucket: Bucket;
}

interface Bucket {
  limit: number;
  /** At the time `at`. */
  remaining: number;
  at: number;
  /** Milliseconds until there is room for one more. */
  perOne: number;
  /** Under way, in the order they set out. */
  trips: readonly Trip[];
}

/** Used where a 429 does not say how long. */
export const usualWait = 5 * SECOND;

/**
 * A fifth of what is allowed is left to others, except where so little is allowed that nothing would be left for us; half
 * of it by what nobody waits for. The API counts as a bucket that fills up steadily until the time it tells, so that the next one may often be asked long before.
 */
export function createBudget(given: {
  clock: Clock;
  plan: Plan | undefined;
  environment: "production" | "development" | undefined;
}): Budget {
  const now = () => given.clock.now().getTime();
  const buckets = new Map<string, Bucket>();
  let told: Quota | undefined;
  let blocked = noWait;

  function bucketOf(path: string): Bucket {
    const key = perEndpoint(given.plan) ? (path.split("/")[0] ?? "") : "";
    const bucket = buckets.get(key) ?? freshBucket(guess(given.plan, given.environment), now());
    buckets.set(key, bucket);
    fill(bucket, now());
    return bucket;
  }

  function block(ms: number): void {
    const longest = Math.max(leftOf(blocked, now()), Math.min(ms, MINUTE));
    blocked = { from: now(), ms: longest };
  }

  return {
    block,
    wait(path, unhurried = false) {
      const { limit, remaining, perOne } = bucketOf(path);
      const reserve = unhurried ? Math.ceil(limit / 2) : reserveOf(limit);
      const lacking = Math.max(0, reserve + 1 - remaining);
      return Math.ceil(Math.max(leftOf(blocked, now()), lacking * perOne));
    },
    spend(path) {
      const bucket = bucketOf(path);
      const trip = { bucket };
      bucket.remaining -= 1;
      bucket.trips = [...bucket.trips, trip];
      return trip;
    },
    learn(trip, { status, headers }) {
      const at = given.clock.now();
      const rates = toldBy(headers, at);
      if (rates) {
        told = { ...rates, toldAt: at };
        take(trip, rates, at);
      }
      end(trip);
      if (status === 429) block(waitTold(headers, at) ?? usualWait);
    },
    lost: end,
    quota: () => told,
  };
}

/** What nobody told about is taken to fill up within a second. */
const freshBucket = (limit: number, at: number): Bucket => ({
  limit,
  remaining: limit,
  at,
  perOne: SECOND / limit,
  trips: [],
});

/** As it is at a time. */
function fill(bucket: Bucket, at: number): void {
  // Where the clock was set back nothing is known of the time between.
  const regained = Math.max(0, at - bucket.at) / bucket.perOne;
  bucket.remaining = Math.min(bucket.limit - bucket.trips.length, bucket.remaining + regained);
  bucket.at = at;
}

/** What was told does not count those that set out later. Times are told in whole seconds: no limit fills up faster than in one. */
function take(trip: Trip, { limit, remaining, resetsAt }: Omit<Quota, "toldAt">, at: Date): void {
  const { bucket } = trip;
  const later = bucket.trips.length - 1 - bucket.trips.indexOf(trip);
  const untilFull = resetsAt.getTime() - at.getTime();
  const perOne = remaining < limit ? untilFull / (limit - remaining) : 0;
  bucket.perOne = Math.max(perOne, SECOND / limit);
  bucket.limit = limit;
  bucket.remaining = remaining - later;
  bucket.at = at.getTime();
}

function end(trip: Trip): void {
  trip.bucket.trips = trip.bucket.trips.filter((other) => other !== trip);
}

const reserveOf = (limit: number): number => (limit <= 2 ? 0 : Math.ceil(limit / 5));

/** On these plans each endpoint has a limit of its own; on the others one limit holds for all. */
const perEndpoint = (plan: Plan | undefined) => plan === "essentials" || plan === "professional";

/** Before the first answer tells. */
function guess(plan: Plan | undefined, environment: "production" | "development" | undefined) {
  if (plan === "free") return 2;
  if (plan === "enterprise") return environment === "development" ? 10 : 50;
  return plan === undefined ? 2 : 5;
}
