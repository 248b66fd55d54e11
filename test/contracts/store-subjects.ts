import { describe, expect, it } from "vitest";
import type { Trial } from "./store.ts";
import {
  changelog,
  days,
  desk,
  minutes,
  ops,
  prime,
  prod,
  reading,
  staging,
  start,
  subject,
  tellAll,
  toTell,
  wish,
} from "./store-bench.ts";

/** What reading sources brings. */
export function describeSubjects(trial: () => Trial): void {
  describe("subjects", () => {
    it("remembers a first read, and tells only what is open of it, as a card", async () => {
      const { store } = trial();
      await store.subscriptions.subscribe(wish(), start);
      const past = subject("old", ["investigating", "resolved"]);
      await store.subjects.observe([reading([past, subject("now", ["investigating"])])]);
      expect(await toTell(store)).toEqual([{ id: "now", untold: [], card: "none yet" }]);
      expect(await store.subjects.count({ source: "status" })).toBe(2);
    });

    it("puts what is new into the outbox of everyone who follows the source, once", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      await store.subscriptions.subscribe(wish({ conversation: desk }), start);
      await store.subscriptions.subscribe(wish({ source: "changelog" }), start);
      const seen = reading([subject("i1", ["investigating", "resolved"])]);
      await store.subjects.observe([seen]);
      await store.subjects.observe([seen]);
      const news = [{ id: "i1", untold: ["0-investigating", "1-resolved"], card: "none" }];
      expect(await toTell(store)).toEqual(news);
      expect(await toTell(store, desk)).toEqual(news);
      expect((await store.outbox.waiting()).count).toBe(6);
    });

    it("makes one round of news of an incident that two tenants show in one read", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      await store.subscriptions.subscribe(wish({ conversation: desk, tenant: "staging" }), start);
      const seen = [subject("i1", ["investigating", "resolved"])];
      await store.subjects.observe([reading(seen), reading(seen, start, staging)]);
      const news = [{ id: "i1", untold: ["0-investigating", "1-resolved"], card: "none" }];
      expect(await toTell(store)).toEqual(news);
      expect(await toTell(store, desk)).toEqual(news);
      expect(await store.subjects.find({})).toMatchObject([{ tenants: ["prod", "staging"] }]);
    });

    it("takes for news what one tenant has newly shown, though another is read for the first time", async () => {
      const { store } = trial();
      await store.subjects.observe([reading([], minutes(-5))]);
      await store.subscriptions.subscribe(wish(), start);
      const seen = [subject("i1", ["investigating", "resolved"])];
      await store.subjects.observe([reading(seen, start, staging), reading(seen)]);
      expect(await toTell(store)).toMatchObject([{ untold: ["0-investigating", "1-resolved"] }]);
    });

    it("gives an open incident's card to whoever follows a second tenant that it hits later", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      await store.subscriptions.subscribe(wish({ conversation: desk, tenant: "staging" }), start);
      await store.subjects.observe([reading([subject("i1", ["investigating"])])]);
      await tellAll(store);
      expect(await toTell(store, desk)).toEqual([]);
      await store.subjects.observe([
        reading([subject("i1", ["investigating"])], minutes(1), staging),
      ]);
      expect(await toTell(store, desk)).toEqual([{ id: "i1", untold: [], card: "none yet" }]);
      expect(await toTell(store)).toEqual([{ id: "i1", untold: [], card: "card of i1" }]);
    });

    it("tells several entries of one read oldest first, dated or not", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish({ source: "changelog" }), start);
      const entry = (id: string, at?: Date) =>
        subject(id, [at ? ["published", at] : "published"], { source: "changelog" });
      const entries = [entry("c"), entry("b"), entry("day 2", days(-1)), entry("day 1", days(-2))];
      await store.subjects.observe([reading(entries, start, changelog)]);
      expect((await toTell(store)).map(({ id }) => id)).toEqual(["day 1", "day 2", "b", "c"]);
    });

    it("begins planned work at its hour although its feed stays unchanged", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      const planned = subject("m1", ["scheduled"], { startsAt: minutes(10) });
      await store.subjects.observe([reading([planned])]);
      await tellAll(store);
      await store.subjects.observe([reading(undefined, minutes(9))]);
      expect(await toTell(store)).toEqual([]);
      await store.subjects.observe([reading(undefined, minutes(10))]);
      expect(await toTell(store)).toMatchObject([{ id: "m1", untold: [expect.any(String)] }]);
      await tellAll(store);
      await store.subjects.observe([reading([planned], minutes(11))]);
      expect(await toTell(store)).toEqual([]);
      expect(await store.subjects.find({})).toMatchObject([{ phase: "in progress" }]);
    });

    it("tells a new subscription nothing of the time in which nobody read its feed", async () => {
      const { store } = trial();
      await prime(store, days(-90));
      await store.subscriptions.subscribe(wish({ conversation: desk }), days(-90));
      await store.subscriptions.subscribe(wish(), start);
      const seen = [subject("missed", [["resolved", days(-40)]]), subject("now", ["identified"])];
      await store.subjects.observe([reading(seen)]);
      expect((await toTell(store)).map(({ id }) => id)).toEqual(["now"]);
      expect((await toTell(store, desk)).map(({ id }) => id)).toEqual(["missed", "now"]);
    });

    it("tells nothing when a feed dates or orders its entries anew", async () => {
      const { store } = trial();
      await store.subscriptions.subscribe(wish(), start);
      const at = (when: Date) => [
        subject("a", [["resolved", when]]),
        subject("b", [["postmortem", when]]),
      ];
      await store.subjects.observe([reading(at(days(-3)))]);
      await store.subjects.observe([reading(at(minutes(1)).reverse(), minutes(1))]);
      expect(await toTell(store)).toEqual([]);
    });

    it("reaches whoever follows the source that an alert is about", async () => {
      const { store } = trial();
      await store.subscriptions.subscribe(wish({ tenant: "prod" }), start);
      await store.subscriptions.subscribe(wish({ conversation: desk, source: "changelog" }), start);
      const own = { key: "watchpost", source: "watchpost", title: "Watchpost" };
      const alert = subject("stale", ["investigating"], { source: "watchpost", about: "status" });
      await store.subjects.observe([reading([alert], start, own)]);
      expect(await toTell(store)).toMatchObject([{ id: "stale" }]);
      expect(await toTell(store, desk)).toEqual([]);
    });

    it("remembers nothing of a read that cannot be remembered whole", async () => {
      const { store } = trial();
      await prime(store);
      await store.subscriptions.subscribe(wish(), start);
      const spoilt = { ...subject("bad", ["resolved"]), id: undefined as unknown as string };
      const seen = [subject("good", ["investigating"]), spoilt];
      await expect(store.subjects.observe([reading(seen, minutes(1))])).rejects.toThrow();
      expect(await store.subjects.find({})).toEqual([]);
      expect(await toTell(store)).toEqual([]);
      expect((await store.subjects.targets())[1]?.lastReadAt).toEqual(minutes(-5));
    });
  });

  describe("a long write under way", () => {
    const many = Array.from({ length: 350 }, (_, index) => subject(`s${index}`, ["investigating"]));

    it("is seen whole or not at all", async () => {
      const { store } = trial();
      await prime(store);
      const writing = store.subjects.observe([reading(many)]);
      const counts = await Promise.all([
        store.subjects.count({ source: "status" }),
        store.subjects.find({}).then((found) => found.length),
      ]);
      await writing;
      expect(counts.every((count) => count === 0 || count === 350)).toBe(true);
      expect(await store.subjects.count({ source: "status" })).toBe(350);
    });

    it("takes nothing along that others write meanwhile when it fails", async () => {
      const { store } = trial();
      await prime(store);
      const bad = { ...subject("bad", ["resolved"]), id: undefined as unknown as string };
      const writing = store.subjects.observe([reading([...many, bad])]);
      await Promise.all([
        expect(writing).rejects.toThrow(),
        store.records("slack").set("meanwhile", true),
        store.subscriptions.subscribe(wish(), start),
      ]);
      expect(await store.subjects.count({ source: "status" })).toBe(0);
      expect(await store.records("slack").get("meanwhile")).toBe(true);
      expect(await store.subscriptions.list()).toHaveLength(1);
    });
  });

  describe("targets", () => {
    it("says when each was read, tried, and what to ask it with", async () => {
      const { store } = trial();
      const validators = { "https://status.example/feed": { etag: '"1"' } };
      const entry = subject("a", [["resolved", days(-3)]]);
      await store.subjects.observe([{ ...reading([entry]), validators, skewMs: 1500 }]);
      await store.subjects.observe([reading(undefined, minutes(1))]);
      await store.subjects.failed(prod, { at: minutes(2), error: "No answer." });
      await store.subjects.failed(prod, { at: minutes(3), error: "Still none." });
      expect(await store.subjects.targets()).toEqual([
        {
          ...prod,
          firstReadAt: start,
          lastReadAt: minutes(1),
          lastTriedAt: minutes(3),
          failures: 2,
          error: "Still none.",
          oldestAt: days(-3),
          skewMs: 1500,
          validators,
        },
      ]);
      await store.subjects.observe([reading(undefined, minutes(4))]);
      expect(await store.subjects.targets()).toMatchObject([
        { failures: 0, lastReadAt: minutes(4) },
      ]);
      expect((await store.subjects.targets())[0]).not.toHaveProperty("error");
    });

    it("counts the failures of one that was never read, and still takes its first read for one", async () => {
      const { store } = trial();
      await store.subscriptions.subscribe(wish(), start);
      await store.subjects.failed(prod, { at: start, error: "No answer." });
      expect(await store.subjects.targets()).toMatchObject([{ failures: 1, validators: {} }]);
      expect((await store.subjects.targets())[0]).not.toHaveProperty("lastReadAt");
      await store.subjects.observe([reading([subject("old", ["resolved"])], minutes(1))]);
      expect(await toTell(store)).toEqual([]);
    });
  });

  describe("finding", () => {
    it("finds by words, source, tenant, state and time, newest change first", async () => {
      const { store } = trial();
      const entries = [
        subject("a", [["published", days(-2)]], {
          source: "changelog",
          title: "Ünïcode 100% LOGIN",
        }),
        subject("b", [["published", days(-1)]], { source: "changelog", labels: ["breaking"] }),
      ];
      await store.subjects.observe([
        reading([subject("i", ["investigating"])], start),
        reading(entries, start, changelog),
      ]);
      const ids = async (query: Parameters<typeof store.subjects.find>[0]) =>
        (await store.subjects.find(query)).map(({ id }) => id);
      expect(await ids({})).toEqual(["i", "b", "a"]);
      expect(await ids({ words: ["login", "ÜNÏ"] })).toEqual(["a"]);
      expect(await ids({ words: ["login", "absent"] })).toEqual([]);
      expect(await ids({ words: ["0%"] })).toEqual(["a"]);
      expect(await ids({ words: ["1_0"] })).toEqual([]);
      expect(await ids({ words: ["breaking"] })).toEqual(["b"]);
      expect(await ids({ source: "changelog", since: days(-1) })).toEqual(["b"]);
      expect(await ids({ tenant: "prod" })).toEqual(["i", "b", "a"]);
      expect(await ids({ tenant: "pro" })).toEqual(["b", "a"]);
      expect(await ids({ open: true })).toEqual(["i"]);
      expect(await ids({ limit: 1, offset: 1 })).toEqual(["b"]);
      expect(await store.subjects.count({ source: "changelog", since: days(-1) })).toBe(1);
    });

    it("gives back a subject as it was read, dates and all", async () => {
      const { store } = trial();
      const whole = subject("x", [["scheduled", days(-1)], "in progress"], {
        url: "https://status.example/x",
        labels: ["major"],
        facts: [{ label: "Region", value: "EU" }],
        startsAt: days(1),
        authenticationAffected: false,
        feed: "https://feeds.example/a",
      });
      await store.subjects.observe([reading([whole])]);
      expect(await store.subjects.find({ feed: "https://feeds.example/a" })).toEqual([
        { ...whole, tenants: ["prod"], firstSeenAt: start, changedAt: days(-1) },
      ]);
      expect(await store.subjects.find({ feed: ops })).toEqual([]);
    });
  });
}
