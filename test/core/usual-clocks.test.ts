import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { readFailures } from "../../src/core/failures.ts";
import { inZone } from "../../src/core/zone-time.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { logRecord } from "../fakes/log-records.ts";
import { deskOver } from "../fakes/logs-desk.ts";

/** Twenty logins fail in each local hour that begins at nine, and none in any other; `length` until ten o'clock of a day. */
async function everyMorning(zone: string, day: string, length: number) {
  const now = inZone(new Date(`${day}T10:00:00Z`), zone);
  const records = Array.from({ length: 45 }, (_, back) => {
    const nine = inZone(new Date(Date.parse(`${day}T09:00:00Z`) - back * DAY), zone).getTime();
    return Array.from({ length: 20 }, (_, index) => logRecord(new Date(nine + index * 3 * MINUTE)));
  });
  const archive = fakeArchive(() => now);
  const since = new Date(now.getTime() - 44 * DAY);
  const proof = { checkpoint: "1", since, until: now };
  await archive.add({ tenant: "prod", way: "reader", records: records.flat(), proof });
  const asked = { tenant: "prod", since: new Date(now.getTime() - length), now, zone };
  return readFailures(asked, { archive, logs: deskOver(archive), own: undefined });
}

it.each([
  ["Europe/Berlin", "2026-03-30"],
  ["Europe/Berlin", "2026-10-26"],
  ["America/New_York", "2026-03-10"],
  ["America/New_York", "2026-11-03"],
])(
  "compares with the same hour on the clocks of %s, also after they changed (%s)",
  async (zone, day) => {
    const { total, earlier } = await everyMorning(zone, day, HOUR);
    expect(earlier?.rhythm).toBe("weeks");
    expect(total).toMatchObject({ count: 20, more: false, usual: { median: 20, spread: 0 } });
  },
);

it.each(["2026-04-06", "2026-10-05"])(
  "parts an hour where clocks change by half of one, as on Lord Howe (%s)",
  async (day) => {
    const { total } = await everyMorning("Australia/Lord_Howe", day, HOUR);
    expect(total).toMatchObject({ count: 20, more: false });
    expect(total.usual?.median).toBeGreaterThanOrEqual(10);
    expect(total.usual?.median).toBeLessThanOrEqual(20);
  },
);

it("compares each hour of a week in which clocks changed with its own hours", async () => {
  const { total } = await everyMorning("Europe/Berlin", "2026-03-31", 7 * DAY);
  expect(total).toMatchObject({ count: 160, usual: { median: 160 }, more: false });
});
