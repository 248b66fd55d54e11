import { describe, expect, it } from "vitest";
import type { Archive } from "../../src/core/archive.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { createFigures } from "../../src/triage/figures.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { logEvent } from "../fakes/log-event.ts";
import { everyHour, logRecord } from "../fakes/log-records.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeRecords } from "../fakes/records.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

const log = { info() {}, warn() {}, error() {} };
/** The hours that an hour is compared with. */
const isCompared = (back: number) => back % (7 * 24) < 25;

async function filled(records: readonly unknown[], heard = noon): Promise<Archive> {
  const archive = fakeArchive(() => heard);
  const proof = { checkpoint: "1", until: heard, since: ago(40 * DAY) };
  await archive.add({ tenant: "prod", way: "reader", records, proof });
  return archive;
}

function bench(archive: Archive, down = false, now = noon, records = fakeRecords()) {
  const { tenant, asked } = fakeTenant({
    events: [logEvent(ago(MINUTE))],
    fails: () => (down ? "down" : undefined),
  });
  const clock = manualClock(now);
  const logins = { standing: async () => ({ username: "probe@example.com", clientId: "probe" }) };
  const given = { tenant: () => tenant, logins, archive, records, clock };

  return { desk: createFigures({ ...given, zone: "UTC", log }), asked };
}

describe("the figures of a tenant whose log is kept", () => {
  it("are the archive's, and cost nothing of the tenant's quota", async () => {
    const events = everyHour(noon, 24 * 29, (back) => (isCompared(back) ? 4 : 0));
    const burst = everyHour(noon, 1, () => 50);
    const limits = [logRecord(ago(3 * HOUR), { type: "api_limit" })];
    const { desk, asked } = bench(await filled([...events, ...burst, ...limits]));
    const known = await desk.read("prod");
    expect(asked).toEqual([]);
    expect(known.failedLogins).toMatchObject({
      last: {
        at: noon,
        value: {
          count: 146,
          exact: true,
          since: ago(DAY),
          lastHour: 54,
          ends: noon,
          usual: { median: 4, spread: 0 },
        },
      },
    });
    expect(known.failedLogins.last?.value.hours).toHaveLength(24);
    expect(known.limits.last?.value).toMatchObject({
      count: 1,
      exact: true,
      newest: ago(3 * HOUR),
      types: [{ type: "api_limit", count: 1 }],
    });
  });

  it("tell the hour that has only begun apart from those that are over", async () => {
    const now = new Date(noon.getTime() + 10 * MINUTE);
    const burst = [5, 4, 3].map((minutes) => logRecord(new Date(now.getTime() - minutes * MINUTE)));
    const limit = logRecord(new Date(now.getTime() - MINUTE), { type: "api_limit" });
    const records = [...everyHour(noon, 30, () => 2), ...burst, limit];
    const kept = fakeRecords();
    await bench(await filled(records, now), false, now, kept).desk.read("prod");
    const { desk } = bench(
      fakeArchive(() => now),
      true,
      new Date(now.getTime() + HOUR),
      kept,
    );
    const { failedLogins, limits } = await desk.read("prod");
    expect(failedLogins.last?.value).toMatchObject({ ends: noon, begun: 3 });
    expect(failedLogins.last?.value.hours.at(-1)).toBe(2);
    expect(limits.last?.value).toMatchObject({ ends: noon, begun: 1 });
  });

  it("leave out what the synthetic login brought about itself", async () => {
    const own = { client_id: "probe", user_name: "Probe@example.com" };
    const events = everyHour(noon, 24, () => 2);
    const mine = everyHour(
      noon,
      24,
      () => 3,
      () => own,
    );
    const { desk } = bench(await filled([...events, ...mine]));
    const { failedLogins } = await desk.read("prod");
    expect(failedLogins.last?.value).toMatchObject({ count: 48, lastHour: 2 });
    expect(failedLogins.last?.value.hours).toEqual(Array.from({ length: 24 }, () => 2));
  });

  it("are asked of Auth0 where the archive has not the whole day", async () => {
    const archive = fakeArchive(() => noon);
    const records = [logRecord(ago(2 * HOUR))];
    await archive.add({ tenant: "prod", way: "stream", records });
    const { desk, asked } = bench(archive);
    expect((await desk.read("prod")).failedLogins.last?.value.count).toBe(1);
    expect(asked).toHaveLength(2);
  });

  it("are asked of Auth0 where a part of the day is known to be missing", async () => {
    const archive = await filled(everyHour(noon, 30, () => 2));
    const hole = { from: ago(5 * HOUR), to: ago(4 * HOUR), why: "lost", foundAt: noon };
    const proof = { checkpoint: "2", until: noon, hole };
    await archive.add({ tenant: "prod", way: "reader", records: [], proof });
    const { desk, asked } = bench(archive);
    await desk.read("prod");
    expect(asked).toHaveLength(2);
  });

  it("are as the archive last knew them, with their age, where Auth0 is down too", async () => {
    const heard = ago(42 * MINUTE);
    const { desk } = bench(
      await filled(
        everyHour(heard, 30, () => 2),
        heard,
      ),
      true,
    );
    const { failedLogins } = await desk.read("prod");
    expect(failedLogins.missing?.reason).toBe("down");
    expect(failedLogins.last).toMatchObject({ at: heard, value: { count: 48, exact: true } });
  });

  it("come from Auth0 where the archive is broken", async () => {
    const broken: Archive = {
      ...fakeArchive(),
      coverage: () => Promise.reject(new Error("the disk is full")),
    };
    const { desk } = bench(broken);
    expect((await desk.read("prod")).failedLogins.last?.value.count).toBe(1);
  });
});
