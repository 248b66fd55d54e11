import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE } from "../../src/core/clock.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { matcherOf } from "../../src/core/log-match.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import type { Unseen } from "../../src/core/logs-desk.ts";
import { ago } from "../fakes/subjects.ts";
import { all, deskIn, event, naive, type World } from "./desk-bench.ts";

/** Minutes before noon, the farther first. */
const stretch = fc
  .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }))
  .map(([one, other]) => ({ from: Math.max(one, other), to: Math.min(one, other) }));
const timeOf = ({ from, to }: { from: number; to: number }) => ({
  from: ago(from * MINUTE),
  to: ago(to * MINUTE),
});

const terms = fc.subarray([
  { field: "type", values: ["fp", "s"] },
  { field: "user", values: ["user1@*"], not: true },
  { field: "ip", values: ["203.0.0.0/23"] },
] as const);
const queries = fc
  .tuple(terms, fc.option(stretch), fc.boolean())
  .map(([wanted, time, open]): LogQuery => {
    const { from, to } = time ? timeOf(time) : {};
    return { ...(from && { since: from }), ...(to && !open && { until: to }), terms: wanted };
  });

const worlds = fc
  .record({
    minutes: fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 450, size: "max" }),
    proved: fc.option(stretch),
    toEnd: fc.boolean(),
    holes: fc.array(stretch, { maxLength: 3 }),
    strays: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
  })
  .map(({ minutes, proved, toEnd, holes, strays }): World => {
    const events = minutes.map((at, n) => event(n, at));
    // What was read a moment ago counts as read to its end.
    const live = proved !== null && (toEnd || proved.to <= 5);
    const span = proved && timeOf(toEnd ? { ...proved, to: 0 } : proved);
    const gaps = span ? holes.map(timeOf) : [];
    const inside = ({ at }: LogEvent) =>
      span !== null &&
      at >= span.from &&
      (live || at < span.to) &&
      !gaps.some(({ from, to }) => at >= from && at < to);
    const stray = (_: LogEvent, n: number) => strays[n % strays.length];
    return {
      kept: events.filter((one, n) => inside(one) || stray(one, n)),
      atAuth0: events.filter((one, n) => !inside(one) || stray(one, n)),
      ...(span && { proof: { since: span.from, until: span.to } }),
      holes: gaps,
    };
  });

describe("a search of the archive and Auth0 together", () => {
  it("finds what a look at the whole log would, page by page, nothing twice and nothing left out", async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        queries,
        fc.integer({ min: 1, max: 60 }),
        async (world, query, limit) => {
          const { desk } = await deskIn(world);
          const pages = await all(desk, query, limit);
          const found = pages.flatMap(({ events }) => events.map(({ id }) => id));
          expect(found).toEqual(naive([...world.kept, ...world.atAuth0], query));
          for (const { events } of pages) expect(events.length).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("shows what the archive has while Auth0 fails, and says which time it could not look at", async () => {
    const mood = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(worlds, queries, mood, async (world, query, moods) => {
        let call = 0;
        const fails = () => (moods[call++ % moods.length] ? "down" : undefined);
        const { desk } = await deskIn({ ...world, fails });
        const pages = await all(desk, query, 25);
        const events = pages.flatMap((page) => page.events);
        const unseen = pages.flatMap((page) => page.unseen);
        expect(events.map(({ id }) => id)).toEqual(naive(events, query));
        const found = new Set(events.map(({ id }) => id));
        const missing = [...world.kept, ...world.atAuth0]
          .filter(matcherOf(query))
          .filter(({ id }) => !found.has(id));
        const ids = new Set(world.kept.map(({ id }) => id));
        expect(missing.filter(({ id }) => ids.has(id))).toEqual([]);
        expect(missing.filter((one) => !unseen.some((time) => covers(time, one)))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

const covers = ({ from, to }: Unseen, { at }: LogEvent): boolean =>
  (!from || at >= from) && (!to || at < to);
