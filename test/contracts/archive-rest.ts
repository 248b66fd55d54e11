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
      await archive.add(streamed([record(3), record(1, { type: "slo" })]));
      expect(await archive.kinds("prod")).toEqual(
        expect.arrayContaining([
          {
            type: "s",
            cause: "",
            first: minute(3),
            last: minute(9),
            count: 4,
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

  trial("lets go of what is older, and of nothing that is newer", async ({ archive }) => {
    const records = Array.from({ length: 60 }, (_, index) => record(index));
    await archive.add(streamed(records));
    const gone = await archive.expire("prod", minute(40));
    const left = await everything(archive, all);
    expect(left).toHaveLength(60 - gone);
    expect(left.slice(0, 20)).toEqual(
      records
        .slice(40)
        .map((one) => one.log_id)
        .reverse(),
    );
    expect((await archive.coverage("prod")).events).toBe(60 - gone);
  });
}
