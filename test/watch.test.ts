import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import type { ChatAdapter } from "../src/core/chat-adapter.ts";
import { SECOND } from "../src/core/clock.ts";
import { DeliveryError, type DeliveryOutcome } from "../src/core/errors.ts";
import { text } from "../src/core/message.ts";
import type { Settings } from "../src/settings.ts";
import { createWatch } from "../src/watch.ts";
import { fakeLog } from "./fakes/house.ts";
import { manualClock } from "./fakes/manual-clock.ts";

const at = { host: "127.0.0.1", port: 0, enabled: true };

const watchWith = (metrics: Settings["metrics"], clock = manualClock()) => {
  const settings = { metrics, sources: {} } as Partial<Settings> as Settings;
  const given = { platforms: ["local"], version: "1.2.3", clock, log: fakeLog() };
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
