import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pace, Rate } from "../../src/core/pace.ts";
import { unpaced } from "../../src/core/pace.ts";
import { createPacer, type Send } from "../../src/delivery/pacer.ts";

const at = (ms: number) => new Date(1_800_000_000_000 + ms);
const post = (conversation: string): Send => ({ platform: "slack", conversation, kind: "post" });
const edit = (conversation: string): Send => ({ platform: "slack", conversation, kind: "edit" });

describe("the pacer", () => {
  it("never lets more through than a platform counts, whatever is asked for when", () => {
    const rates = fc.array(
      fc.record({
        count: fc.integer({ min: 1, max: 4 }),
        perMs: fc.integer({ min: 1, max: 3000 }),
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(
        rates,
        fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 60 }),
        (conversation, pauses) => {
          const pacer = createPacer(() => ({ ...unpaced, conversation }));
          const sent: number[] = [];
          let now = 0;
          for (const pause of pauses) {
            now += pause;
            now += pacer.wait(post("C1"), at(now));
            pacer.take(post("C1"), at(now));
            sent.push(now);
          }
          for (const rate of conversation)
            expect(mostWithin(sent, rate)).toBeLessThanOrEqual(rate.count);
        },
      ),
    );
  });

  it("counts each conversation for itself, and posts and edits apart", () => {
    const pace: Pace = {
      ...unpaced,
      conversation: [{ count: 1, perMs: 1000 }],
      edits: [{ count: 1, perMs: 1200 }],
    };
    const pacer = createPacer(() => pace);
    pacer.take(post("C1"), at(0));
    expect(pacer.wait(post("C1"), at(400))).toBe(600);
    expect(pacer.wait(post("C2"), at(400))).toBe(0);
    pacer.take(edit("C2"), at(400));
    expect(pacer.wait(edit("C3"), at(1000))).toBe(600);
    expect(pacer.wait(post("C3"), at(1000))).toBe(0);
  });
});

function mostWithin(sent: readonly number[], { perMs }: Rate): number {
  return Math.max(
    0,
    ...sent.map((from) => sent.filter((time) => time >= from && time < from + perMs).length),
  );
}
