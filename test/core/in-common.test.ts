import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/core/clock.ts";
import { inCommon } from "../../src/core/in-common.ts";
import { manualClock } from "../fakes/manual-clock.ts";

/** Turns that end when they are told to; each gives its number. */
function openBench() {
  const clock = manualClock(new Date("2026-11-29T07:00:00Z"));
  const turns: { end(): void; fail(error: Error): void }[] = [];
  const ask = inCommon(
    () =>
      new Promise<number>((resolve, reject) => {
        const nth = turns.length + 1;
        turns.push({ end: () => resolve(nth), fail: reject });
      }),
    clock,
  );
  return { clock, turns, ask };
}

describe("what takes long, done in common", () => {
  it("is done once for all who come while it is being done, and begun after they came", async () => {
    const { turns, ask, clock } = openBench();
    const first = ask();
    const others = [ask(), ask(), ask()];
    expect(turns).toHaveLength(1);
    turns[0]?.end();
    expect(await first).toBe(1);
    await clock.advance(0);
    expect(turns).toHaveLength(2);
    const late = ask();
    turns[1]?.end();
    expect(await Promise.all(others)).toEqual([2, 2, 2]);
    await clock.advance(0);
    turns[2]?.end();
    expect(await late).toBe(3);
  });

  it("begins at once where nobody is at it", async () => {
    const { turns, ask } = openBench();
    for (const nth of [1, 2]) {
      const asked = ask();
      turns[nth - 1]?.end();
      expect(await asked).toBe(nth);
    }
  });

  it("is begun anew for those who come after one that failed", async () => {
    const { turns, ask, clock } = openBench();
    const first = ask();
    const next = ask();
    turns[0]?.fail(new Error("the store is gone"));
    await expect(first).rejects.toThrow("the store is gone");
    await clock.advance(0);
    turns[1]?.end();
    expect(await next).toBe(2);
  });

  it("waits some seconds for one that hangs, and no longer", async () => {
    const { turns, ask, clock } = openBench();
    void ask();
    const next = ask();
    await clock.advance(4 * SECOND);
    expect(turns).toHaveLength(1);
    await clock.advance(2 * SECOND);
    turns[1]?.end();
    expect(await next).toBe(2);
  });
});
