import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { HOUR } from "../../src/core/clock.ts";
import { callsOf, failureOf, partNames } from "../contracts/tenant-bench.ts";
import { limitedFetch } from "../fakes/auth0/limited-fetch.ts";
import { type Auth0Bench, openAuth0Bench } from "./auth0-bench.ts";

let bench: Auth0Bench;
beforeEach(async () => {
  bench = await openAuth0Bench();
});
afterEach(() => bench.close());
const reopen = async (...given: Parameters<typeof openAuth0Bench>) => {
  await bench.close();
  bench = await openAuth0Bench(...given);
  return bench;
};

describe("the quota", () => {
  const told = (limit: number, remaining: number, seconds: number) => ({
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + seconds),
  });

  it("is what the last answer told, in either form", async () => {
    bench.auth0.tell(told(10, 7, 2));
    await bench.tenant.read("settings");
    expect(bench.tenant.quota()).toMatchObject({ limit: 10, remaining: 7 });
    bench.auth0.tell({ "auth0-ratelimit": "client;q=20;t=1;r=19, tenant;q=10;t=1;r=4" });
    await bench.tenant.read("settings");
    expect(bench.tenant.quota()).toMatchObject({ limit: 10, remaining: 4 });
  });

  it("is left to others where little of it is left", async () => {
    bench.auth0.tell(told(10, 2, 60));
    await bench.tenant.read("settings");
    const before = bench.proxy.passed.length;
    const error = await failureOf(() => bench.tenant.read("settings"));
    expect(error.reason).toBe("throttled");
    expect(error.retryAfterMs).toBeGreaterThan(1000);
    expect(bench.proxy.passed).toHaveLength(before);
  });

  it("is not touched by what nobody waits for, unless half of it is there", async () => {
    bench.auth0.tell(told(10, 5, 60));
    await bench.tenant.read("settings");
    const before = bench.proxy.passed.length;
    const unhurried = [
      () => bench.tenant.logsAfter("90020260101000000000000", 10, { unhurried: true }),
      () => bench.tenant.logEvent("90020260101000000000000", { unhurried: true }),
      () => bench.tenant.logs({ terms: [] }, { page: 0, size: 10, unhurried: true }),
    ];
    for (const call of unhurried) {
      const error = await failureOf(call);
      expect(error.reason).toBe("throttled");
      expect(error.retryAfterMs).toBeGreaterThan(1000);
    }
    expect(bench.proxy.passed).toHaveLength(before);
    await expect(bench.tenant.read("settings")).resolves.toBeDefined();
  });

  it("is not waited for by what nobody waits for: it stands in nobody's way", async () => {
    bench.auth0.tell(told(2, 0, 1));
    await bench.tenant.read("settings");
    const person = bench.tenant.read("settings");
    const error = await failureOf(() =>
      bench.tenant.logsAfter("90020260101000000000000", 10, { unhurried: true }),
    );
    expect(error.reason).toBe("throttled");
    await expect(person).resolves.toBeDefined();
  });

  it("is waited for where it comes back soon", async () => {
    bench.auth0.tell(told(2, 0, 1));
    await bench.tenant.read("settings");
    await expect(bench.tenant.read("settings")).resolves.toBeDefined();
  });

  it("is used to its end where it is so small that there is nothing to leave", async () => {
    bench.auth0.tell(told(2, 1, 60));
    await bench.tenant.read("settings");
    await expect(bench.tenant.read("settings")).resolves.toBeDefined();
  });

  it("is read rightly by a clock that is wrong", async () => {
    const now = () => new Date(Date.now() - HOUR);
    const { tenant, auth0 } = await reopen({ clock: { ...systemClock, now } });
    auth0.tell(told(2, 0, 1));
    await tenant.read("settings");
    await expect(tenant.read("settings")).resolves.toBeDefined();
  });

  it("never sees more than three requests at once", async () => {
    const flights = { now: 0, most: 0 };
    const counting: typeof fetch = async (...given) => {
      flights.now += 1;
      flights.most = Math.max(flights.most, flights.now);
      return fetch(...given).finally(() => {
        flights.now -= 1;
      });
    };
    const { tenant } = await reopen({ fetch: counting });
    await Promise.all([...callsOf(tenant).values()].map((call) => call()));
    expect(flights.most).toBe(3);
  });

  it("is not spent on a tenant that hangs: whoever waited for a turn is told at once", async () => {
    bench.arm("/api/v2/", { kind: "hang" });
    const calls = [...callsOf(bench.hasty).values()];
    const reasons = await Promise.all(calls.map(async (call) => (await failureOf(call)).reason));
    expect(new Set(reasons)).toEqual(new Set(["down"]));
    const requests = bench.proxy.passed.filter(({ path }) => path.startsWith("/api/v2/"));
    expect(requests.length).toBeLessThanOrEqual(6);
  });

  it("of each endpoint is its own on the plans that count so", async () => {
    const { tenant, auth0 } = await reopen({ plan: "professional" });
    auth0.tell(told(10, 0, 60));
    await tenant.read("settings");
    expect((await failureOf(() => tenant.read("settings"))).reason).toBe("throttled");
    await expect(tenant.read("hooks")).resolves.toEqual([]);
  });

  it("comes back bit by bit: the next question need not wait until all of it is there", async () => {
    bench.auth0.tell(told(10, 2, 5));
    await bench.tenant.read("settings");
    await expect(bench.tenant.read("settings")).resolves.toBeDefined();
  });

  it("suffices for every part at once, however small it is, without asking too much", async () => {
    const statuses: number[] = [];
    const limited = limitedFetch(statuses);
    const { tenant } = await reopen({ plan: undefined, fetch: limited, timeoutMs: 30_000 });
    await Promise.all(partNames.map((part) => tenant.read(part)));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
