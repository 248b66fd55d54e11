import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import type { Settings } from "../src/settings.ts";
import { createWatch } from "../src/watch.ts";
import { fakeLog } from "./fakes/house.ts";
import { manualClock } from "./fakes/manual-clock.ts";

const at = { host: "127.0.0.1", port: 0, enabled: true };

const watchWith = (metrics: Settings["metrics"]) => {
  const settings = { metrics, sources: {} } as Partial<Settings> as Settings;
  const given = { platforms: ["local"], version: "1.2.3", clock: manualClock(), log: fakeLog() };
  return createWatch({ settings, ...given });
};

it("doctor is told where metrics can be read, or that their port is taken; and nothing where nobody wants them", async () => {
  const none = await watchWith({ ...at, enabled: false });
  await none.open();
  expect(none.probes()).toEqual([]);

  const first = await watchWith(at);
  await first.open();
  const [well] = first.probes();
  expect(well).toMatchObject({ subject: "Metrics", ok: true });
  expect(well?.detail).toMatch(/^can be read at http:\/\/127\.0\.0\.1:\d+\/metrics$/);

  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, at.host, resolve));
  const second = await watchWith({ ...at, port: (other.address() as AddressInfo).port });
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

it("the library that Prometheus' figures are written by is loaded when somebody reads them, with all that was counted before", async () => {
  const loaded = () =>
    Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("prom-client"));
  const watch = await watchWith(at);
  await watch.open();
  watch.log.error({}, "oh");
  expect(loaded()).toBe(false);
  const [{ detail = "" } = {}] = watch.probes();
  const [address = ""] = /http\S+/.exec(detail) ?? [];
  const page = await (await fetch(address)).text();
  expect(page).toContain('watchpost_own_log_entries_total{level="error"} 1\n');
  expect(loaded()).toBe(true);
  await watch.close();
});

it("where there are no metrics, nothing stands between the parts of the bot", async () => {
  const watch = await watchWith({ ...at, enabled: false });
  const hearing = { heard: async () => {}, ready: async () => {} };
  expect(watch.hearing(hearing)).toBe(hearing);
  expect(watch.platform("local").acknowledged).toBeUndefined();
});
