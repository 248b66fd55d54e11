import type { Plan } from "../../src/core/check.ts";
import { type Clock, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { Quota } from "../../src/core/tenant.ts";
import { toldBy, waitTold } from "./rate-headers.ts";

/** For a quota that is shared with everything else the customer runs against the Management API. */
export interface Budget {
  /** Milliseconds until something may be asked of this path; 0: now. */
  wait(path: string): number;
  /** Something is asked of it. */
  spend(path: string): void;
  /** What its answer told. */
  learn(path: string, answer: { status: number; headers: Headers }): void;
  /** What came was no answer. */
  lost(path: string): void;
  /** Nothing more may be asked, of whatever path, for so long. */
  block(ms: number): void;
  quota(): Quota | undefined;
}

interface Bucket {
  limit: number;
  remaining: number;
  /** Milliseconds: when it is full again. */
  fullAt: number;
  inFlight: number;
}

/** Used where a 429 does not say how long. */
export const usualWait = 5 * SECOND;

/**
 * A fifth of what is allowed is left to others, except where so little is allowed that nothing would be left for us. The
 * API counts as a bucket that fills up steadily until the time it tells, so that the next one may often be asked long before.
 */
export function createBudget(given: {
  clock: Clock;
  plan: Plan | undefined;
  environment: "production" | "development" | undefined;
}): Budget {
  const now = () => given.clock.now().getTime();
  const buckets = new Map<string, Bucket>();
  let told: Quota | undefined;
  let blockedUntil = 0;

  function bucketOf(path: string): Bucket {
    const key = perEndpoint(given.plan) ? (path.split("/")[0] ?? "") : "";
    const known = buckets.get(key) ?? freshBucket(guess(given.plan, given.environment));
    buckets.set(key, known);
    if (known.fullAt <= now()) known.remaining = known.limit - known.inFlight;
    return known;
  }

  function block(ms: number): void {
    blockedUntil = Math.max(blockedUntil, now() + Math.min(ms, MINUTE));
  }

  return {
    block,
    wait(path) {
      const bucket = bucketOf(path);
      const free = bucket.remaining - reserveOf(bucket.limit);
      const blocked = Math.max(0, blockedUntil - now());
      if (free >= 1) return blocked;
      const perOne =
        Math.max(0, bucket.fullAt - now()) / Math.max(1, bucket.limit - bucket.remaining);
      return Math.ceil(Math.max(blocked, 1, perOne * (1 - free)));
    },
    spend(path) {
      const bucket = bucketOf(path);
      // What nobody told about is taken to fill up within a second.
      if (bucket.fullAt <= now()) bucket.fullAt = now() + SECOND;
      bucket.remaining -= 1;
      bucket.inFlight += 1;
    },
    learn(path, { status, headers }) {
      const bucket = bucketOf(path);
      bucket.inFlight -= 1;
      const at = given.clock.now();
      const rates = toldBy(headers, at);
      if (rates) {
        told = { ...rates, toldAt: at };
        bucket.limit = rates.limit;
        bucket.remaining = rates.remaining - bucket.inFlight;
        bucket.fullAt = rates.resetsAt.getTime();
      }
      if (status === 429) block(waitTold(headers, at) ?? usualWait);
    },
    lost(path) {
      bucketOf(path).inFlight -= 1;
    },
    quota: () => told,
  };
}

const freshBucket = (limit: number): Bucket => ({
  limit,
  remaining: limit,
  fullAt: 0,
  inFlight: 0,
});

const reserveOf = (limit: number): number => (limit <= 2 ? 0 : Math.ceil(limit / 5));

/** On these plans each endpoint has a limit of its own; on the others one limit holds for all. */
const perEndpoint = (plan: Plan | undefined) => plan === "essentials" || plan === "professional";

/** Before the first answer tells. */
function guess(plan: Plan | undefined, environment: "production" | "development" | undefined) {
  if (plan === "free") return 2;
  if (plan === "enterprise") return environment === "development" ? 10 : 50;
  return 5;
}
