import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import { TenantError } from "../../src/core/tenant.ts";
import { createLogsDesk } from "../../src/logs/desk.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";
import { all, deskIn, event, naive } from "./desk-bench.ts";

/** No Auth0, and a stream that is heard since then. */
async function deskOnStream({
  kept,
  since,
  also = [],
}: {
  kept: readonly LogEvent[];
  since: Date;
  also?: readonly unknown[];
}) {
  let now = since;
  const archive = fakeArchive(() => now);
  await archive.add({ tenant: "prod", way: "stream", records: also });
  now = noon;
  await archive.add({ tenant: "prod", way: "stream", records: kept.map(({ raw }) => raw) });
  const { tenant, asked } = fakeTenant({ fails: () => "not configured" });
  return {
    asked,
    desk: createLogsDesk({ archive, tenant: () => tenant, clock: { now: () => now } }),
  };
}

describe("where a search looks", () => {
  const hours = (count: number) => ago(count * HOUR);
  const recent = [1, 2, 3].map((n) => event(n, n * 10));
  const old = [event(4, 300), event(5, 310)];
  const everything: LogQuery = { terms: [] };

  it("asks Auth0 nothing about time that the archive has", async () => {
    const { desk, asked } = await deskIn({
      kept: recent,
      atAuth0: [...recent, ...old],
      proof: { since: hours(2), until: noon },
    });
    const found = await desk.search("prod", { since: hours(1), terms: [] }, { limit: 10 });
    expect(found).toMatchObject({ from: "archive", unseen: [] });
    expect(found.kept).toEqual({ from: hours(2), to: noon });
    expect(asked).toEqual([]);
    // The newest page is full before Auth0 is needed.
    expect((await desk.search("prod", everything, { limit: 3 })).from).toBe("archive");
    expect(asked).toEqual([]);
  });

  it("asks Auth0 for what is older than the archive, and only for that", async () => {
    const { desk, asked } = await deskIn({
      kept: recent,
      atAuth0: [...recent, ...old],
      proof: { since: hours(2), until: noon },
    });
    const found = await desk.search("prod", everything, { limit: 10 });
    expect(found.from).toBe("both");
    expect(found.events).toHaveLength(5);
    expect(asked.map(({ query }) => query)).toEqual([{ until: hours(2), terms: [] }]);
  });

  it("asks Auth0 for the end of the log where the reader has fallen behind", async () => {
    const proof = { since: hours(9), until: ago(40 * MINUTE) };
    const world = { kept: old, atAuth0: [...recent, ...old], proof };
    const { desk, asked } = await deskIn(world);
    expect((await desk.search("prod", everything, { limit: 4 })).from).toBe("both");
    expect(asked[0]?.query).toEqual({ since: proof.until, terms: [] });
    const down = await deskIn({ ...world, fails: () => "down" });
    const found = await down.desk.search("prod", everything, { limit: 4 });
    expect(found.events).toHaveLength(2);
    const why = expect.stringMatching(/down/);
    expect(found.unseen).toMatchObject([
      { from: proof.until, why },
      { to: proof.since, why },
    ]);
    expect(down.asked).toHaveLength(1);
    expect(found.kept?.to).toEqual(proof.until);
  });

  it("takes a log that only a stream brings for what it is, without a proof", async () => {
    const { desk, asked } = await deskOnStream({ kept: recent, since: ago(30 * MINUTE) });
    const found = await desk.search("prod", { since: ago(30 * MINUTE), terms: [] }, { limit: 10 });
    expect(found).toMatchObject({ from: "archive", unseen: [], events: [{}, {}, {}] });
    expect(asked).toEqual([]);
  });

  it("takes nothing for kept from before the stream was heard, whatever an event says of itself", async () => {
    const odd = { ...event(9, 9).raw, date: "1970-01-02T00:00:00.000Z" };
    const { desk, asked } = await deskOnStream({
      kept: recent,
      since: ago(10 * MINUTE),
      also: [odd],
    });
    const found = await desk.search("prod", { since: ago(30 * MINUTE), terms: [] }, { limit: 10 });
    expect(asked).toHaveLength(1);
    expect(found.unseen).toMatchObject([{ from: ago(30 * MINUTE), to: ago(10 * MINUTE) }]);
    expect(found.kept).toEqual({ from: ago(10 * MINUTE), to: noon });
    expect(found.events).toHaveLength(3);
  });

  it("says of which time nobody has the log any more", async () => {
    const { desk } = await deskIn({
      kept: recent,
      atAuth0: [],
      proof: { since: ago(12 * DAY), until: noon },
      holes: [{ from: hours(5), to: hours(4) }],
      days: 10,
    });
    const found = await desk.search("prod", { since: ago(20 * DAY), terms: [] }, { limit: 10 });
    expect(found.unseen).toMatchObject([
      { from: hours(5), to: hours(4), why: "the checkpoint was gone" },
      { from: ago(20 * DAY), to: ago(12 * DAY), why: "Auth0 keeps this tenant's log for 10 days" },
    ]);
    const later = await desk.search("prod", { since: hours(3), terms: [] }, { limit: 10 });
    expect(later.unseen).toEqual([]);
  });

  it("asks Auth0 so many times and no more, and goes on from there", async () => {
    const many = Array.from({ length: 3000 }, (_, n) => event(n, n));
    const { desk, asked } = await deskIn({ kept: [], atAuth0: many });
    const one: LogQuery = { terms: [{ field: "person", values: ["nobody"] }] };
    const page = await desk.search("prod", { ...one, terms: [] }, { limit: 1000 });
    expect(asked).toHaveLength(10);
    expect(page.events.length).toBeGreaterThan(900);
    expect(page.next).toBeDefined();
    const pages = await all(desk, everything, 1000);
    expect(pages.flatMap(({ events }) => events)).toHaveLength(3000);
  });

  it("passes over a moment that fills a whole search, and says so", async () => {
    const crowd = Array.from({ length: 700 }, (_, n) => event(n, 10));
    const { desk } = await deskIn({ kept: [], atAuth0: [...crowd, event(701, 20)] });
    const pages = await all(desk, everything, 50);
    expect(pages.flatMap(({ events }) => events).at(-1)?.at).toEqual(ago(20 * MINUTE));
    expect(pages.flatMap(({ unseen }) => unseen)[0]).toMatchObject({
      from: ago(10 * MINUTE),
      why: "Auth0 shows 1,000 events of one moment, and there are more",
    });
  });

  it("counts them all by the hours' counts, where only types and times were asked", async () => {
    const many = Array.from({ length: 2000 }, (_, n) => event(n, n));
    const { desk } = await deskIn({
      kept: many,
      atAuth0: [],
      proof: { since: ago(3 * DAY), until: noon },
    });
    const at = { limit: 10, total: true } as const;
    const since = ago(25 * HOUR + 7 * SECOND);
    const types: LogQuery = { since, terms: [{ field: "type", values: ["fp"], not: true }] };
    expect((await desk.search("prod", types, at)).total).toBe(naive(many, types).length);
    const until: LogQuery = { since, until: ago(90 * SECOND), terms: [] };
    expect((await desk.search("prod", until, at)).total).toBe(naive(many, until).length);
    const user: LogQuery = { since, terms: [{ field: "user", values: ["user1@example.com"] }] };
    expect((await desk.search("prod", user, at)).total).toBeUndefined();
    expect((await desk.search("prod", everything, at)).total).toBeUndefined();
  });

  it("finds one event wherever it is, and fails only where Auth0 alone could have it", async () => {
    const [first] = recent;
    const [other] = old;
    const { desk } = await deskIn({ kept: recent, atAuth0: old });
    expect(await desk.event("prod", first?.id ?? "")).toEqual(first);
    expect(await desk.event("prod", other?.id ?? "")).toEqual(other);
    expect(await desk.event("prod", "900")).toBeUndefined();
    const down = await deskIn({ kept: recent, atAuth0: old, fails: () => "down" });
    expect(await down.desk.event("prod", first?.id ?? "")).toEqual(first);
    await expect(down.desk.event("prod", other?.id ?? "")).rejects.toThrow(TenantError);
  });
});

describe("a search that takes long", () => {
  it("ends with what was found, and goes on from there without leaving anything out", async () => {
    const events = Array.from({ length: 60 }, (_, n) => event(n, n));
    const { archive } = await deskIn({ kept: events, atAuth0: [] });
    const { tenant } = fakeTenant({ events: events.filter((_, n) => n % 3 === 0) });
    let passed = 0;
    const slow: typeof archive = {
      ...archive,
      // Looks at seven events at a time, which takes fifteen seconds.
      async search(name, query, { after }) {
        passed += 15 * SECOND;
        return archive.search(name, query, { limit: 7, ...(after && { after }) });
      },
    };
    const clock = { now: () => new Date(noon.getTime() + passed) };
    const desk = createLogsDesk({ archive: slow, tenant: () => tenant, clock });
    const pages = await all(desk, { terms: [] }, 50);
    expect(pages.length).toBeGreaterThan(3);
    const ids = pages.flatMap((page) => page.events.map(({ id }) => id));
    expect(ids).toEqual(naive(events, { terms: [] }));
  });
});
