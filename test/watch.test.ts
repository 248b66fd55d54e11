import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import type { ChatAdapter } from "../src/core/chat-adapter.ts";
import { MINUTE, SECOND } from "../src/core/clock.ts";
import { DeliveryError, type DeliveryOutcome } from "../src/core/errors.ts";
import { text } from "../src/core/message.ts";
import type { Records } from "../src/core/records.ts";
import type { Settings } from "../src/settings.ts";
import { createWatch, type Watch } from "../src/watch.ts";
import { fakeArchive } from "./fakes/archive.ts";
import { fakeLog } from "./fakes/house.ts";
import { type ManualClock, manualClock } from "./fakes/manual-clock.ts";
import { fakeRecords } from "./fakes/records.ts";
import { fakeStore } from "./fakes/store.ts";

const at = { host: "127.0.0.1", port: 0, enabled: true };

const watchWith = (metrics: Settings["metrics"], clock = manualClock()) => {
  const settings = {
    metrics,
    sources: {},
    store: { sqlite: ":memory:" },
  } as Partial<Settings> as Settings;
  const given = { platforms: ["local"], version: "1.2.3", clock, log: fakeLog() };
  return createWatch({ settings, ...given });
};

it("doctor is told where metrics can be read, or that their port is taken; and nothing where nobody wants them", async () => {
  const none = await watchWith({ ...at, enabled: false });
  await none.open();
  expect(await none.probes()).toEqual([]);

  const first = await watchWith(at);
  await first.open();
  const [well] = await first.probes();
  expect(well).toMatchObject({ subject: "Metrics", ok: true });
  expect(well?.detail).toMatch(/^can be read at http:\/\/127\.0\.0\.1:\d+\/metrics$/);

  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, at.host, resolve));
  const second = await watchWith({ ...at, port: (other.address() as AddressInfo).port });
  await second.open();
  const [bad] = await second.probes();
  expect(bad).toMatchObject({
    ok: false,
    mild: true,
    fix: expect.stringContaining("metrics.port"),
  });
  other.close();
  await Promise.all([first.close(), second.close()]);
});

/** A life of the bot, or a look at it from a terminal, on the same store. */
async function beside(records: Records, clock: ManualClock, metrics = at) {
  const watch = await watchWith(metrics, clock);
  const door = { mountBeside: () => {} } as unknown as Parameters<Watch["over"]>[2];
  const services = { store: fakeStore(), sources: [], tenants: [] };
  watch.over(
    services as unknown as Parameters<Watch["over"]>[0],
    fakeArchive(clock.now),
    door,
    records,
  );
  return watch;
}

it("doctor at a terminal is told of the metrics of the bot that runs beside it, and nothing where none runs", async () => {
  const [records, clock] = [fakeRecords(), manualClock()];
  const seen = async () => (await beside(records, clock)).probes();
  expect(await seen()).toEqual([]);
  const bot = await beside(records, clock);
  await bot.open();
  await bot.standing.tick();
  const own = await bot.probes();
  expect(own).toMatchObject([{ subject: "Metrics", ok: true }]);
  expect(await seen()).toEqual(own);
  await clock.advance(3 * MINUTE);
  expect(await seen()).toEqual([]); // It was killed.
  await bot.close();

  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, at.host, resolve));
  const { port } = other.address() as AddressInfo;
  const without = await beside(records, clock, { ...at, port });
  await without.open();
  await without.standing.tick();
  expect(await seen()).toMatchObject([{ ok: false, mild: true }]);
  await without.ended();
  expect(await seen()).toEqual([]);
  await without.close();
  other.close();
});

it("the library that Prometheus' figures are written by is loaded when somebody reads them, with all that was counted before", async () => {
  const loaded = () =>
    Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("prom-client"));
  const watch = await watchWith(at);
  await watch.open();
  watch.log.error({}, "oh");
  expect(loaded()).toBe(false);
  const [{ detail = "" } = {}] = await watch.probes();
  const [address = ""] = /http\S+/.exec(detail) ?? [];
  const page = await (await fetch(address)).text();
  expect(page).toContain('watchpost_own_log_entries_total{level="error"} 1\n');
  expect(loaded()).toBe(true);
  await watch.close();
});

it("a platform that answers no message is told of as such, with metrics or without; one that refuses it has answered", async () => {
  for (const enabled of [true, false]) {
    const clock = manualClock();
    const watch = await watchWith({ ...at, enabled }, clock);
    watch.standing.begun("local");
    let outcome: DeliveryOutcome = "unavailable";
    const failing = { name: "local", post: () => Promise.reject(new DeliveryError(outcome, "oh")) };
    const adapter = watch.adapter(failing as Partial<ChatAdapter> as ChatAdapter);
    const post = () =>
      adapter
        .post({ conversation: "local:channel:ops" }, { summary: "x", blocks: [text("x")] }, "k")
        .catch(() => {});
    const states = () => watch.standing.parts().find(({ part }) => part === "local")?.state;
    await post();
    await clock.advance(30 * SECOND);
    expect(states()).toBe("does not answer");
    outcome = "unknown";
    await post();
    expect(states()).toBe("does not answer");
    outcome = "refused";
    await post();
    expect(states()).toBe("connected");
    await watch.close();
  }
});

it("where there are no metrics, nothing stands between the parts of the bot", async () => {
  const watch = await watchWith({ ...at, enabled: false });
  const hearing = { heard: async () => {}, ready: async () => {} };
  expect(watch.hearing(hearing)).toBe(hearing);
  expect(watch.platform("local").acknowledged).toBeUndefined();
});
