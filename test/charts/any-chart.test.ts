import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { createCharts } from "../../src/charts/charts.ts";
import { svgOf } from "../../src/charts/png.ts";
import type { Chart, Point } from "../../src/core/message.ts";
import { hostile } from "../contracts/chat-adapter.ts";
import { anyWords } from "../properties/words.ts";

const charts = createCharts({ limitMs: 20_000 });
afterAll(() => charts.close());

const words = fc.oneof(
  fc.constantFrom(
    hostile,
    '"/><image href="/etc/passwd"/><script>alert(1)</script>',
    "{a|b} {value} {@x}",
    "x".repeat(20_000),
    "line\nline",
    "\uD83D",
    "a\u0000b\u0007\uFFFE",
    "🔴👩‍👩‍👧",
    "Ошибки",
    "時刻",
    "__proto__",
    "a constructor of b",
    "",
  ),
  anyWords({ maxLength: 60 }),
);
const value: fc.Arbitrary<Point["value"]> = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, Number.NaN, 1e300, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324),
  fc.constant("failed" as const),
);
const chart: fc.Arbitrary<Chart> = fc.record({
  kind: fc.constant("chart" as const),
  title: words,
  shape: fc.constantFrom("line" as const, "bar" as const),
  unit: words,
  points: fc.oneof(
    fc.array(fc.record({ label: words, value }), { maxLength: 30 }),
    fc
      .tuple(fc.record({ label: words, value }), value, fc.integer({ max: 3000, min: 1 }))
      .map(([one, other, count]) =>
        Array.from({ length: count }, (_, n) => (n % 3 ? one : { ...one, value: other })),
      ),
  ),
});

describe("any chart", { timeout: 120_000 }, () => {
  it("is drawn, or refused with a reason, and never takes what draws it along", async () => {
    const seen = { drawn: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(chart, async (one) => {
        const png = await charts.draw(one).catch((error: Error) => error.message);
        if (typeof png === "string") expect(png).toMatch(/no letters|no picture|too large/);
        else expect(png.length).toBeGreaterThan(1000);
        seen[typeof png === "string" ? "refused" : "drawn"] += 1;
      }),
      { numRuns: 150 },
    );
    expect(Math.min(seen.drawn, seen.refused)).toBeGreaterThan(5);
  });

  it("shows words as letters alone: none of them becomes a part of the drawing", () => {
    fc.assert(
      fc.property(chart, (one) => {
        const svg = drawnOf(one);
        const parts = [...svg.matchAll(/<([a-zA-Z!?]+)/g)].map(([, name]) => name);
        expect(parts.filter((name) => !allowed.includes(name ?? ""))).toEqual([]);
        // What stands between the tags is text, however it reads.
        expect(svg.replace(/>[^<]*</g, "><")).not.toMatch(/href|url\((?!#)|\[object/);
      }),
      { numRuns: 150 },
    );
  });
});

/** `!`: the character data of the style. */
const allowed = ["!", "svg", "rect", "path", "text", "tspan", "g", "defs", "clipPath", "style"];

function drawnOf(one: Chart): string {
  try {
    return svgOf(one);
  } catch {
    return "";
  }
}
