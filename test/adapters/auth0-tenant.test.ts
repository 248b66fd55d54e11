import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TenantOptions } from "../../adapters/auth0/tenant.ts";
import { systemClock } from "../../src/clock.ts";
import { MINUTE } from "../../src/core/clock.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import { callsOf, failureOf } from "../contracts/tenant-bench.ts";
import { missingScope } from "../contracts/tenant-faults.ts";
import { holds, testUserName } from "../fakes/auth0/parts.ts";
import { logRecords } from "../fakes/auth0/records.ts";
import { startFakeAuth0 } from "../fakes/auth0/server.ts";
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

const asked = (path: string) => bench.proxy.passed.filter((passed) => passed.path.startsWith(path));
const page = { page: 0, size: 10 };

it("says of a tenant without credentials which settings they go into", async () => {
  const { tenant } = await reopen({ credentials: undefined });
  for (const call of callsOf(tenant).values()) {
    const error = await failureOf(call);
    expect(error.reason).toBe("not configured");
    for (const word of ["prod", "management", "clientId", "clientSecret", "tenants"]) {
      expect(error.fix).toContain(word);
    }
  }
  expect(tenant.quota()).toBeUndefined();
  expect(bench.proxy.passed).toEqual([]);
});

it("asks for one token, however many questions come at once", async () => {
  await Promise.all([...callsOf(bench.tenant).values()].map((call) => call()));
  expect(asked("/oauth/token")).toHaveLength(1);
});

it("sends its secret and its token to the tenant alone, even when it is sent elsewhere", async () => {
  const other = await startFakeAuth0();
  for (const path of ["/oauth/token", "/api/v2/"]) {
    const headers = { location: `${other.origin}/api/v2/tenants/settings` };
    bench.disarm();
    bench.arm(path, { kind: "answer", status: 307, headers });
    expect((await failureOf(() => bench.tenant.read("settings"))).reason).toBe("down");
  }
  expect(other.tokens).toEqual([]);
  await other.close();
});

it("leaves no connection open that it gave up on", async () => {
  const signals: AbortSignal[] = [];
  const watching: typeof fetch = (input, init) => {
    if (String(input).includes("/api/v2/") && init?.signal) signals.push(init.signal);
    return fetch(input, init);
  };
  const { tenant } = await reopen({ fetch: watching, timeoutMs: 300 });
  bench.arm("/api/v2/", { kind: "drip" });
  await failureOf(() => tenant.read("settings"));
  expect(signals).toHaveLength(1);
  await expect.poll(() => signals[0]?.aborted).toBe(true);
});

it("asks for no secret of the tenant's", async () => {
  await bench.tenant.read("applications");
  await bench.tenant.read("mailProvider");
  for (const { path } of [...asked("/api/v2/clients"), ...asked("/api/v2/emails/provider")]) {
    expect(path).toMatch(/fields=[^&]*name/);
    expect(path).not.toMatch(/client_secret|credentials/);
  }
});

it("suspects the domain where there is nobody to give a token", async () => {
  bench.arm("/oauth/token", { kind: "answer", status: 404, body: { error: "Not Found" } }, 1);
  const { reason, fix } = await failureOf(() => bench.tenant.read("hooks"));
  expect(reason).toBe("rejected");
  expect(fix).toContain("tenant's domain in the settings");
});

it("does not call a tenant throttled that gave no token since it is down, and asks again at once", async () => {
  const headers = { "retry-after": "30" };
  bench.arm("/oauth/token", { kind: "answer", status: 503, body: {}, headers }, 2);
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await failureOf(() => bench.tenant.read("hooks"))).toMatchObject({ reason: "down" });
  }
  await expect(bench.tenant.read("hooks")).resolves.toEqual([]);
});

it("gets a new token once a scope may have been granted, but not at every question", async () => {
  const time = { ahead: 0 };
  const now = () => new Date(Date.now() + time.ahead);
  const { tenant } = await reopen({ clock: { ...systemClock, now } });
  bench.arm("/api/v2/", missingScope("read:hooks"));
  for (let turn = 0; turn < 3; turn += 1) await failureOf(() => tenant.read("hooks"));
  expect(asked("/oauth/token")).toHaveLength(1);
  time.ahead += 6 * MINUTE;
  bench.disarm();
  bench.arm("/api/v2/", missingScope("read:hooks"), 1);
  await expect(tenant.read("hooks")).resolves.toEqual([]);
  expect(asked("/oauth/token")).toHaveLength(2);
});

it("takes a list without any application for no answer: Watchpost's own is always among them", async () => {
  const empty = { total: 0, start: 0, limit: 100, clients: [] };
  for (const body of [[], empty]) {
    bench.arm("/api/v2/clients", { kind: "answer", status: 200, body }, 1);
    expect(await failureOf(() => bench.tenant.read("applications"))).toMatchObject({
      reason: "down",
    });
  }
});

it("does not hide good log events behind a bad one", async () => {
  const good = logRecords(3);
  const bad = [null, "words", {}, { log_id: "x", type: "s" }, { date: "soon", type: 4 }];
  bench.arm("/api/v2/logs", { kind: "answer", status: 200, body: [...bad, ...good] });
  const { events } = await bench.tenant.logs({ terms: [] }, page);
  expect(events.map(({ id }) => id)).toEqual(good.map(({ log_id }) => log_id));
});

it("brings the many shapes of an event into one, and keeps it as it was", async () => {
  const raw = {
    _id: "90020261122120000123000000000000001",
    type: "fp",
    date: null,
    description: "",
    client_name: null,
    client_ip: "2001:db8::1",
    scope: "openid  email",
    is_mobile: true,
    new_field: { of: "theirs" },
  };
  bench.arm("/api/v2/logs", { kind: "answer", status: 200, body: [raw] });
  expect((await bench.tenant.logs({ terms: [] }, page)).events).toEqual([
    {
      id: raw._id,
      at: new Date("2026-11-22T12:00:00.123Z"),
      type: "fp",
      ip: "2001:db8::1",
      scope: ["openid", "email"],
      raw,
    },
  ]);
});

it("goes on from the last event where no link says how", async () => {
  const [newest, older] = logRecords(2);
  bench.arm("/api/v2/logs", { kind: "answer", status: 200, body: [older, newest] });
  expect((await bench.tenant.logsAfter("900", 10)).next).toBe(newest?.log_id);
  bench.disarm();
  bench.arm("/api/v2/logs", { kind: "answer", status: 200, body: [] });
  expect(await bench.tenant.logsAfter("900123", 10)).toMatchObject({ events: [], next: "900123" });
});

it("moves on over events that cannot be read", async () => {
  const link = '<https://acme.us.auth0.com/api/v2/logs?from=900777&take=2>; rel="next"';
  const fault = { kind: "answer", status: 200, body: [{ odd: 1 }], headers: { link } } as const;
  bench.arm("/api/v2/logs", fault);
  expect(await bench.tenant.logsAfter("900", 2)).toMatchObject({ events: [], next: "900777" });
});

it("finds an organization's events by its name, which the log cannot be searched by", async () => {
  expect((await bench.tenant.logs(inOrganization("acme"), page)).events.length).toBeGreaterThan(0);
  expect((await bench.tenant.logs(inOrganization("nobody"), page)).events).toEqual([]);
  expect((await bench.tenant.logs(inOrganization("../../clients"), page)).events).toEqual([]);
  bench.arm("/api/v2/organizations", missingScope("read:organizations"));
  const error = await failureOf(() => bench.tenant.logs(inOrganization("acme"), page));
  expect([error.reason, error.fix]).toEqual([
    "scope",
    expect.stringContaining("read:organizations"),
  ]);
});

it("looks for no event by what is no id", async () => {
  for (const id of ["..", "../clients", "a b", "", "\ud800"]) {
    expect(await bench.tenant.logEvent(id)).toBeUndefined();
  }
  expect(asked("/api/v2/clients")).toEqual([]);
});

describe("the synthetic login's user", () => {
  const find = async (testUser: TenantOptions["testUser"]) =>
    (await reopen({ testUser })).tenant.read("testUser");

  it("is found by e-mail, in small letters, in its connection", async () => {
    const username = testUserName.toUpperCase();
    expect(await find({ username, connection: "Synthetic" })).toEqual(holds.testUser);
  });

  it("is found by user name", async () => {
    expect(await find({ username: "synthetic" })).toEqual(holds.testUser);
  });

  it("is not somebody of another connection", async () => {
    expect(await find({ username: testUserName, connection: "Elsewhere" })).toBeNull();
    expect(await find({ username: '" OR username:"synthetic' })).toBeNull();
  });
});

const inOrganization = (name: string): LogQuery => ({
  terms: [{ field: "organization", values: [name] }],
});
