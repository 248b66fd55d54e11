import { describe, expect, it } from "vitest";
import type { Release } from "../../src/core/store.ts";
import type { Trial } from "./store.ts";
import {
  claim,
  desk,
  minutes,
  ops,
  prime,
  reading,
  start,
  subject,
  tellAll,
  toTell,
  wish,
} from "./store-bench.ts";

/** Lanes, leases, and when there is work. */
export function describeClaims(trial: () => Trial): void {
  const told = (id: string, at = start) => reading([subject(id, ["investigating"])], at);
  const back = (generation: number | undefined, changes: Partial<Release> = {}): Release => ({
    conversation: ops,
    holder: "bot",
    generation: generation ?? -1,
    failures: 0,
    ...changes,
  });

  async function withNews() {
    const { store } = trial();
    await prime(store);
    await store.subscriptions.subscribe(wish(), start);
    await store.subjects.observe([told("i")]);
    return store;
  }

  describe("claiming", () => {
    it("gives a lane to one holder only, whoever asks at once and from wherever", async () => {
      const store = await withNews();
      const other = await trial().bench.another();
      const claims = await Promise.all(
        ["a", "b", "c", "d"].map((holder, index) => claim(index % 2 ? other : store, { holder })),
      );
      expect(claims.flat()).toHaveLength(1);
    });

    it("starts with the lane that has waited longest, and takes no more than asked for", async () => {
      const { store } = trial();
      await prime(store);
      for (const conversation of [desk, ops]) {
        await store.subscriptions.subscribe(wish({ conversation, tenant: "prod" }), start);
      }
      await store.subjects.observe([told("i")]);
      expect(await claim(store, { limit: 1 })).toMatchObject([{ conversation: desk }]);
      expect(await claim(store)).toMatchObject([{ conversation: ops, failures: 0 }]);
      expect(await claim(store)).toEqual([]);
    });

    it("leaves platforms that are off alone", async () => {
      const store = await withNews();
      expect(await claim(store, { platforms: ["teams"] })).toEqual([]);
      expect(await claim(store, { platforms: [] })).toEqual([]);
      expect((await store.outbox.waiting()).count).toBe(2);
    });

    it("gives a lane again once its lease is over, and the late holder no longer hands it back", async () => {
      const store = await withNews();
      const [lane] = await claim(store, { holder: "slow" });
      expect(await claim(store, { now: minutes(0.9) })).toEqual([]);
      expect(await claim(store, { now: minutes(1) })).toHaveLength(1);
      await store.outbox.release(back(lane?.generation, { holder: "slow", wakeAt: minutes(1) }));
      expect(await claim(store, { now: minutes(1.5) })).toEqual([]);
    });

    it("ends the claims of an earlier life at once", async () => {
      const store = await withNews();
      await claim(store);
      const revived = await trial().bench.another();
      await revived.outbox.releaseAll("somebody else");
      expect(await claim(revived)).toEqual([]);
      await revived.outbox.releaseAll("bot");
      expect(await claim(revived)).toHaveLength(1);
    });

    it("waits no longer where the clock was set back meanwhile, by a minute or by a day", async () => {
      const store = await withNews();
      const [lane] = await claim(store);
      await store.outbox.release(back(lane?.generation, { notBefore: minutes(5), failures: 1 }));
      const [after] = await claim(store, { now: minutes(-1) });
      expect(after).toMatchObject({ conversation: ops, failures: 1 });
      await store.outbox.release(back(after?.generation, { wakeAt: minutes(30) }));
      expect(await claim(store)).toEqual([]);
      expect(await claim(store, { now: minutes(-24 * 60) })).toHaveLength(1);
    });

    it.each([
      ["three minutes, while it waits for patience", { notBefore: minutes(5) }, -3],
      ["an hour, while it waits for patience", { notBefore: minutes(5) }, -60],
      ["an hour, while it is quiet", { wakeAt: minutes(30) }, -60],
      ["two days, while it is quiet", { wakeAt: minutes(30) }, -48 * 60],
    ])(
      "waits no longer in another life where the clock was set back by %s",
      async (_, wait, by) => {
        const store = await withNews();
        const [lane] = await claim(store);
        await store.outbox.release(back(lane?.generation, wait));
        const other = await trial().bench.another();
        expect(await claim(other, { now: minutes(by) })).toHaveLength(1);
      },
    );

    it("waits no longer in another life where the clock went on for long before it was set back", async () => {
      const store = await withNews();
      const [lane] = await claim(store);
      await store.outbox.release(back(lane?.generation, { wakeAt: minutes(600) }));
      expect(await claim(store, { now: minutes(300) })).toEqual([]);
      const other = await trial().bench.another();
      expect(await claim(other, { now: minutes(60) })).toHaveLength(1);
    });

    it("waits as long as it was to in another life where the clock just went on", async () => {
      const store = await withNews();
      const [lane] = await claim(store);
      await store.outbox.release(back(lane?.generation, { wakeAt: minutes(30) }));
      const other = await trial().bench.another();
      expect(await claim(other, { now: minutes(29) })).toEqual([]);
      expect(await claim(other, { now: minutes(30) })).toHaveLength(1);
    });

    it("gives a lane again that an earlier life held when the clock was set back", async () => {
      const store = await withNews();
      await claim(store, { holder: "gone" });
      const other = await trial().bench.another();
      expect(await claim(other, { now: minutes(-60) })).toHaveLength(1);
    });

    it("never finds a lane with nothing to do", async () => {
      const store = await withNews();
      await tellAll(store);
      expect(await claim(store)).toEqual([]);
      expect(await store.outbox.waiting()).toEqual({ count: 0 });
    });
  });

  describe("handing back", () => {
    it("rests until new work comes", async () => {
      const store = await withNews();
      const [lane] = await claim(store);
      await store.outbox.release(back(lane?.generation));
      expect(await claim(store)).toEqual([]);
      await store.subjects.observe([told("j", minutes(1))]);
      expect(await claim(store)).toHaveLength(1);
    });

    it("stays due where more came since it was claimed", async () => {
      const store = await withNews();
      const [lane] = await claim(store);
      await store.subjects.observe([told("j")]);
      await store.outbox.release(back(lane?.generation, { wakeAt: minutes(60) }));
      const lanes = await claim(store);
      expect(lanes).toMatchObject([{ conversation: ops }]);
      expect(lanes[0]?.generation).not.toBe(lane?.generation);
    });

    it("wakes when it was to wake, or earlier for new work", async () => {
      const store = await withNews();
      const [lane] = await claim(store);
      await store.outbox.release(back(lane?.generation, { wakeAt: minutes(60) }));
      expect(await claim(store, { now: minutes(59) })).toEqual([]);
      expect((await store.outbox.waiting()).nextDue).toEqual(minutes(60));
      const [woken] = await claim(store, { now: minutes(60) });
      await store.outbox.release(back(woken?.generation, { wakeAt: minutes(90) }));
      await store.subjects.observe([told("j", minutes(61))]);
      expect(await claim(store, { now: minutes(61) })).toHaveLength(1);
    });

    it("is as patient as the platform asked for, whatever comes", async () => {
      const store = await withNews();
      const [lane] = await claim(store);
      await store.subjects.observe([told("j")]);
      await store.outbox.release(back(lane?.generation, { notBefore: minutes(5), failures: 1 }));
      await store.subjects.observe([told("k", minutes(1))]);
      expect(await claim(store, { now: minutes(4) })).toEqual([]);
      expect((await store.outbox.waiting()).nextDue).toEqual(minutes(5));
      expect(await claim(store, { now: minutes(5) })).toMatchObject([{ failures: 1 }]);
    });

    it("comes back by itself after a wait that the platform asked for", async () => {
      const store = await withNews();
      const [lane] = await claim(store);
      await store.outbox.release(back(lane?.generation, { notBefore: minutes(5), failures: 1 }));
      expect(await claim(store, { now: minutes(5) })).toHaveLength(1);
    });

    it("tells what trouble there was, until there is none", async () => {
      const store = await withNews();
      const [lane] = await claim(store);
      await store.outbox.release(back(lane?.generation, { failures: 2, error: "No answer." }));
      expect(await store.subscriptions.conditions()).toEqual([
        { conversation: ops, failures: 2, error: "No answer." },
      ]);
      await store.subjects.observe([told("j")]);
      const [again] = await claim(store);
      await store.outbox.release(back(again?.generation));
      expect(await store.subscriptions.conditions()).toEqual([]);
    });
  });

  describe("muting", () => {
    it("holds everything back until then, and loses nothing", async () => {
      const store = await withNews();
      await store.outbox.releaseAll("bot");
      await store.subscriptions.mute(ops, minutes(30));
      expect(await claim(store, { now: minutes(29) })).toEqual([]);
      expect((await store.outbox.waiting()).nextDue).toEqual(minutes(30));
      expect(await store.subscriptions.conditions()).toEqual([
        { conversation: ops, mutedUntil: minutes(30), failures: 0 },
      ]);
      expect(await claim(store, { now: minutes(30) })).toHaveLength(1);
      expect(await toTell(store)).toMatchObject([{ untold: ["0-investigating"] }]);
    });

    it("can be ended early, and asked for where nothing was ever told", async () => {
      const { store, clock } = trial();
      await store.subscriptions.mute(ops, minutes(30));
      expect(await store.subscriptions.conditions()).toHaveLength(1);
      clock.set(minutes(30));
      expect(await store.subscriptions.conditions()).toEqual([]);
      await store.subscriptions.subscribe(wish(), start);
      await store.subjects.observe([told("i")]);
      expect(await claim(store)).toEqual([]);
      await store.subscriptions.mute(ops, undefined);
      expect(await claim(store)).toHaveLength(1);
    });
  });

  it("says how much waits, and since when", async () => {
    const store = await withNews();
    await store.subjects.observe([told("j", minutes(1))]);
    expect(await store.outbox.waiting()).toEqual({ count: 4, oldest: start, nextDue: start });
    await claim(store, { leaseMs: 120_000 });
    expect((await store.outbox.waiting()).nextDue).toEqual(minutes(2));
  });
}
