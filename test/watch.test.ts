import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import type { Settings } from "../src/settings.ts";
import { createWatch } from "../src/watch.ts";
import { fakeLog } from "./fakes/house.ts";
import { manualClock } from "./fakes/manual-clock.ts";

const watchWith = (metrics: Settings["metrics"]) => {
  const settings = { metrics, sources: {} } as Partial<Settings> as Settings;
  const given = { platforms: ["local"], version: "1.2.3", clock: manualClock(), log: fakeLog() };
  return createWatch({ settings, ...given });
};

it("doctor is told where metrics can be read, or that their port is taken; and nothing where nobody wants them", async () => {
  const none = await watchWith(undefined);
  await none.open();
  expect(none.probes()).toEqual([]);

  const host = "127.0.0.1";
  const first = await watchWith({ host, port: 0 });
  await first.open();
  const [well] = first.probes();
  expect(well).toMatchObject({ subject: "Metrics", ok: true });
  expect(well?.detail).toMatch(/^can be read at http:\/\/127\.0\.0\.1:\d+\/metrics$/);

  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, host, resolve));
  const second = await watchWith({ host, port: (other.address() as AddressInfo).port });
  await second.open();
  const [bad] = second.probes();
  expect(bad).toMatchObject({
    ok: false,
    mild: true,
    fix: expect.stringContaining("metrics.port"),
  });
  other.close();
  await Promise.all([first.close(), second.close()]);
});

it("where there are no metrics, nothing stands between the parts of the bot", async () => {
  const watch = await watchWith(undefined);
  const hearing = { heard: async () => {}, ready: async () => {} };
  expect(watch.hearing(hearing)).toBe(hearing);
  expect(watch.platform("local").acknowledged).toBeUndefined();
});
