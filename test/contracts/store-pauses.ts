import { describe, expect, it } from "vitest";
import type { ConversationId } from "../../src/core/address.ts";
import type { Store } from "../../src/core/store.ts";
import type { Trial } from "./store.ts";
import {
  claim,
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

const ada: ConversationId = "slack:user:U1";
const archived = { reason: "The channel is archived.", since: start, retryAt: minutes(60) };

/** Conversations that do not take messages. */
export function describePauses(trial: () => Trial): void {
  async function paused() {
    const { store } = trial();
    await prime(store);
    await store.subscriptions.subscribe(wish(), start);
    await store.subscriptions.subscribe(wish({ source: "changelog" }), start);
    await store.subjects.observe([reading([subject("i", ["investigating"])])]);
    await store.outbox.pause(ops, archived);
    return store;
  }

  describe("a paused conversation", () => {
    it("keeps what waits, shows its reason, and is tried again when it is time", async () => {
      const store = await paused();
      expect((await claim(store)).map(({ conversation }) => conversation)).toEqual([ada]);
      expect(await store.subscriptions.conditions()).toEqual([
        { conversation: ops, paused: { reason: archived.reason, since: start }, failures: 0 },
      ]);
      expect(await toTell(store)).toMatchObject([{ id: "i", untold: ["0-investigating"] }]);
      expect(await store.outbox.waiting()).toMatchObject({ count: 1 });
      const lanes = await claim(store, { now: minutes(60) });
      expect(lanes.find(({ conversation }) => conversation === ops)?.paused).toEqual({
        reason: archived.reason,
        since: start,
      });
    });

    it("is tried again where the clock was set back, also in another life", async () => {
      const store = await paused();
      const other = await trial().bench.another();
      const places = async (one: Store, at: number) =>
        (await claim(one, { now: minutes(at) })).map(({ conversation }) => conversation);
      expect(await places(store, 0)).not.toContain(ops);
      expect(await places(other, -5)).toContain(ops);
    });

    it("goes on at once when it is resumed, although it was handed back until the next try", async () => {
      const store = await paused();
      await store.outbox.resume(ops, minutes(1));
      const [lane] = (await claim(store)).filter(({ conversation }) => conversation === ops);
      await store.outbox.pause(ops, { ...archived, since: minutes(2) });
      await store.outbox.release({
        conversation: ops,
        holder: "bot",
        generation: lane?.generation ?? -1,
        notBefore: minutes(62),
        failures: 1,
        error: "Archived.",
      });
      expect(await store.outbox.resume(ops, minutes(3))).toBe(true);
      expect(await store.outbox.resume(ops, minutes(3))).toBe(false);
      expect(await store.subscriptions.conditions()).toEqual([]);
      const lanes = await claim(store, { now: minutes(3) });
      expect(lanes.map(({ conversation }) => conversation)).toContain(ops);
    });

    it.each([
      ["was open so far", false],
      ["was paused already", true],
    ])(
      "is not paused by a failure of before it was opened again, where it %s",
      async (_, before) => {
        const store = await paused();
        if (!before) await store.outbox.resume(ops, start);
        const lanes = await claim(store, { now: minutes(60) });
        const { generation = -1 } = lanes.find(({ conversation }) => conversation === ops) ?? {};
        expect(await store.outbox.resume(ops, minutes(60))).toBe(before);
        await store.outbox.pause(ops, { ...archived, retryAt: minutes(120), generation });
        await store.outbox.release({
          conversation: ops,
          holder: "bot",
          generation,
          wakeAt: minutes(60),
          failures: 1,
          error: archived.reason,
        });
        const [again] = (await claim(store, { now: minutes(60) })).filter(
          ({ conversation }) => conversation === ops,
        );
        expect(again).toMatchObject({ failures: 1 });
        expect(again).not.toHaveProperty("paused");
        await store.outbox.pause(ops, { ...archived, generation: again?.generation ?? -1 });
        const [{ paused: shown } = {}] = await store.subscriptions.conditions();
        expect(shown?.reason).toBe(archived.reason);
      },
    );

    it("tells whoever subscribed it, once, in a direct message that needs no subscription", async () => {
      const store = await paused();
      const [telling, ...others] = await store.outbox.tellings(ada);
      expect(others).toEqual([]);
      expect(telling).toMatchObject({
        subject: { source: "watchpost", phase: "investigating" },
        subscription: { conversation: ada, as: "thread" },
        untold: [{ text: expect.stringContaining(archived.reason) }],
      });
    });

    it("tells nobody again when the next try fails as well", async () => {
      const store = await paused();
      await tellAll(store, ada);
      const since = minutes(60);
      await store.outbox.pause(ops, { reason: "Still archived.", since, retryAt: minutes(120) });
      expect(await toTell(store, ada)).toEqual([]);
      expect(await store.subscriptions.conditions()).toMatchObject([
        { paused: { reason: "Still archived.", since: start } },
      ]);
      const lanes = await claim(store, { now: minutes(119) });
      expect(lanes.map(({ conversation }) => conversation)).not.toContain(ops);
    });

    it("tells the same people when it ends, on the same card, and of the next pause too", async () => {
      const store = await paused();
      await tellAll(store, ada);
      await store.outbox.resume(ops, minutes(5));
      const [ended] = await store.outbox.tellings(ada);
      expect(ended).toMatchObject({
        subject: { phase: "resolved" },
        untold: [{ phase: "resolved" }],
      });
      expect(ended?.card).toBeDefined();
      await tellAll(store, ada);
      await store.outbox.pause(ops, { ...archived, since: minutes(9) });
      const [again] = await store.outbox.tellings(ada);
      expect(again?.untold).toMatchObject([{ phase: "investigating" }]);
      expect(again?.card?.id).toBe(ended?.card?.id);
    });

    it("tells nobody in the conversation that is paused itself, or of a subscription from settings", async () => {
      const { store } = trial();
      const { by: _, ...settled } = wish({ origin: "settings" });
      await store.subscriptions.settle([settled], start);
      await store.subscriptions.subscribe(wish({ conversation: ada }), start);
      await store.outbox.pause(ops, archived);
      await store.outbox.pause(ada, archived);
      expect(await store.outbox.tellings(ada)).toEqual([]);
      expect(await store.outbox.resume(ada, minutes(1))).toBe(true);
    });

    it("counts what it holds back as nothing that waits", async () => {
      const store = await paused();
      await tellAll(store, ada);
      expect(await store.outbox.waiting()).toEqual({ count: 0, nextDue: minutes(60) });
    });
  });
}
