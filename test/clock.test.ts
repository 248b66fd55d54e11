import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { systemClock } from "../src/clock.ts";

it("lets hundreds wait for one end, without a word of Node's own on standard error", async () => {
  const warned: Error[] = [];
  const note = (warning: Error) => void warned.push(warning);
  process.on("warning", note);
  const end = new AbortController();
  const waits = Array.from({ length: 300 }, () => systemClock.after(600_000, end.signal));
  await setImmediate();
  end.abort();
  await Promise.all(waits);
  await setImmediate();
  process.off("warning", note);
  expect(warned).toEqual([]);
});
