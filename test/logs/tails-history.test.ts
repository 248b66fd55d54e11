import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DeliveryError, type DeliveryOutcome } from "../../src/core/errors.ts";
import type { Done } from "../fakes/platform.ts";
import { openTailHouse, wish } from "../fakes/tails.ts";

type Happening =
  | { readonly come: number; readonly late: boolean }
  | { readonly beat: number }
  | { readonly fault: DeliveryOutcome }
  | "stopped"
  | "killed";

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ come: fc.integer({ min: 1, max: 25 }), late: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ beat: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      fault: fc.constantFrom<DeliveryOutcome>("throttled", "unavailable", "unknown"),
    }),
  },
  { weight: 1, arbitrary: fc.constant("stopped" as const) },
  { weight: 1, arbitrary: fc.constant("killed" as const) },
);

/** What people see in the end: of posts under one key, the latest. */
function seen(done: readonly Done[]): readonly Done[] {
  const posts = done.filter(({ what }) => what === "post");
  return posts.filter(({ key }, index) => posts.findLastIndex((one) => one.key === key) === index);
}

/** A tail from its beginning until after its end, through everything that happens meanwhile. */
async function live(history: readonly Happening[]) {
  const { live: begin, come, beat, platform, records, clock } = openTailHouse();
  let tails = begin();
  let sent = 0;

  async function restart(isKilled: boolean): Promise<void> {
    if (isKilled) records.stall();
    await beat(tails, 1);
    records.giveUp();
    await tails.settled();
    records.revive();
    tails = begin();
  }

  async function comeIn(count: number, late: boolean): Promise<void> {
    for (let number = 0; number < count; number += 1) {
      sent += 1;
      const at = new Date(clock.now().getTime() - (late ? 20_000 : 0));
      await come(1, { client_name: `E${sent}.` }, at);
    }
  }

  function fail(outcome: DeliveryOutcome): void {
    const faults = [new DeliveryError(outcome, "Not now.", { retryAfterMs: 3000 })];
    platform.state.meets = () => faults.pop();
  }

  await tails.begin(wish({ length: 180_000 }));
  for (const step of history) {
    if (typeof step === "string") await restart(step === "killed");
    else if ("come" in step) await comeIn(step.come, step.late);
    else if ("beat" in step) await beat(tails, step.beat);
    else fail(step.fault);
  }
  platform.state.meets = () => undefined;
  await beat(tails, 240);
  return { sent, done: platform.done, left: await records.list("") };
}

describe("a tail, whatever happens,", () => {
  it("tells each event once, or counts it, and says at its end how many there were", async () => {
    const check = async (history: readonly Happening[]) => {
      const { sent, done, left } = await live(history);
      const listed = seen(done).flatMap(({ text }) => text.match(/E\d+\./gu) ?? []);
      expect(new Set(listed).size).toBe(listed.length);
      const end = done.at(-1)?.text ?? "";
      expect(end).toContain("Its time was over");
      const events = sent === 0 ? "No event matched." : `${sent} event${sent === 1 ? "" : "s"}`;
      expect(end).toContain(` ${events}`);
      const counted = Number(/(\d+) (?:is|are) not listed/u.exec(end)?.[1] ?? 0);
      expect(listed.length + counted).toBe(sent);
      expect(left).toEqual([]);
    };
    const histories = fc.array(happening, { maxLength: 14 });
    await fc.assert(fc.asyncProperty(histories, check), {
      numRuns: Number(process.env.RUNS ?? 12),
    });
  });
});
