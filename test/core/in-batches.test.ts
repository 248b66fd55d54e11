import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inBatches } from "../../src/core/in-batches.ts";

const never = () => new Promise<void>(() => undefined);
const atOnce = async () => undefined;

async function collect<Value>(batches: AsyncIterable<readonly Value[]>) {
  const all: (readonly Value[])[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe("things in batches", () => {
  it("come together where all are there within the grace, in the order in which they came", async () => {
    const late = Promise.resolve().then(() => "b");
    expect(await collect(inBatches([late, Promise.resolve("a")], never))).toEqual([["a", "b"]]);
    expect(await collect(inBatches([], never))).toEqual([]);
  });

  it("do not wait for one that hangs, and give it when it comes", async () => {
    let answer = (_: string): void => undefined;
    const hanging = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const batches = inBatches([hanging, Promise.resolve("a")], atOnce);
    expect((await batches.next()).value).toEqual(["a"]);
    answer("b");
    expect((await batches.next()).value).toEqual(["b"]);
    expect((await batches.next()).done).toBe(true);
  });

  it("end the grace as soon as it is not needed any more, and pass a failure on", async () => {
    const signals: AbortSignal[] = [];
    const grace = (over: AbortSignal) => {
      signals.push(over);
      return never();
    };
    const late = setImmediate("b");
    await collect(inBatches([late, Promise.resolve("a")], grace));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    const failing = Promise.reject(new Error("no"));
    await expect(collect(inBatches([failing], never))).rejects.toThrow("no");
  });
});
