import { describe, expect, it } from "vitest";
import type { ConversationId } from "../../src/core/address.ts";
import type { Trial } from "./store.ts";
import {
  claim,
  days,
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
const shared: ConversationId = "slack:channel:C_1%";
const closed = { reason: "The channel is closed.", since: start, retryAt: minutes(60) };

/** Conversations whose platform gives them another id. */
export function describeMoves(trial: () => Trial): void {
  describe("a conversation with another id", () => {
    it("is followed as before: what waits is told there, and what was told is not told again", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish({ mention: ada }), start);
      await store.subjects.observe([reading([subject("i", ["investigating"])])]);
      await tellAll(store);
      await store.subjects.observe([reading([subject("i", ["investigating", "identified"])])]);
      const [before] = await store.outbox.tellings(ops);
      expect(await store.outbox.move(ops, shared, minutes(1))).toBe(true);
      expect(await store.subscriptions.list(ops)).toEqual([]);
      expect(await store.outbox.tellings(ops)).toEqual([]);
      const [after, ...more] = await store.outbox.tellings(shared);
      expect(more).toEqual([]);
      expect(after).toEqual({
        ...before,
        subscription: { ...before?.subscription, conversation: shared },
      });
      expect(after?.card?.id).toBe("card of i");
      expect((await claim(store)).map(({ conversation }) => conversation)).toEqual([shared]);
      await tellAll(store, shared);
      expect(await toTell(store, shared)).toEqual([]);
    });

    it("is moved once, however often it is said", async () => {
      const { store } = trial();
      await store.subscriptions.subscribe(wish(), start);
      expect(await store.outbox.move(ops, shared, start)).toBe(true);
      expect(await store.outbox.move(ops, shared, start)).toBe(false);
      expect(await store.outbox.move("slack:channel:CNONE", "slack:channel:CNEW", start)).toBe(
        false,
      );
      expect(await store.subscriptions.list()).toMatchObject([{ conversation: shared }]);
      expect(await store.subscriptions.conditions()).toEqual([]);
    });

    it("stays muted until the same time", async () => {
      const { store } = trial();
      await store.subscriptions.subscribe(wish(), start);
      await store.subscriptions.mute(ops, minutes(30));
      await store.outbox.move(ops, shared, start);
      expect(await store.subscriptions.conditions()).toEqual([
        { conversation: shared, mutedUntil: minutes(30), failures: 0 },
      ]);
    });

    it("stays paused, is tried at once, and its end is told to whoever was told of the pause", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      await store.subjects.observe([reading([subject("i", ["investigating"])])]);
      await store.outbox.pause(ops, closed);
      await tellAll(store, ada);
      await store.outbox.move(ops, shared, minutes(1));
      expect(await store.subscriptions.conditions()).toMatchObject([
        { conversation: shared, paused: { reason: closed.reason } },
      ]);
      const [notice] = await store.outbox.tellings(ada);
      expect(notice?.subject.facts).toContainEqual({
        label: "Conversation",
        value: shared,
        conversation: shared,
      });
      const lanes = await claim(store, { now: minutes(1) });
      expect(lanes.map(({ conversation }) => conversation)).toContain(shared);
      await store.outbox.resume(shared, minutes(2));
      const [ended] = await store.outbox.tellings(ada);
      expect(ended).toMatchObject({ subject: { phase: "resolved" }, card: notice?.card });
    });

    it("keeps its digest's time, the weeks it has had, and the digest that waits", async () => {
      const { store } = trial();
      await store.subscriptions.subscribe(wish({ source: "digest" }), start);
      const time = { weekday: 1, minute: 540, zone: "Europe/Berlin" };
      await store.digests.schedule({ conversation: ops, ...time, nextDueAt: start });
      const made = subject("d", ["published"], { source: "digest", for: ops });
      const due = { week: "2026-W10", nextDueAt: days(7), at: start };
      await store.digests.deliver({ conversation: ops, subject: made, ...due });
      await store.outbox.move(ops, shared, start);
      expect(await store.digests.schedules()).toMatchObject([
        { conversation: shared, ...time, nextDueAt: days(7) },
      ]);
      expect(await store.digests.had(ops)).toEqual([]);
      expect(await store.digests.had(shared)).toEqual([{ week: "2026-W10", at: start }]);
      expect(await store.outbox.tellings(shared)).toMatchObject([
        { subject: { id: "d", for: shared } },
      ]);
    });

    it("keeps what is there already under the new id, and gains what is not", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish({ as: "all" }), start);
      await store.subscriptions.subscribe(wish({ source: "changelog" }), start);
      await store.subscriptions.subscribe(wish({ conversation: shared, as: "card" }), start);
      const time = { weekday: 1, minute: 540, zone: "UTC", nextDueAt: start };
      await store.digests.schedule({ conversation: ops, ...time });
      await store.digests.schedule({ conversation: shared, ...time, minute: 60 });
      await store.subjects.observe([reading([subject("i", ["investigating"])])]);
      await tellAll(store, ops);
      await store.outbox.told({
        conversation: shared,
        source: "status",
        subject: "i",
        card: { id: "its own card", shown: "x" },
        revisions: ["0-investigating"],
      });
      await store.outbox.pause(ops, closed);
      await store.outbox.move(ops, shared, minutes(1));
      const held = await store.subscriptions.list();
      expect(held.map(({ conversation, source, as }) => [conversation, source, as])).toEqual([
        [shared, "changelog", "thread"],
        [shared, "status", "card"],
      ]);
      expect(await store.digests.schedules()).toMatchObject([{ conversation: shared, minute: 60 }]);
      expect(await store.subscriptions.conditions()).toEqual([]);
      await store.subjects.observe([reading([subject("i", ["investigating", "resolved"])])]);
      expect(await store.outbox.tellings(shared)).toMatchObject([{ card: { id: "its own card" } }]);
    });

    it("is not told twice what was being told there meanwhile, and is not paused for its old id", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      await store.subjects.observe([reading([subject("i", ["investigating"])])]);
      const [lane] = await claim(store);
      await store.outbox.tellings(ops);
      await store.outbox.move(ops, shared, start);
      await store.outbox.told({
        conversation: ops,
        source: "status",
        subject: "i",
        card: { id: "posted meanwhile", shown: "x" },
        revisions: ["0-investigating"],
      });
      await store.outbox.pause(ops, closed);
      if (lane) await store.outbox.release({ ...lane, holder: "bot" });
      expect(await store.subscriptions.conditions()).toEqual([]);
      await store.subjects.observe([reading([subject("i", ["investigating", "resolved"])])]);
      expect((await claim(store)).map(({ conversation }) => conversation)).toEqual([shared]);
      expect(await store.outbox.tellings(shared)).toMatchObject([
        { card: { id: "posted meanwhile" }, untold: [{ phase: "resolved" }] },
      ]);
    });
  });
}
