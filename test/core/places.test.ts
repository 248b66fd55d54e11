import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/core/clock.ts";
import { createPlaces } from "../../src/core/places.ts";
import { manualClock } from "../fakes/manual-clock.ts";

function trial(most: number) {
  const clock = manualClock();
  const places = createPlaces({ most, holdMs: 30 * SECOND, clock });
  const begun: string[] = [];
  const work = (name: string, seconds: number) =>
    places.take(async () => {
      begun.push(name);
      await clock.after(seconds * SECOND);
      if (name === "wrong") throw new Error("it went wrong");
      return name;
    });
  return { clock, begun, work };
}

describe("places for work", () => {
  it("are given in the order of asking, each once another is free, whatever became of its work", async () => {
    const { clock, begun, work } = trial(2);
    const done = Promise.allSettled([
      work("wrong", 1),
      work("slow", 5),
      work("third", 1),
      work("fourth", 1),
    ]);
    await clock.advance(0);
    expect(begun).toEqual(["wrong", "slow"]);
    await clock.advance(SECOND);
    expect(begun).toEqual(["wrong", "slow", "third"]);
    await clock.advance(5 * SECOND);
    expect((await done).map(({ status }) => status)).toEqual([
      "rejected",
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
  });

  it("are given up by what hangs, and never to more than wait", async () => {
    const { clock, begun, work } = trial(2);
    const hanging = ["one", "two"].map((name) => work(name, 100));
    const waiting = ["three", "four", "five"].map((name) => work(name, 20));
    await clock.advance(29 * SECOND);
    expect(begun).toEqual(["one", "two"]);
    await clock.advance(SECOND);
    expect(begun).toEqual(["one", "two", "three", "four"]);
    await clock.advance(19 * SECOND);
    expect(begun).toHaveLength(4);
    await clock.advance(90 * SECOND);
    expect(await Promise.all([...hanging, ...waiting])).toEqual([
      "one",
      "two",
      "three",
      "four",
      "five",
    ]);
  });
});
