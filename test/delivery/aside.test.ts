import { describe, expect, it } from "vitest";
import { type Pace, type Send, unpaced } from "../../src/core/pace.ts";
import { createAside } from "../../src/delivery/aside.ts";
import { createPacer } from "../../src/delivery/pacer.ts";
import { fakeClock } from "../fakes/clock.ts";

const slack: Pace = {
  ...unpaced,
  conversation: [{ count: 1, perMs: 1000 }],
  posts: [{ count: 1, perMs: 1000 }],
};
const teams: Pace = { ...unpaced, conversation: [{ count: 60, perMs: 30_000 }] };
const post = (conversation: string): Send => ({ platform: "slack", conversation, kind: "post" });

function open(pace: Pace, isBusy: () => boolean = () => false) {
  const clock = fakeClock();
  const pacer = createPacer(() => pace);
  return { clock, pacer, aside: createAside({ pacer, paceOf: () => pace, isBusy, clock }) };
}

/** Moves on a second at a time, and counts the sends that were let through. */
function sendsIn(
  seconds: number,
  { clock, aside }: ReturnType<typeof open>,
  conversations = ["a"],
) {
  let sent = 0;
  for (let second = 0; second < seconds; second += 1) {
    for (const conversation of conversations) {
      while (aside.turn(post(conversation)) === 0) sent += 1;
    }
    clock.pass(1000);
  }
  return sent;
}

describe("what is posted beside deliveries", () => {
  it("takes a quarter of what a platform counts, in each conversation and in all together", () => {
    expect(sendsIn(60, open(slack), ["a", "b", "c"])).toBe(15);
    expect(sendsIn(60, open(teams))).toBe(30);
  });

  it("counts for deliveries, so that both together keep within what the platform allows", () => {
    const { clock, pacer, aside } = open(slack);
    expect(aside.turn(post("a"))).toBe(0);
    expect(pacer.wait(post("a"), clock.now())).toBe(1000);
    aside.hold(post("a"), 30_000);
    expect(pacer.wait(post("a"), clock.now())).toBe(30_000);
    expect(aside.turn(post("a"))).toBe(30_000);
  });

  it("waits while deliveries are told, but not for ever", () => {
    let busy = true;
    const house = open(slack, () => busy);
    expect(sendsIn(15, house)).toBe(0);
    expect(house.aside.turn(post("a"))).toBe(0);
    house.clock.pass(4000);
    expect(house.aside.turn(post("a"))).toBe(1000);
    busy = false;
    expect(house.aside.turn(post("a"))).toBe(0);
  });
});
