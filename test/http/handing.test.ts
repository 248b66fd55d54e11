import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHanding } from "../../src/http/handing.ts";

describe("what a door took", () => {
  let handed: number[];
  beforeEach(() => {
    handed = [];
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());
  const pass = (ms: number) => vi.advanceTimersByTime(ms);

  it("is handed over as soon as nobody knocks any more, in its order", () => {
    const handing = createHanding();
    for (const nth of [1, 2, 3]) {
      handing.add(() => handed.push(nth));
      pass(2);
    }
    expect(handed).toEqual([]);
    pass(1);
    expect(handed).toEqual([1, 2, 3]);
    handing.add(() => handed.push(4));
    pass(3);
    expect(handed).toEqual([1, 2, 3, 4]);
  });

  it("waits a fifth of a second at most, however many knock", () => {
    const handing = createHanding();
    for (let nth = 0; nth < 400; nth += 1) {
      handing.add(() => handed.push(nth));
      pass(1);
      expect(nth - (handed.at(-1) ?? -1)).toBeLessThanOrEqual(201);
    }
    pass(3);
    expect(handed).toEqual(Array.from({ length: 400 }, (_, nth) => nth));
  });

  it("is handed over at once where the door is shut, and once alone", () => {
    const handing = createHanding();
    handing.add(() => handed.push(1));
    handing.flush();
    expect(handed).toEqual([1]);
    pass(10);
    expect(handed).toEqual([1]);
  });
});
