import { describe, expect, it } from "vitest";
import type { Archive } from "../../src/core/archive.ts";
import { HOUR, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import type { LoginDesk } from "../../src/core/login.ts";
import type { Refusal, Tenant } from "../../src/core/tenant.ts";
import { createFigures } from "../../src/triage/figures.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { logEvent } from "../fakes/log-event.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeRecords } from "../fakes/records.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

const log = { info() {}, warn() {}, error() {} };
/** A desk over one tenant, whose log and moods a test changes as it goes. */
function bench(
  given: { events?: LogEvent[]; records?: ReturnType<typeof fakeRecords>; archive?: Archive } = {},
) {
  const mood: { refusal?: Refusal; hangs?: boolean } = {};
  const events = given.events ?? [];
  const { tenant, asked } = fakeTenant({ events, fails: () => mood.refusal });
  const moody: Tenant = {
    ...tenant,
    logs: (filter, at) => (mood.hangs ? new Promise(() => {}) : tenant.logs(filter, at)),
  };
  const clock = manualClock(noon);
  const records = given.records ?? fakeRecords();
  const archive = given.archive ?? fakeArchive(clock.now);
  const standing = { username: "probe@example.com", clientId: "probe" };
  const logins: Pick<LoginDesk, "standing"> = { standing: async () => standing };
  const desk = createFigures({
    tenant: () => moody,
    logins,
    archive,
    zone: "UTC",
    records,
    clock,
    log,
  });
  return { desk, mood, events, asked, clock, records };
}

const many = (length: number, at: (index: number) => Date, more: Partial<LogEvent> = {}) =>
  Array.from({ length }, (_, index) => logEvent(at(index), more));

describe("the figures of a tenant's log", () => {
  it("count the failed logins of a day, hour by hour", async () => {
    const events = [
      ...many(12, (n) => ago((n + 1) * MINUTE)),
      ...many(6, (n) => ago(HOUR + (n + 1) * 3 * HOUR)),
      logEvent(ago(5 * MINUTE), { type: "s" }),
      logEvent(ago(25 * HOUR)),
    ];
    const { failedLogins } = await bench({ events }).desk.read("prod");
    expect(failedLogins.last?.value).toMatchObject({ count: 18, exact: true });
    expect(failedLogins.last?.value.hours).toHaveLength(24);
    expect(failedLogins.last?.value.hours.at(-1)).toBe(12);
    expect(failedLogins.last?.value.since).toEqual(ago(24 * HOUR));
    expect(failedLogins.missing).toBeUndefined();
  });

  it("say the least there were, and since when, where a day has more than are read at once", async () => {
    const events = many(900, (n) => ago(n * 30 * SECOND));
    const { desk, asked } = bench({ events });
    const { failedLogins } = await desk.read("prod");
    expect(failedLogins.last?.value).toMatchObject({ count: 500, exact: false });
    expect(failedLogins.last?.value.since).toEqual(ago(499 * 30 * SECOND));
    // Four hours and nine minutes were read: the part of an hour would look like a quiet one.
    expect(failedLogins.last?.value.hours).toEqual([120, 120, 120, 121]);
    expect(
      asked.filter(({ query }) => query?.terms.some(({ values }) => values.includes("fp"))),
    ).toHaveLength(5);
  });

  it("leave out what the synthetic login brought about itself", async () => {
    const own = { clientId: "probe", userName: "Probe@example.com" };
    const events = [
      ...many(40, (n) => ago(n * MINUTE), own),
      logEvent(ago(MINUTE), { clientId: "probe", userName: "grace@example.com" }),
      logEvent(ago(MINUTE), { clientId: "shop", userName: "ada@example.com" }),
    ];
    const { failedLogins } = await bench({ events }).desk.read("prod");
    expect(failedLogins.last?.value.count).toBe(2);
  });

  it("count rate-limit events by type and by the hour", async () => {
    const events = [
      logEvent(ago(2 * HOUR), { type: "api_limit" }),
      logEvent(ago(HOUR), { type: "api_limit_warning" }),
      logEvent(ago(3 * HOUR), { type: "api_limit" }),
    ];
    const { limits } = await bench({ events }).desk.read("prod");
    expect(limits.last?.value).toEqual({
      count: 3,
      exact: true,
      newest: ago(HOUR),
      hours: [...Array.from({ length: 21 }, () => 0), 1, 1, 1],
      types: [
        { type: "api_limit", count: 2 },
        { type: "api_limit_warning", count: 1 },
      ],
    });
  });

  it("are read once for all who ask within a minute", async () => {
    const { desk, asked, clock, events } = bench({ events: [logEvent(ago(MINUTE))] });
    await Promise.all([desk.read("prod"), desk.read("prod")]);
    await clock.advance(50 * SECOND);
    await desk.read("prod");
    expect(asked).toHaveLength(2);
    events.push(logEvent(noon));
    await clock.advance(20 * SECOND);
    expect((await desk.read("prod")).failedLogins.last?.value.count).toBe(2);
  });

  it("answer within six seconds when the tenant hangs, with the last ones known", async () => {
    const { desk, mood, clock } = bench({ events: [logEvent(ago(MINUTE))] });
    await desk.read("prod");
    await clock.advance(5 * MINUTE);
    mood.hangs = true;
    const reading = desk.read("prod");
    await clock.advance(6 * SECOND);
    const { failedLogins } = await reading;
    expect(failedLogins.missing?.reason).toBe("late");
    expect(failedLogins.last).toMatchObject({ at: noon, value: { count: 1 } });
  });

  it("begin anew once a hanging reading has been given up", async () => {
    const { desk, mood, clock } = bench({ events: [logEvent(ago(MINUTE))] });
    mood.hangs = true;
    const reading = desk.read("prod");
    await clock.advance(2 * MINUTE);
    expect((await reading).failedLogins).not.toHaveProperty("last");
    mood.hangs = false;
    expect((await desk.read("prod")).failedLogins.last?.value.count).toBe(1);
  });

  it.each(["not configured", "credentials", "scope", "entitlement", "throttled", "down"] as const)(
    "say why they are not had: %s",
    async (refusal) => {
      const { desk, mood } = bench();
      mood.refusal = refusal;
      const { failedLogins, limits } = await desk.read("prod");
      expect(failedLogins).toEqual({
        missing: {
          reason: refusal,
          why: `The Management API of prod did not give logs (${refusal})`,
          fix: "Mend it.",
        },
      });
      expect(limits.missing?.reason).toBe(refusal);
    },
  );

  it("leave a tenant that refused alone for a while, then ask again", async () => {
    const { desk, mood, clock, asked } = bench();
    mood.refusal = "throttled";
    await desk.read("prod");
    await desk.read("prod");
    expect(asked).toHaveLength(2);
    delete mood.refusal;
    await clock.advance(11 * SECOND);
    expect((await desk.read("prod")).failedLogins).not.toHaveProperty("missing");
  });

  it("survive a restart", async () => {
    const first = bench({
      events: [logEvent(ago(MINUTE)), logEvent(ago(MINUTE), { type: "api_limit" })],
    });
    await first.desk.read("prod");
    const second = bench({ records: first.records });
    second.mood.refusal = "down";
    await second.clock.advance(HOUR);
    const { failedLogins, limits } = await second.desk.read("prod");
    expect(failedLogins.last).toMatchObject({ at: noon, value: { count: 1, newest: ago(MINUTE) } });
    expect(limits.last?.value.types).toEqual([{ type: "api_limit", count: 1 }]);
    expect(failedLogins.missing?.reason).toBe("down");
  });

  it("are told although they cannot be kept, and forget what another version kept otherwise", async () => {
    const { desk, records } = bench({ events: [logEvent(ago(MINUTE))] });
    await records.set("limits/prod", { at: noon, value: { total: 3 } });
    records.breakNext("failed-logins/", "before");
    const { failedLogins, limits } = await desk.read("prod");
    expect(failedLogins.last?.value.count).toBe(1);
    expect(limits.last?.value.count).toBe(0);
  });
});
