import { expect, it } from "vitest";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { createRetention } from "../../src/logs/retention.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { fakeLog } from "../fakes/house.ts";
import { manualClock } from "../fakes/manual-clock.ts";

const tenants = [
  { name: "prod", logs: { keep: 30 * DAY } },
  { name: "dev", logs: { keep: 2 * DAY } },
];

function openJob() {
  const [clock, log] = [manualClock(), fakeLog()];
  const archive = fakeArchive(clock.now);
  const job = createRetention({ tenants, archive, clock, log });
  const run = async () => {
    await job.tick();
    await job.settled();
  };
  const add = (tenant: string, days: number) => {
    const date = new Date(clock.now().getTime() - days * DAY).toISOString();
    const log_id = `${tenant}${days}`;
    return archive.add({ tenant, way: "reader", records: [{ log_id, type: "s", date }] });
  };
  const left = async (tenant: string) => (await archive.coverage(tenant)).events;
  return { clock, log, archive, run, add, left };
}

it("lets go of each tenant's events once they are older than the settings keep them", async () => {
  const { clock, log, run, add, left } = openJob();
  for (const days of [1, 3, 31]) for (const { name } of tenants) await add(name, days);
  await run();
  expect([await left("prod"), await left("dev")]).toEqual([2, 1]);
  expect(log.lines.join("\n")).toContain('{"tenant":"dev","events":2}');
  await clock.advance(23 * HOUR);
  await add("prod", 40);
  await run();
  expect(await left("prod")).toBe(3);
  await clock.advance(2 * HOUR);
  await run();
  expect([await left("prod"), await left("dev")]).toEqual([2, 0]);
});

it("tries again within the day where the archive cannot do it now", async () => {
  const { clock, log, archive, add, left } = openJob();
  await add("prod", 31);
  let fails = true;
  const expire: typeof archive.expire = async (...words) => {
    if (fails) throw new Error("its thread has ended");
    return archive.expire(...words);
  };
  const job = createRetention({ tenants, archive: { ...archive, expire }, clock, log });
  await job.tick();
  await job.settled();
  expect(log.lines.join("\n")).toContain("old log events could not be let go of");
  fails = false;
  await clock.advance(2 * HOUR);
  await job.tick();
  await job.settled();
  expect(await left("prod")).toBe(0);
});

it("lets go of what is left of a tenant that the settings name no more, after the longest time that they name", async () => {
  const { run, add, left } = openJob();
  for (const days of [1, 399, 401]) await add("gone", days);
  await run();
  expect(await left("gone")).toBe(2);
});
