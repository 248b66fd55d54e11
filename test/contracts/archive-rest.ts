import { expect } from "vitest";
import type { Arrival } from "../../src/core/archive.ts";
import { all, everything, minute, record, streamed, type Trial } from "./archive-bench.ts";

export function describeCounting(trial: Trial): void {
  trial("counts by the hour and by type, each event once", async ({ archive }) => {
    const records = [record(-1), record(0), record(1), record(61), record(2, { type: "zz_new" })];
    await archive.add(streamed(records));
    await archive.add(streamed(records));
    const counts = await archive.counts("prod", { from: minute(0), to: minute(60) });
    expect(counts.map(({ type, hour, count }) => ({ type, hour, count }))).toEqual(
      expect.arrayContaining([
        { type: "s", hour: minute(0), count: 2 },
        { type: "zz_new", hour: minute(0), count: 1 },
      ]),
    );
    expect(counts).toHaveLength(2);
    const some = await archive.counts("prod", { from: minute(-60), to: minute(120), types: ["s"] });
    expect(some.map(({ count }) => count).sort()).toEqual([1, 1, 2]);
  });

  trial(
    "knows every kind: since when, until when, how many, and one of them",
    async ({ archive }) => {
      await archive.add(streamed([record(5), record(9), record(7)]));
      await archive.add(streamed([record(4), record(3), record(1, { type: "slo" })]));
      expect(await archive.kinds("prod")).toEqual(
        expect.arrayContaining([
          {
            type: "s",
            cause: "",
            first: minute(3),
            last: minute(9),
            count: 5,
            example: record(9).log_id,
          },
          {
            type: "slo",
            cause: "",
            first: minute(1),
            last: minute(1),
            count: 1,
            example: record(1).log_id,
          },
        ]),
      );
    },
  );
}

export function describeWatching(trial: Trial): void {
  trial(
    "tells who watches of new events that match, once each, until they stop",
    async ({ archive }) => {
      const heard: Arrival[] = [];
      const query = { terms: [{ field: "type", values: ["fp"] }] } as const;
      const stop = archive.watch("prod", query, (arrival) => heard.push(arrival));
      await archive.add(streamed([record(1), record(2, { type: "fp" })]));
      await archive.add(streamed([record(2, { type: "fp" }), record(3, { type: "fp" })]));
      await archive.add(streamed([record(4, { type: "fp" })], "dev"));
      const ids = () => heard.flatMap(({ events }) => events.map(({ id }) => id));
      await expect.poll(ids).toEqual([record(2).log_id, record(3).log_id]);
      stop();
      await archive.add(streamed([record(5, { type: "fp" })]));
      expect(ids()).toHaveLength(2);
    },
  );
}

export function describeRemoving(trial: Trial): void {
  const bob = { user_id: "auth0|bob", user_name: "bob@acme.example" };

  trial("forgets a person wherever they are named, and never hears of it again", async (bench) => {
    const { archive } = bench;
    const records = Array.from({ length: 40 }, (_, index) =>
      record(index, index % 8 === 0 ? { ...bob, details: { to: "Bob@Acme.example" } } : {}),
    );
    await archive.add(streamed(records));
    expect(await archive.forget("prod", ["BOB@acme.example"])).toBe(5);
    expect(await archive.forget("prod", ["bob@acme.example"])).toBe(0);
    expect(await archive.add(streamed(records))).toEqual({ fresh: 0, known: 40, unreadable: 0 });
    const life = await bench.restart();
    expect(await everything(life, { terms: [{ field: "person", values: ["auth0|bob"] }] })).toEqual(
      [],
    );
    expect(await everything(life, all)).toHaveLength(35);
    expect((await life.coverage("prod")).events).toBe(35);
    expect((await life.kinds("prod")).map(({ count }) => count)).toEqual([35]);
  });

  trial(
    "keeps nothing of them that happened before and comes in only later",
    async (bench, clock) => {
      const { archive } = bench;
      clock.set(minute(20));
      await archive.add(streamed([record(1), record(2, bob)]));
      expect(await archive.forget("prod", ["bob@acme.example"])).toBe(1);
      expect(await archive.forget("dev", ["bob@acme.example"])).toBe(0);
      const life = await bench.restart();
      const late = [record(3, bob), record(4), record(20, { details: { to: "BOB@acme.example" } })];
      const since = record(21, bob);
      expect(await life.add(streamed([...late, since]))).toEqual({
        fresh: 2,
        known: 2,
        unreadable: 0,
      });
      expect(await life.add(streamed([record(5, bob)], "dev"))).toMatchObject({ fresh: 0 });
      expect(await life.add(streamed([record(5, bob)], "edge"))).toMatchObject({ fresh: 1 });
      const theirs = { terms: [{ field: "person", values: ["bob@acme.example"] }] } as const;
      expect(await everything(life, theirs)).toEqual([since.log_id]);
      expect((await life.coverage("prod")).events).toBe(3);
    },
  );

  trial("lets go of what is older, and of nothing that is newer", async (bench) => {
    const records = Array.from({ length: 60 }, (_, index) => record(index));
    await bench.archive.add(streamed(records));
    const archive = await bench.restart();
    // In the middle of what is kept together.
    const gone = await archive.expire("prod", minute(42));
    const left = await everything(archive, all);
    expect(left).toHaveLength(60 - gone);
    const newer = records.slice(42).map((one) => one.log_id);
    expect(left.slice(0, 18)).toEqual(newer.reverse());
    expect((await archive.coverage("prod")).events).toBe(60 - gone);
    const again = await archive.add(streamed(records.slice(0, 4)));
    expect(again).toEqual({ fresh: 4, known: 0, unreadable: 0 });
  });

  trial("lets go of what came in just before", async ({ archive }) => {
    await archive.add(streamed(Array.from({ length: 60 }, (_, index) => record(index))));
    expect(await archive.expire("prod", minute(60))).toBe(60);
    expect(await everything(archive, all)).toEqual([]);
  });

  trial("takes what it let go of for no hole: what is proved begins later", async ({ archive }) => {
    const hole = (from: number) => ({
      ...{ from: minute(from), to: minute(from + 2) },
      ...{ why: "Auth0 no longer had it", foundAt: minute(70) },
    });
    const records = Array.from({ length: 60 }, (_, index) => record(index));
    const proof = { checkpoint: "a", until: minute(60), since: minute(0), hole: hole(10) };
    await archive.add({ tenant: "prod", way: "reader", records, proof });
    for (const [nth, from] of [39, 50].entries()) {
      const more = { checkpoint: "b", until: minute(60 + nth), hole: hole(from) };
      await archive.add({ tenant: "prod", way: "reader", records: [], proof: more });
    }
    expect(await archive.expire("prod", minute(-5))).toBe(0);
    expect((await archive.coverage("prod")).proved?.since).toEqual(minute(0));
    expect(await archive.expire("prod", minute(40))).toBeGreaterThan(0);
    const { proved, holes } = await archive.coverage("prod");
    expect(proved).toEqual({ since: minute(40), until: minute(61), checkpoint: "b" });
    // Of one that it reaches into, the rest is missing still.
    expect(holes).toEqual([hole(39), hole(50)]);
    expect(await archive.expire("prod", minute(100))).toBeGreaterThan(0);
    const { proved: nothing } = await archive.coverage("prod");
    expect(nothing).toEqual({ since: minute(61), until: minute(61), checkpoint: "b" });
  });

  trial(
    "counts what it let go of no more, and gives no event that is gone as an example",
    async (bench) => {
      const { archive } = bench;
      const records = Array.from({ length: 40 }, (_, index) => record(index * 10));
      await archive.add(streamed([...records, record(399, bob)]));
      await archive.forget("prod", ["auth0|bob"]);
      const [kind] = await archive.kinds("prod");
      expect(kind).toMatchObject({ count: 40, last: minute(390), example: record(390).log_id });
      const gone = await archive.expire("prod", minute(200));
      const counts = await archive.counts("prod", { from: minute(-60), to: minute(600) });
      expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(40 - gone);
    },
  );
}
