import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HOUR, MINUTE, SECOND } from "../src/core/clock.ts";
import { everySecond, type Scheduler } from "../src/scheduler.ts";
import { fakeLog } from "./fakes/house.ts";
import { noon } from "./fakes/subjects.ts";

describe("the beat", () => {
  let scheduler: Scheduler | undefined;
  beforeEach(() => void vi.useFakeTimers({ now: noon }));
  afterEach(async () => {
    await scheduler?.stop();
    vi.useRealTimers();
  });

  function begin(...jobs: readonly (() => Promise<void>)[]) {
    const log = fakeLog();
    const counts = jobs.map(() => 0);
    const counted = jobs.map((job, at) => () => {
      counts[at] = (counts[at] ?? 0) + 1;
      return job();
    });
    const held = { ms: 0 };
    const stopwatch = () => performance.now() + held.ms;
    scheduler = everySecond(counted, { log, stopwatch });
    return { log, counts, held };
  }
  const nothing = async () => {};

  it("calls each job at once and then each second, and one that failed again", async () => {
    const { log, counts } = begin(nothing, () => Promise.reject(new Error("oh")));
    expect(counts).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(counts).toEqual([11, 11]);
    expect(log.lines).toHaveLength(11);
    expect(log.lines.join()).toContain("a scheduled job failed");
  });

  it("calls none twice at once, keeps no other waiting for it, and ends when it is done", async () => {
    let finish = () => {};
    const long = () => new Promise<void>((resolve) => (finish = resolve));
    const { counts } = begin(long, nothing);
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(counts).toEqual([1, 6]);
    let ended = false;
    const ending = scheduler?.stop().then(() => (ended = true));
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect([ended, ...counts]).toEqual([false, 1, 6]);
    finish();
    await ending;
    expect(ended).toBe(true);
  });

  it("goes on within a second once the machine has slept a week, and makes up for nothing", async () => {
    const { counts } = begin(nothing);
    await vi.advanceTimersByTimeAsync(3 * SECOND);
    vi.setSystemTime(Date.now() + 7 * 24 * HOUR);
    await vi.advanceTimersByTimeAsync(2 * SECOND);
    expect(counts).toEqual([6]);
  });

  it("goes on when the clock is set back", async () => {
    const { counts } = begin(nothing);
    await vi.advanceTimersByTimeAsync(3 * SECOND);
    vi.setSystemTime(Date.now() - HOUR);
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(counts).toEqual([9]);
  });

  it("says that the main thread was held up, once a minute however often it was, and nothing where it was not", async () => {
    const { log, held } = begin(nothing);
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(log.lines).toEqual([]);
    const holdUp = async (ms: number) => {
      held.ms += ms;
      await vi.advanceTimersByTimeAsync(2 * SECOND);
    };
    for (let time = 0; time < 5; time += 1) await holdUp(4 * SECOND);
    expect(log.lines).toEqual([
      expect.stringMatching(/^warn \{"ms":4000\} the main thread was held/),
    ]);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await holdUp(4 * SECOND);
    expect(log.lines).toHaveLength(2);
  });
});
