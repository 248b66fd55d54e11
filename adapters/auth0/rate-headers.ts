import { HOUR, SECOND } from "../../src/core/clock.ts";
import type { Quota } from "../../src/core/tenant.ts";

/** What an answer's headers tell about the quota; undefined where they do not. */
export function toldBy(headers: Headers, at: Date): Omit<Quota, "toldAt"> | undefined {
  return inOwnHeaders(headers, at) ?? inPolicyHeader(headers, at);
}

/** Milliseconds that an answer asks to wait, where it does. */
export function waitTold(headers: Headers, at: Date): number | undefined {
  const given = headers.get("retry-after");
  const asked = given === null ? undefined : waitOf(given, at);
  const ms = asked ?? untilReset(headers, at);
  return ms === undefined ? undefined : Math.min(Math.max(ms, SECOND), HOUR);
}

function waitOf(given: string, at: Date): number | undefined {
  const seconds = numberIn(given);
  if (seconds !== undefined) return seconds * SECOND;
  const until = Date.parse(given);
  return Number.isNaN(until) ? undefined : until - at.getTime();
}

function untilReset(headers: Headers, at: Date): number | undefined {
  const reset = toldBy(headers, at)?.resetsAt ?? resetOf(headers, at);
  return reset && reset.getTime() - at.getTime();
}

function inOwnHeaders(headers: Headers, at: Date): Omit<Quota, "toldAt"> | undefined {
  const limit = numberIn(headers.get("x-ratelimit-limit"));
  const remaining = numberIn(headers.get("x-ratelimit-remaining"));
  if (!limit || remaining === undefined) return undefined;
  return { limit, remaining, resetsAt: resetOf(headers, at) ?? new Date(at.getTime() + SECOND) };
}

/** Seconds since 1970 by Auth0's clock; where this machine's is far from it, it is told by its own. */
function resetOf(headers: Headers, at: Date): Date | undefined {
  const reset = numberIn(headers.get("x-ratelimit-reset"));
  if (reset === undefined) return undefined;
  const skew = at.getTime() - Date.parse(headers.get("date") ?? "");
  // The header's time is cut to whole seconds, and took a while to come: a little is no skew.
  return new Date(reset * SECOND + (Math.abs(skew) > 5 * SECOND ? skew : 0));
}

/** Of rate-limit policies: `client;q=10;t=1;r=9`, where t is seconds until it is full. Of several the tightest counts. */
function inPolicyHeader(headers: Headers, at: Date): Omit<Quota, "toldAt"> | undefined {
  const policies = (headers.get("auth0-ratelimit") ?? "").split(",").flatMap((policy) => {
    const [limit, seconds, remaining] = ["q", "t", "r"].map((name) =>
      numberIn(new RegExp(`;\\s*${name}=(\\d+)`).exec(policy)?.[1]),
    );
    if (!limit || remaining === undefined) return [];
    return [{ limit, remaining, resetsAt: new Date(at.getTime() + (seconds ?? 1) * SECOND) }];
  });
  return policies.sort((one, other) => one.remaining - other.remaining)[0];
}

function numberIn(given: string | null | undefined): number | undefined {
  return given && /^\s*\d{1,12}(\.\d+)?\s*$/.test(given) ? Number(given) : undefined;
}
