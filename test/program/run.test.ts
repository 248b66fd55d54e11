import { url as debuggerUrl } from "node:inspector";
import { afterEach, expect, it } from "vitest";
import { run } from "../../src/program/run.ts";

const signals = ["SIGHUP", "SIGINT", "SIGTERM", "SIGUSR1", "SIGUSR2"] as const;
const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
afterEach(() => {
  for (const signal of signals) {
    const own = process.listeners(signal).filter((one) => !before.get(signal)?.includes(one));
    for (const listener of own) process.off(signal, listener);
  }
});

it("a signal has the bot read its secrets again, and none opens a debugger", async () => {
  let renewed = 0;
  const renew = () => {
    renewed += 1;
  };
  await run({ start: async () => {}, stop: async () => {}, renew });
  // Node's own ear for this signal is deaf as soon as somebody else hears it.
  expect(process.listenerCount("SIGUSR1")).toBe((before.get("SIGUSR1")?.length ?? 0) + 1);
  process.kill(process.pid, "SIGUSR1");
  process.kill(process.pid, "SIGUSR2");
  await expect.poll(() => renewed).toBe(1);
  expect(debuggerUrl()).toBeUndefined();
});
