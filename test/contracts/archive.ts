import { describe, expect, it } from "vitest";
import type { LogQuery } from "../../src/core/log-query.ts";
import {
  type ArchiveBench,
  all,
  everything,
  minute,
  type OpenArchiveBench,
  record,
  streamed,
  type Trial,
  type TrialClock,
} from "./archive-bench.ts";
import { describeCounting, describeRemoving, describeWatching } from "./archive-rest.ts";
import { standingClock } from "./store-bench.ts";

/** What every archive does. */
export function describeArchive(name: string, open: OpenArchiveBench): void {
  describe(`the archive ${name}`, () => {
    /** Runs one trial on a fresh archive. */
    const trial = (said: string, run: (bench: ArchiveBench, clock: TrialClock) => Promise<void>) =>
      it(said, async () => {
        const clock = standingClock();
        clock.set(minute(1000));
        const bench = await open(clock);
        try {
          await run(bench, clock);
        } finally {
          await bench.close();
        }
      });

    describeKeeping(trial);
    describeLooking(trial);
    describeCounting(trial);
    describeWatching(trial);
    describeRemoving(trial);
  });
}

function describeKeeping(trial: Trial): void {
  trial("keeps an event once, however often and by whichever way it comes", async ({ archive }) => {
    const twice = [record(1), record(2), record(1)];
    expect(await archive.add(streamed(twice))).toEqual({ fresh: 2, known: 1, unreadable: 0 });
    const again = { ...streamed([record(2), record(3)]), way: "reader" } as const;
    expect(await archive.add(again)).toEqual({ fresh: 1, known: 1, unreadable: 0 });
    expect((await archive.coverage("prod")).events).toBe(3);
  });

  trial(
    "keeps what it can read of a batch, and says how much it could not",
    async ({ archive }) => {
      const odd = [null, 7, "words", [], {}, { log_id: "1" }, record(1), record(2, { type: "" })];
      expect(await archive.add(streamed(odd))).toEqual({ fresh: 1, known: 0, unreadable: 7 });
      expect(await everything(archive, all)).toEqual([record(1).log_id]);
    },
  );

  trial("gives an event back as Auth0 gave it", async ({ archive }) => {
    const given = record(1, {
      details: { error: { message: "wrong \u2028 password" }, list: [1, null, { deep: true }] },
      $event_schema: { version: "1.0.0" },
      connection: null,
    });
    await archive.add(streamed([given, record(2)]));
    const event = await archive.event("prod", given.log_id);
    expect(event).toMatchObject({ id: given.log_id, at: minute(1), userId: "auth0|ada" });
    expect(event?.raw).toEqual(given);
    expect(event?.connection).toBeUndefined();
    expect(await archive.event("prod", "900")).toBeUndefined();
    expect(await archive.event("nobody", given.log_id)).toBeUndefined();
  });

  trial("never mixes two tenants", async ({ archive }) => {
    await archive.add(streamed([record(1), record(2)], "prod"));
    expect(await archive.add(streamed([record(1)], "dev"))).toMatchObject({ fresh: 1 });
    expect(await everything(archive, all, 10, "dev")).toEqual([record(1).log_id]);
    expect((await archive.coverage("prod")).events).toBe(2);
    expect(await archive.facts()).toMatchObject({ events: 3, tenants: ["dev", "prod"] });
    expect(await archive.event("dev", record(2).log_id)).toBeUndefined();
  });

  trial(
    "remembers with the events how far they are proved, and where they are not",
    async (bench, clock) => {
      const { archive } = bench;
      const hole = {
        from: minute(1),
        to: minute(3),
        why: "the checkpoint was gone",
        foundAt: minute(9),
      };
      const first = { checkpoint: "a", until: minute(1), since: minute(0) };
      await archive.add({ tenant: "prod", way: "reader", records: [record(1)], proof: first });
      clock.set(minute(60));
      const later = { checkpoint: "b", until: minute(5), hole };
      await archive.add({ tenant: "prod", way: "reader", records: [], proof: later });
      const life = await bench.restart();
      expect(await life.coverage("prod")).toEqual({
        events: 1,
        oldest: minute(1),
        newest: minute(1),
        proved: { since: minute(0), until: minute(5), checkpoint: "b" },
        holes: [hole],
        heard: { reader: minute(60) },
        recovered: 0,
      });
    },
  );

  trial(
    "says that it is proved from when the last proof begins, where one begins anew",
    async (bench) => {
      const prove = (checkpoint: string, since: number, until: number) =>
        bench.archive.add({
          ...{ tenant: "prod", way: "reader", records: [record(until)] },
          proof: { checkpoint, since: minute(since), until: minute(until) },
        });
      await prove("a", 0, 0);
      await prove("b", 40, 50);
      const { proved } = await (await bench.restart()).coverage("prod");
      expect(proved).toEqual({ since: minute(40), until: minute(50), checkpoint: "b" });
    },
  );

  trial("counts what the reader brought that the stream had lost", async ({ archive }, clock) => {
    const read = (...counts: readonly number[]) =>
      archive.add({ tenant: "prod", way: "reader", records: counts.map((count) => record(count)) });
    await read(1);
    clock.set(minute(2));
    await archive.add(streamed([record(2), record(4)]));
    clock.set(minute(9));
    await read(1.5, 2, 3, 4);
    expect((await archive.coverage("prod")).recovered).toBe(1);
  });

  trial(
    "knows since when it hears the stream, whatever its events say of themselves",
    async (bench, clock) => {
      const { archive } = bench;
      expect((await archive.coverage("prod")).streamedSince).toBeUndefined();
      await archive.add(streamed([record(1, { date: "1970-01-02T00:00:00.000Z" })]));
      clock.set(minute(2000));
      await archive.add(streamed([record(1500)]));
      const since = async () => (await (await bench.restart()).coverage("prod")).streamedSince;
      expect(await since()).toEqual(minute(1000));
    },
  );

  trial(
    "has what the stream brought since then, but for what it let go of",
    async (bench, clock) => {
      const { archive } = bench;
      await archive.add(streamed([record(1), record(999)]));
      clock.set(minute(5000));
      await archive.add(streamed([record(4999)]));
      await archive.expire("prod", minute(900));
      expect((await archive.coverage("prod")).streamedSince).toEqual(minute(1000));
      await archive.expire("prod", minute(1100));
      expect((await archive.coverage("prod")).streamedSince).toEqual(minute(1100));
    },
  );

  trial(
    "places an event of a time to come where it came in, keeps its own date, and lets go of it in time",
    async (bench, clock) => {
      const odd = record(1, { date: "2199-01-01T00:00:00.000Z", type: "fp" });
      await bench.archive.add(streamed([odd, ...[5, 15, 1005].map((count) => record(count))]));
      clock.set(minute(1010));
      await bench.archive.add(
        streamed([...Array(40).keys()].map((count) => record(count + 970.5))),
      );
      const life = await bench.restart();
      const { newest } = await life.coverage("prod");
      expect(newest).toEqual(minute(1009.5));
      const { events } = await life.search("prod", all, { limit: 100 });
      const place = events.findIndex(({ id }) => id === odd.log_id);
      expect(events[place]).toMatchObject({ at: minute(1000), raw: odd });
      expect(events.slice(place - 1, place + 2).map(({ at }) => at)).toEqual(
        [1000.5, 1000, 999.5].map(minute),
      );
      expect(await life.event("prod", odd.log_id)).toMatchObject({ at: minute(1000), raw: odd });
      const hour = { from: minute(960), to: minute(1020), types: ["fp"] };
      expect(await life.counts("prod", hour)).toMatchObject([{ count: 1 }]);
      await life.forget("prod", ["nobody@example.com"]);
      await life.expire("prod", minute(1100));
      expect((await life.coverage("prod")).events).toBe(0);
      expect(await life.counts("prod", hour)).toEqual([]);
    },
  );

  trial("says of a tenant that it never heard of that nothing is here", async ({ archive }) => {
    const nothing = { events: 0, holes: [], heard: {}, recovered: 0 };
    expect(await archive.coverage("nobody")).toEqual(nothing);
    expect(await archive.search("nobody", all, { limit: 5 })).toEqual({ events: [] });
    expect(await archive.kinds("nobody")).toEqual([]);
    expect(await archive.counts("nobody", { from: minute(0), to: minute(99) })).toEqual([]);
  });

  trial("has everything again in its next life", async (bench) => {
    const records = Array.from({ length: 40 }, (_, index) => record(index));
    await bench.archive.add(streamed(records));
    const life = await bench.restart();
    expect(await everything(life, all)).toEqual(records.map((one) => one.log_id).reverse());
    expect(await life.add(streamed(records))).toEqual({ fresh: 0, known: 40, unreadable: 0 });
    expect(await life.check()).toMatchObject({ ok: true });
  });
}

function describeLooking(trial: Trial): void {
  trial(
    "gives the newest first, whenever they came, and pages on from any place",
    async ({ archive }) => {
      for (const start of [30, 0, 20, 10]) {
        const late = Array.from({ length: 10 }, (_, index) => record(start + index));
        await archive.add(streamed(late.reverse()));
      }
      const newest = Array.from({ length: 40 }, (_, index) => record(39 - index).log_id);
      expect(await everything(archive, all)).toEqual(newest);
      expect(await everything(archive, all, 7)).toEqual(newest);
      const after = { at: minute(12), id: record(12).log_id };
      const page = await archive.search("prod", all, { limit: 2, after });
      expect(page.events.map(({ id }) => id)).toEqual([record(11).log_id, record(10).log_id]);
      expect(page.next).toEqual({ at: minute(10), id: record(10).log_id });
    },
  );

  trial("orders events of the same moment by their ids, however many", async ({ archive }) => {
    // In an order of its own, so that none of the pieces they are kept in has the greatest of them.
    const ids = Array.from({ length: 40 }, (_, index) => `event ${100 + ((index * 17) % 40)}`);
    for (const id of ids) await archive.add(streamed([record(1, { log_id: id })]));
    const greatestFirst = ids.toSorted().reverse();
    for (const limit of [1000, 7, 1])
      expect(await everything(archive, all, limit)).toEqual(greatestFirst);
  });

  trial("looks between two moments, the first included", async ({ archive }) => {
    await archive.add(streamed([0, 1, 2, 3].map((count) => record(count))));
    const between = { since: minute(1), until: minute(3), terms: [] };
    expect(await everything(archive, between)).toEqual([record(2).log_id, record(1).log_id]);
  });

  trial(
    "finds by every field, in any case, by patterns, networks and words",
    async ({ archive }) => {
      const event = record(1, {
        type: "fp",
        client_id: "AbC123",
        connection: "Main-DB",
        organization_name: "acme",
        description: "Wrong e-mail or password.",
        details: {
          request: { path: "/api/v2/users/auth0%7Ceve", body: { email: "Bob@Other.example" } },
        },
      });
      const others = Array.from({ length: 30 }, (_, index) =>
        record(index + 2, {
          user_id: `auth0|u${index}`,
          user_name: "",
          ip: "198.51.100.4",
          client_name: "API",
        }),
      );
      await archive.add(streamed([event, ...others]));
      const asked = async (field: string, ...values: readonly string[]) =>
        everything(archive, { terms: [{ field, values }] } as LogQuery);
      const only = [event.log_id];
      expect(await asked("type", "FP")).toEqual(only);
      expect(await asked("type", "f*", "nothing")).toEqual(only);
      expect(await asked("user", "AUTH0|ADA")).toEqual(only);
      expect(await asked("user", "*@acme.example")).toEqual(only);
      expect(await asked("user", "bob@other.example")).toEqual([]);
      expect(await asked("person", "bob@other.example")).toEqual(only);
      expect(await asked("person", "bob*")).toEqual(only);
      expect(await asked("person", "auth0|eve")).toEqual(only);
      expect(await asked("client", "web*")).toEqual(only);
      expect(await asked("client", "abc123")).toEqual(only);
      expect(await asked("connection", "main-db")).toEqual(only);
      expect(await asked("organization", "ACME")).toEqual(only);
      expect(await asked("ip", "203.0.113.0/24")).toEqual(only);
      expect(await asked("ip", "203.0.113.9")).toEqual(only);
      expect(await asked("text", "wrong e-mail")).toEqual(only);
      expect(await asked("text", "or passw")).toEqual(only);
      expect(await asked("text", "passw or")).toEqual([]);
      const not = { terms: [{ field: "client", values: ["API"], not: true }] } as const;
      expect(await everything(archive, not)).toEqual(only);
    },
  );
}
