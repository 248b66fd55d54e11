import { describe, expect, it } from "vitest";
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

const incident = { conversation: ops, source: "status", subject: "i" };

/** What is to be told in a conversation, and what was. */
export function describeTellings(trial: () => Trial): void {
  /** A conversation that follows the status, and an incident with these phases. */
  async function following(...phases: Parameters<typeof subject>[1][number][]) {
    const { store } = trial();
    await prime(store);
    await store.subscriptions.subscribe(wish(), start);
    const observe = (said: typeof phases, at = start, changes = {}) =>
      store.subjects.observe([reading([subject("i", said, changes)], at)]);
    await observe(phases);
    return { store, observe };
  }

  describe("tellings", () => {
    it("come in the order of what waits longest, those with only a card to refresh last", async () => {
      const { store } = await following("investigating");
      await tellAll(store);
      await store.subjects.observe([reading([subject("a", ["investigating"])], minutes(1))]);
      await store.subjects.observe([reading([subject("b", ["investigating"])], minutes(2))]);
      const renamed = subject("i", ["investigating"], { title: "Another title" });
      const grown = subject("a", ["investigating", "resolved"]);
      await store.subjects.observe([reading([renamed, grown], minutes(3))]);
      const tellings = await store.outbox.tellings(ops);
      expect(tellings.map((one) => one.subject.id)).toEqual(["a", "b", "i"]);
      expect(tellings.map(({ order }) => order)).toEqual(
        tellings.map(({ order }) => order).toSorted((one, other) => one - other),
      );
    });

    it("list revisions in the order they were said, however they came to wait", async () => {
      const { store, observe } = await following("investigating");
      await observe(["investigating", "identified", "resolved"], minutes(1));
      expect(await toTell(store)).toMatchObject([
        { untold: ["0-investigating", "1-identified", "2-resolved"] },
      ]);
    });

    it("name one subject once where two subscriptions want it, for the older of them", async () => {
      const { store } = trial();
      const feeds = ["https://feeds.example/a", "https://feeds.example/b"];
      const [older] = await Promise.all(
        feeds.map((feed) => store.subscriptions.subscribe(wish({ source: "rss", feed }), start)),
      );
      const own = { key: "watchpost", source: "watchpost", title: "Watchpost" };
      const alert = subject("stale", ["investigating"], { source: "watchpost", about: "rss" });
      await store.subjects.observe([reading([alert], start, own)]);
      expect(await store.outbox.tellings(ops)).toEqual([
        expect.objectContaining({ subscription: older }),
      ]);
    });

    it("drop what nobody there wants any more", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish({ only: "major" }), start);
      await store.subjects.observe([
        reading([subject("i", ["investigating"], { labels: ["major"] })]),
      ]);
      await store.subjects.observe([reading([subject("i", ["investigating"])], minutes(1))]);
      expect(await toTell(store)).toEqual([]);
      expect((await store.outbox.waiting()).count).toBe(0);
    });
  });

  describe("told", () => {
    it("takes away what was told, and only that", async () => {
      const { store } = await following("investigating", "identified");
      const card = { id: "m1", shown: "x" };
      await toTell(store);
      await store.outbox.told({ ...incident, card, revisions: ["0-investigating"] });
      expect(await toTell(store)).toEqual([{ id: "i", untold: ["1-identified"], card: "m1" }]);
      expect((await store.outbox.tellings(ops))[0]?.card).toEqual(card);
      await store.outbox.told({ ...incident, revisions: ["1-identified"] });
      expect(await toTell(store)).toEqual([]);
    });

    it("still wants a card where only words were told", async () => {
      const { store } = await following("investigating");
      await store.outbox.told({ ...incident, revisions: ["0-investigating"] });
      expect(await toTell(store)).toEqual([{ id: "i", untold: [], card: "none yet" }]);
    });

    it("refreshes a card that was posted while its subject changed", async () => {
      const { store, observe } = await following("investigating");
      const [lane] = await claim(store);
      await store.outbox.tellings(ops);
      await observe(["investigating"], minutes(1), { title: "It is worse" });
      await store.outbox.told({
        ...incident,
        card: { id: "m1", shown: "as it was" },
        revisions: ["0-investigating"],
      });
      expect(await toTell(store)).toEqual([{ id: "i", untold: [], card: "m1" }]);
      const handed = { conversation: ops, holder: "bot", failures: 0 };
      await store.outbox.release({ ...handed, generation: lane?.generation ?? -1 });
      expect(await claim(store)).toHaveLength(1);
    });

    it("refreshes a card that was edited while its subject changed", async () => {
      const { store, observe } = await following("investigating");
      await tellAll(store);
      await observe(["investigating"], minutes(1), { title: "Worse" });
      await store.outbox.tellings(ops);
      await observe(["investigating"], minutes(2), { title: "Worse still" });
      await store.outbox.told({ ...incident, card: { id: "m1", shown: "Worse" }, revisions: [] });
      expect(await toTell(store)).toEqual([{ id: "i", untold: [], card: "m1" }]);
      await tellAll(store);
      expect(await toTell(store)).toEqual([]);
    });

    it("refreshes a card that was posted while the wish changed", async () => {
      const { store } = await following("investigating");
      await store.outbox.tellings(ops);
      await store.subscriptions.subscribe(wish({ as: "card" }), minutes(1));
      await store.outbox.told({
        ...incident,
        card: { id: "m1", shown: "as thread" },
        revisions: ["0-investigating"],
      });
      expect(await toTell(store)).toEqual([{ id: "i", untold: [], card: "m1" }]);
    });

    it("leaves a card alone when something else changed meanwhile", async () => {
      const { store } = await following("investigating");
      await store.outbox.tellings(ops);
      await store.subjects.observe([reading([subject("other", ["investigating"])], minutes(1))]);
      await store.outbox.told({
        ...incident,
        card: { id: "m1", shown: "x" },
        revisions: ["0-investigating"],
      });
      expect((await toTell(store)).map(({ id }) => id)).toEqual(["other"]);
    });

    it("keeps a card for the analysis that follows weeks later", async () => {
      const { store, observe } = await following("investigating", "resolved");
      await tellAll(store);
      await observe(["investigating", "resolved", "postmortem"], days(21));
      expect(await toTell(store)).toEqual([
        { id: "i", untold: ["2-postmortem"], card: "card of i" },
      ]);
    });
  });

  describe("a card that is gone", () => {
    it("is posted anew while its subject is open", async () => {
      const { store } = await following("investigating");
      await tellAll(store);
      await store.outbox.cardGone(incident);
      expect(await toTell(store)).toEqual([{ id: "i", untold: [], card: "none yet" }]);
      expect(await claim(store)).toHaveLength(1);
    });

    it("is posted anew for what is still to be told, and else left in peace", async () => {
      const { store, observe } = await following("investigating", "resolved");
      await tellAll(store);
      await observe(["investigating", "resolved"], minutes(1), { title: "Renamed" });
      await store.outbox.cardGone(incident);
      expect(await toTell(store)).toEqual([]);
      await observe(["investigating", "resolved", "postmortem"], days(21));
      expect(await toTell(store)).toEqual([{ id: "i", untold: ["2-postmortem"], card: "none" }]);
    });
  });
}
