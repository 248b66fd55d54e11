import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matcherOf } from "../../src/core/log-match.ts";
import { cpuTime } from "../fakes/cpu-time.ts";
import { logEvent } from "../fakes/log-event.ts";

const at = new Date("2026-11-22T12:00:00Z");
const finds = (pattern: string, userName: string) =>
  matcherOf({ terms: [{ field: "user", values: [pattern] }] })(logEvent(at, { userName }));

describe("a star in a name that is looked for", () => {
  it("stands for anything, and for nothing", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "."), minLength: 1, maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, letters, (asked, name) => {
        const parts = `*${asked}`.split("*").map((part) => part.replaceAll(".", "\\."));
        expect(finds(`*${asked}`, name)).toBe(new RegExp(`^${parts.join(".*")}$`).test(name));
      }),
    );
  });

  it("stands for no letter that stands beside it already", () => {
    expect(finds("ab*ba", "aba")).toBe(false);
    expect(finds("ab*ba", "abba")).toBe(true);
  });

  it("is quickly told not to fit, however many there are, and whatever name somebody tried to log in with", () => {
    const stars = "*a".repeat(20).concat("*b");
    const ms = cpuTime(() => expect(finds(stars, "a".repeat(300))).toBe(false));
    expect(ms).toBeLessThan(1000);
  });
});
