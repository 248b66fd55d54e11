import { describe, expect, it } from "vitest";
import type { Wish } from "../../src/core/subscription.ts";
import type { Trial } from "./store.ts";
import {
  claim,
  days,
  desk,
  minutes,
  ops,
  prime,
  reading,
  staging,
  start,
  subject,
  tellAll,
  toTell,
  wish,
} from "./store-bench.ts";

/** Who follows what. */
export function describeSubscriptions(trial: () => Trial): void {
  describe("subscriptions", () => {
    it("gives back all that was asked for", async () => {
      const { store } = trial();
      const whole = wish({
        feed: "https://feeds.example/a",
        source: "rss",
        tenant: "prod",
        only: "breaking",
        quiet: { from: 1320, to: 420, zone: "Europe/Berlin" },
        mention: "slack:group:S1",
      });
      const made = await store.subscriptions.subscribe(whole, start);
      expect(made).toEqual({ ...whole, id: expect.any(String), createdAt: start });
      expect(await store.subscriptions.list()).toEqual([made]);
      expect(await store.subscriptions.list(desk)).toEqual([]);
    });

    it("has one per conversation, source and feed, which a second wish changes", async () => {
      const { store } = trial();
      const { id } = await store.subscriptions.subscribe(wish(), start);
      const { by: _, ...nobody } = wish({ as: "all" });
      await store.subscriptions.subscribe(nobody, minutes(1));
      expect(await store.subscriptions.list(ops)).toEqual([{ ...nobody, id, createdAt: start }]);
    });

    it("posts a card for what is open now, and leaves what is over alone", async () => {
      const { store } = trial();
      await prime(store);
      const seen = [subject("over", ["resolved"]), subject("now", ["investigating", "identified"])];
      await store.subjects.observe([reading(seen)]);
      await store.subscriptions.subscribe(wish(), start);
      expect(await toTell(store)).toEqual([{ id: "now", untold: [], card: "none yet" }]);
      expect(await claim(store)).toMatchObject([{ conversation: ops }]);
    });

    it("posts the cards of what a wider wish adds", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish({ tenant: "staging" }), start);
      await store.subjects.observe([
        reading([subject("p", ["investigating"])]),
        reading([subject("s", ["investigating"])], start, staging),
      ]);
      await tellAll(store);
      await store.subscriptions.subscribe(wish(), minutes(1));
      expect(await toTell(store)).toEqual([
        { id: "p", untold: [], card: "none yet" },
        { id: "s", untold: [], card: "card of s" },
      ]);
    });

    it("forgets what waited for a narrower wish", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      await store.subjects.observe([reading([subject("p", ["investigating"])])]);
      await store.subscriptions.subscribe(wish({ tenant: "staging" }), minutes(1));
      expect((await store.outbox.waiting()).count).toBe(0);
    });

    it("looks at the open cards again when they are to look different", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      const seen = [subject("over", ["resolved"]), subject("now", ["investigating"])];
      await store.subjects.observe([reading(seen)]);
      await tellAll(store);
      await store.subscriptions.subscribe(wish(), minutes(1));
      expect(await toTell(store)).toEqual([]);
      await store.subscriptions.subscribe(wish({ as: "card" }), minutes(1));
      expect(await toTell(store)).toEqual([{ id: "now", untold: [], card: "card of now" }]);
    });

    it("takes what waits along when it ends, but for what another subscription wants", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      await store.subscriptions.subscribe(wish({ source: "changelog" }), start);
      const entry = subject("c", ["published"], { source: "changelog" });
      await store.subjects.observe([reading([subject("i", ["investigating"]), entry])]);
      expect(await store.subscriptions.unsubscribe(wish())).toBe(true);
      expect(await store.subscriptions.unsubscribe(wish())).toBe(false);
      expect((await toTell(store)).map(({ id }) => id)).toEqual(["c"]);
      expect((await store.outbox.waiting()).count).toBe(2);
    });

    it("shows a conversation that subscribes again the card it has, not a second one", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      await store.subjects.observe([reading([subject("i", ["investigating"])])]);
      await tellAll(store);
      await store.subscriptions.unsubscribe(wish());
      await store.subjects.observe([reading([subject("i", ["investigating", "identified"])])]);
      expect(await toTell(store)).toEqual([]);
      await store.subscriptions.subscribe(wish(), minutes(5));
      expect(await toTell(store)).toEqual([{ id: "i", untold: [], card: "card of i" }]);
      expect((await store.outbox.waiting()).count).toBe(0);
    });
  });

  describe("subscriptions from settings", () => {
    const settled = (changes: Partial<Wish> = {}): Wish => {
      const { by: _, ...rest } = wish({ origin: "settings", ...changes });
      return rest;
    };

    it("are made exactly these, and those made in chat are left alone", async () => {
      const { store } = trial();
      const chat = await store.subscriptions.subscribe(wish({ source: "changelog" }), start);
      const gone = settled({ conversation: desk });
      await store.subscriptions.settle([settled(), gone], start);
      const [kept] = (await store.subscriptions.list(ops)).filter(({ id }) => id !== chat.id);
      await store.subscriptions.settle([settled()], days(1));
      expect(await store.subscriptions.list()).toEqual([chat, kept]);
      expect(kept?.createdAt).toEqual(start);
    });

    it("leave nothing behind in the outbox", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.settle([settled()], start);
      await store.subjects.observe([reading([subject("i", ["investigating"])])]);
      await store.subscriptions.settle([], minutes(1));
      expect((await store.outbox.waiting()).count).toBe(0);
    });

    it("disturb nothing when they are as they were", async () => {
      const { store } = trial();
      await prime(store);
      await store.subjects.observe([reading([subject("i", ["investigating"])])]);
      await store.subscriptions.settle([settled()], start);
      await tellAll(store);
      await store.subscriptions.settle([settled()], minutes(1));
      expect(await toTell(store)).toEqual([]);
      await store.subscriptions.settle([settled({ mention: "slack:group:S1" })], minutes(2));
      expect(await toTell(store)).toMatchObject([{ id: "i", untold: [] }]);
    });

    it("win over one made in chat for the same source", async () => {
      const { store } = trial();
      const { id } = await store.subscriptions.subscribe(wish({ as: "all" }), start);
      await store.subscriptions.settle([settled()], minutes(1));
      expect(await store.subscriptions.list()).toEqual([{ ...settled(), id, createdAt: start }]);
    });
  });
}
