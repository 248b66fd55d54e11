import { SECOND } from "../../core/clock.ts";

/** How many requests are let through: so many at once, and so many a second in the long run. */
export interface Limit {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Share {
  readonly granted: boolean;
  /** As Auth0 tells them; the reset is in seconds since 1970. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A bucket of permissions that refills steadily. Each `take` is one request. */
export function createBucket({ burst, perSecond }: Limit) {
  let left = burst;
  let filledAt: number | undefined;
  return {
    take(nowMs: number): Share {
      const passed = Math.max(0, nowMs - (filledAt ?? nowMs));
      filledAt = nowMs;
      left = Math.min(burst, left + (passed / SECOND) * perSecond);
      const granted = left >= 1;
      if (granted) left -= 1;
      const full = nowMs + ((burst - left) / perSecond) * SECOND;
      return {
        granted,
        headers: {
          "x-ratelimit-limit": String(burst),
          "x-ratelimit-remaining": String(Math.floor(left)),
          "x-ratelimit-reset": String(Math.ceil(full / SECOND)),
        },
      };
    },
  };
}
