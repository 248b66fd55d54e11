import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arg, asWritten, isZone, nearest, parseQuiet } from "../../src/core/args.ts";
import { DAY } from "../../src/core/clock.ts";
import { cpuTime } from "../fakes/cpu-time.ts";
import { anyWords } from "../properties/words.ts";

const context = { now: new Date("2026-11-22T12:00:00Z"), zone: "Europe/Berlin" };

describe("a moment", () => {
  const since = arg.since("how far back");

  it("is so long ago, or a day", () => {
    expect(since.parse("7d", context)).toEqual(new Date(context.now.getTime() - 7 * DAY));
    expect(since.parse("2026-11-01", context)).toEqual(new Date("2026-11-01T00:00:00Z"));
  });

  it.each([
    ["2026-02-31", "is not a time"],
    ["2026-13-01", "is not a time"],
    ["yesterday", "is not a time"],
    ["0d", "is not a time"],
    ["2027-01-01", "is still to come"],
  ])("is refused as %j", (written, words) => {
    expect(() => since.parse(written, context)).toThrow(words);
  });

  it("is never before there were computers", () => {
    expect(since.parse("999999d", context)).toEqual(new Date(0));
  });

  it("keeps what was written, for a line that says it again", () => {
    expect(asWritten(since).parse("7d", context)).toMatchObject({ written: "7d" });
  });
});

describe("hours of the day", () => {
  it("are in the asker's zone unless another is named", () => {
    expect(parseQuiet("22:00-07:30", context)).toEqual({
      from: 1320,
      to: 450,
      zone: "Europe/Berlin",
    });
    expect(parseQuiet("9:05-10:00@UTC", context)).toEqual({ from: 545, to: 600, zone: "UTC" });
  });

  it.each(["22:00", "24:00-07:00", "22:60-07:00", "22:00-22:00", "22-7", "", "22:00-07:00@"])(
    "are refused as %j",
    (written) => {
      expect(() => parseQuiet(written, context)).toThrow("not hours of the day");
    },
  );

  it("are refused in a zone that does not exist", () => {
    expect(() => parseQuiet("22:00-07:00@Mars/Base", context)).toThrow("not a time zone");
    expect(isZone("UTC")).toBe(true);
  });
});

describe("a choice", () => {
  const loud = arg.choice("how loud it is", ["card", "Thread"]);

  it("is taken in any case", () => {
    expect(loud.parse("CARD", context)).toBe("card");
    expect(loud.parse("thread", context)).toBe("Thread");
  });

  it("is refused with the nearest and all there are", () => {
    expect(() => loud.parse("crad", context)).toThrow(
      '"crad" is not how loud it is; did you mean card? It is one of card, Thread.',
    );
    expect(() => loud.parse("x", context)).toThrow("it is one of card, Thread.");
  });
});

describe("the nearest word", () => {
  const words = ["status", "subscribe", "subscriptions", "mute"];

  it.each([
    ["statsu", "status"],
    ["stat", "status"],
    ["STATUS", "status"],
    ["subscrib", "subscribe"],
    ["moot", undefined],
    ["weather", undefined],
    ["", undefined],
  ])("to %j is %j", (written, near) => {
    expect(nearest(written, words)).toBe(near);
  });

  it("is found in no time, however long the word, and is always one of the choices", () => {
    fc.assert(
      fc.property(anyWords({ maxLength: 200 }), (written) => {
        expect([undefined, ...words]).toContain(nearest(written, words));
      }),
    );
    const long = "s".repeat(5_000_000);
    expect(nearest(long, words)).toBeUndefined();
    expect(cpuTime(() => nearest(long, words))).toBeLessThan(200);
  });
});
