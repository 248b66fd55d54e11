import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readMessage } from "../fakes/teams/reading.ts";
import { channel, incident, type LifeBench, openLife } from "./teams-life-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

const ops = "19:ops@thread.tacv2";

describe("what the bot says in Teams", () => {
  let bench: LifeBench;
  beforeEach(async () => {
    bench = await openLife({ enforceRates: true, latencyMs: 3 });
  });
  afterEach(() => bench.close());

  /** Calls that Teams turned away because they came too fast, or two at a time. */
  const turnedAway = () => bench.fake.calls.filter(({ status }) => [412, 429].includes(status));
  const waiting = async () => (await bench.store.outbox.waiting()).count;

  /** A channel that the bot is in, and has heard of. */
  async function follow(id: string): Promise<void> {
    const { world } = bench.fake;
    if (!world.conversations.has(id)) {
      world.conversations.set(id, { id, kind: "channel", installed: true, targeted: true });
    }
    // Told again, as Teams does, where the bot on a busy machine cannot say yet who tells it.
    await expect.poll(async () => (await bench.fake.change({}, id)).status).toBeLessThan(300);
    await bench.follow(id);
  }

  const posted = (id: string) =>
    bench.fake.world.operations
      .filter(({ kind, conversation }) => kind === "post" && conversation === id)
      .map(({ activity = {} }) => readMessage({ activity }));

  it("reaches 100 channels within Teams' limits, each revision once and in order", async () => {
    const ids = Array.from({ length: 100 }, (_, nth) => `19:c${nth}@thread.tacv2`);
    for (const id of ids) await follow(id);
    const phases = ["investigating", "identified", "monitoring", "resolved"] as const;
    for (const nth of [1, 2, 3, 4]) {
      await bench.show(incident("i1", ...phases.slice(0, nth)));
      await expect.poll(waiting).toBe(0);
    }
    expect(turnedAway()).toEqual([]);
    const expected = phases.map((_, nth) => `i1 says ${nth}.`);
    for (const id of ids) {
      expect(
        posted(id).map((words) => /i1 says \d\./.exec(words)?.[0]),
        id,
      ).toEqual(expected);
    }
  });

  it("is said one at a time in a channel, answers beside broadcasts, and within its limits", async () => {
    await follow(ops);
    const incidents = Array.from({ length: 12 }, (_, nth) => incident(`i${nth}`, "investigating"));
    await bench.show(...incidents);
    const lines = Array.from({ length: 12 }, (_, nth) => `line ${nth}.`);
    await Promise.all(lines.map((line) => bench.fake.say(line)));
    const said = () => bench.shownIn(ops).join("\n");
    for (const line of lines) await expect.poll(said).toContain(`said ${line}`);
    await expect.poll(waiting).toBe(0);
    expect(turnedAway()).toEqual([]);
    expect(bench.shownIn(ops)).toHaveLength(24); // Twelve cards, twelve answers.
  });

  it("waits where Teams asks for patience, and nowhere else", async () => {
    await follow(ops);
    await follow("19:dev@thread.tacv2");
    bench.fake.faults.add({ kind: "429", retryAfter: 30, conversation: ops });
    await bench.show(incident("i1", "investigating"));
    await expect.poll(() => bench.shownIn("19:dev@thread.tacv2")).toHaveLength(1);
    expect(bench.shownIn(ops)).toEqual([]);
    await bench.fake.say("status"); // An answer waits there too.
    await expect.poll(() => bench.shownIn(ops)).toHaveLength(2);
    expect(turnedAway()).toHaveLength(1);
    expect(await bench.paused(ops)).toBeUndefined();
    expect(await bench.store.subscriptions.list(channel(ops))).toHaveLength(1);
  });
});
