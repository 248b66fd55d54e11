import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pace, Rate, Send } from "../../src/core/pace.ts";
import { unpaced } from "../../src/core/pace.ts";
import { createPacer } from "../../src/delivery/pacer.ts";

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

  it("holds what the platform counts together with what it refused, for as long as it asked, and nothing else", () => {
    const pace: Pace = { ...unpaced, edits: [{ count: 50, perMs: 60_000 }] };
    const pacer = createPacer(() => pace);
    pacer.hold(post("C1"), 5000, at(0));
    expect(pacer.wait(post("C1"), at(1000))).toBe(4000);
    expect([edit("C1"), post("C2"), edit("C2")].map((send) => pacer.wait(send, at(1000)))).toEqual([
      0, 0, 0,
    ]);
    pacer.hold(edit("C1"), 9000, at(1000));
    pacer.hold(edit("C2"), 2000, at(1000));
    expect(pacer.wait(edit("C3"), at(1000))).toBe(9000);
    expect([post("C1"), post("C3")].map((send) => pacer.wait(send, at(5000)))).toEqual([0, 0]);
    expect(pacer.wait(edit("C3"), at(10_000))).toBe(0);
  });

  it("holds a conversation whole where a platform counts nothing beyond it", () => {
    const pacer = createPacer(() => unpaced);
    pacer.hold(edit("C1"), 5000, at(0));
    expect(pacer.wait(post("C1"), at(0))).toBe(5000);
    expect(pacer.wait(post("C2"), at(0))).toBe(0);
  });
});

function mostWithin(sent: readonly number[], { perMs }: Rate): number {
  return Math.max(
    0,
    ...sent.map((from) => sent.filter((time) => time >= from && time < from + perMs).length),
  );
}
