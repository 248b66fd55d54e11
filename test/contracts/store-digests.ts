import { describe, expect, it } from "vitest";
import { type DigestSchedule, digestSource } from "../../src/core/digest.ts";
import { text } from "../../src/core/message.ts";
import type { Subject } from "../../src/core/subject.ts";
import type { Trial } from "./store.ts";
import { claim, days, desk, minutes, ops, start, wish } from "./store-bench.ts";

const monday: DigestSchedule = {
  conversation: ops,
  weekday: 1,
  minute: 540,
  zone: "Europe/Berlin",
  nextDueAt: start,
  usual: false,
};

const following = wish({ source: digestSource, as: "card" });

/** A digest for a conversation, saying a time. */
function digestOf(week: string, conversation = ops): Subject {
  return {
    source: digestSource,
    id: `${conversation}:${week}`,
    title: `Digest of ${week}`,
    url: "",
    phase: "published",
    revisions: [{ key: week, phase: "published", text: "All is well." }],
    labels: [],
    facts: [],
    for: conversation,
    shows: { summary: "All is well.", blocks: [text(["Since ", { time: start }])] },
  };
}

const delivery = (week: string, more: { nextDueAt?: Date; at?: Date } = {}) => ({
  conversation: ops,
  week,
  subject: digestOf(week),
  nextDueAt: days(7),
  at: minutes(1),
  ...more,
});

/** Who gets the weekly digest when, and that nobody gets two of a week. */
export function describeDigests(trial: () => Trial): void {
  describe("digests", () => {
    it("keeps one schedule for each conversation, the last one set", async () => {
      const { digests } = trial().store;
      await digests.schedule(monday);
      await digests.schedule({ ...monday, conversation: desk, zone: "UTC" });
      const friday = { ...monday, weekday: 5, nextDueAt: days(4) };
      await digests.schedule(friday);
      expect(await digests.schedules()).toEqual([
        friday,
        { ...monday, conversation: desk, zone: "UTC" },
      ]);
      expect(await digests.unschedule(ops)).toBe(true);
      expect(await digests.unschedule(ops)).toBe(false);
      expect(await digests.schedules()).toHaveLength(1);
    });

    it("never puts the usual time in the place of one that somebody chose", async () => {
      const { digests } = trial().store;
      const usual = { ...monday, usual: true };
      await digests.schedule(usual);
      await digests.schedule({ ...usual, minute: 600 });
      expect(await digests.schedules()).toEqual([{ ...usual, minute: 600 }]);
      await digests.schedule({ ...monday, weekday: 5 });
      await digests.schedule(usual);
      expect(await digests.schedules()).toEqual([{ ...monday, weekday: 5 }]);
    });

    it("ends the schedule with the subscription, however that ends", async () => {
      const { digests, subscriptions } = trial().store;
      await subscriptions.subscribe(following, start);
      await subscriptions.subscribe(wish(), start);
      await subscriptions.settle([{ ...following, conversation: desk, origin: "settings" }], start);
      await digests.schedule(monday);
      await digests.schedule({ ...monday, conversation: desk });
      await subscriptions.unsubscribe(wish());
      expect(await digests.schedules()).toHaveLength(2);
      await subscriptions.unsubscribe(following);
      expect(await digests.schedules()).toEqual([{ ...monday, conversation: desk }]);
      await subscriptions.settle([], start);
      expect(await digests.schedules()).toEqual([]);
    });

    it("puts a digest into its conversation's outbox, as it is to be shown, and into no other's", async () => {
      const { store } = trial();
      await store.subscriptions.subscribe(following, start);
      await store.subscriptions.subscribe({ ...following, conversation: desk }, start);
      await store.digests.schedule(monday);
      expect(await store.digests.deliver(delivery("2026-W10"))).toBe(true);
      const lanes = await claim(store, { now: minutes(1) });
      expect(lanes.map(({ conversation }) => conversation)).toContain(ops);
      const [telling] = await store.outbox.tellings(ops);
      expect(telling?.subject).toMatchObject(digestOf("2026-W10"));
      expect(telling?.card).toBeUndefined();
      expect(await store.outbox.tellings(desk)).toEqual([]);
      expect(await store.digests.schedules()).toEqual([{ ...monday, nextDueAt: days(7) }]);
    });

    it("gives a conversation one of a week, and remembers when the next is due all the same", async () => {
      const { store } = trial();
      const { digests } = store;
      await store.subscriptions.subscribe(following, start);
      await digests.schedule(monday);
      const all = await Promise.all([1, 2, 3].map(() => digests.deliver(delivery("2026-W10"))));
      expect(all.filter(Boolean)).toHaveLength(1);
      await digests.schedule({ ...monday, nextDueAt: minutes(2) });
      expect(await digests.deliver(delivery("2026-W10", { at: minutes(3) }))).toBe(false);
      expect(await digests.schedules()).toMatchObject([{ nextDueAt: days(7) }]);
      expect(await store.outbox.waiting()).toMatchObject({ count: 1 });
      const other = { ...delivery("2026-W10"), conversation: desk };
      expect(await digests.deliver({ ...other, subject: digestOf("2026-W10", desk) })).toBe(true);
    });

    it("leaves alone a schedule that was changed while its digest was made", async () => {
      const { digests } = trial().store;
      const changed = { ...monday, weekday: 5, nextDueAt: days(4) };
      await digests.schedule(changed);
      expect(await digests.deliver(delivery("2026-W10"))).toBe(true);
      expect(await digests.schedules()).toEqual([changed]);
    });

    it("knows which weeks a conversation had, the last one told first, also after a restart", async () => {
      const { store, bench } = trial();
      await store.digests.deliver(delivery("2026-W10", { at: days(1) }));
      await store.digests.deliver(delivery("2026-W11", { at: days(8) }));
      const again = await bench.another();
      expect(await again.digests.had(ops)).toEqual([
        { week: "2026-W11", at: days(8) },
        { week: "2026-W10", at: days(1) },
      ]);
      expect(await again.digests.had(desk)).toEqual([]);
      expect(await again.digests.deliver(delivery("2026-W11"))).toBe(false);
    });
  });
}
