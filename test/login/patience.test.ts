import { expect, it } from "vitest";
import { MINUTE } from "../../src/core/clock.ts";
import type { Answered } from "../../src/login/exchange.ts";
import { createLogin } from "../../src/login/run.ts";
import { tenantAt } from "./bench.ts";

const now = new Date("2026-11-22T12:00:00Z");

/** A login that is refused with 429 and these headers. */
async function refusedWith(headers: Answered["headers"]) {
  const tenant = tenantAt("http://tenant.test");
  const { syntheticLogin } = tenant;
  if (!syntheticLogin) throw new Error("no synthetic login");
  const answered: Answered = { status: 429, headers, body: "", steps: [] };
  const login = createLogin(tenant, syntheticLogin, {
    exchange: async () => answered,
    now: () => now,
    stopwatch: () => 0,
  });
  return (await login()).retryAfterMs;
}

it.each([
  ["seconds", { "retry-after": "120" }, 2 * MINUTE],
  ["a date", { "retry-after": "Sun, 22 Nov 2026 12:02:00 GMT" }, 2 * MINUTE],
  ["a date gone by", { "retry-after": "Sun, 22 Nov 2026 11:00:00 GMT" }, 0],
  ["the quota's reset", { "x-ratelimit-reset": String(now.getTime() / 1000 + 120) }, 2 * MINUTE],
  ["years", { "retry-after": "99999999999" }, 60 * MINUTE],
  ["nonsense", { "retry-after": "soon" }, undefined],
])("a login waits as long as Auth0 asks, told as %s", async (_, headers, wait) => {
  expect(await refusedWith(headers)).toBe(wait);
});
