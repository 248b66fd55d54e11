import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Archive } from "../../src/core/archive.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import { type ArchiveBench, everything, minute } from "../contracts/archive-bench.ts";
import { openSqliteBench } from "../contracts/sqlite-archive-bench.ts";
import { standingClock } from "../contracts/store-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { persons, queries, records } from "../fixtures/any-events.ts";
import { mayMatch } from "../fixtures/may-match.ts";

const tenants = fc.constantFrom("prod", "dev");

const steps = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("add" as const),
      tenant: tenants,
      way: fc.constantFrom("stream" as const, "reader" as const),
      records: fc.array(records, { maxLength: 12 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("forget" as const),
      tenant: tenants,
      names: fc.array(fc.constantFrom(...persons), { minLength: 1, maxLength: 2 }),
    }),
  },
);

/** All that an archive says of a tenant, whatever the order in which it says it. */
async function known(archive: Archive, tenant: string, asked: readonly LogQuery[]) {
  const found = [];
  for (const query of asked) found.push(await everything(archive, query, 3, tenant));
  const byWords = <One>(all: readonly One[]) => all.map((one) => JSON.stringify(one)).sort();
  const ids = await everything(archive, { terms: [] }, 1000, tenant);
  const wide = { from: minute(-100_000), to: minute(100_000) };
  return {
    found,
    events: await Promise.all(ids.map(async (id) => (await archive.event(tenant, id))?.raw)),
    counts: byWords(
      (await archive.counts(tenant, wide)).map(({ hour, type, cause, count }) => [
        hour,
        type,
        cause,
        count,
      ]),
    ),
    some: (await archive.counts(tenant, { from: minute(-30), to: minute(60), types: ["fp"] }))
      .length,
    kinds: byWords(
      (await archive.kinds(tenant)).map(({ type, cause, count }) => [type, cause, count]),
    ),
    coverage: await archive.coverage(tenant),
  };
}

type Step = typeof steps extends fc.Arbitrary<infer One> ? One : never;

/** Does the same to both, and sees that both say the same of it. Resolves with the archive's last life. */
async function live(
  taken: readonly Step[],
  bench: ArchiveBench,
  naive: Archive,
  clock: ReturnType<typeof standingClock>,
): Promise<Archive> {
  let archive = bench.archive;
  for (const [index, step] of taken.entries()) {
    clock.set(minute(index * 20 - 100));
    if (step.kind === "restart") archive = await bench.restart();
    else expect(await does(step, archive)).toEqual(await does(step, naive));
  }
  return archive;
}

const does = (step: Exclude<Step, { kind: "restart" }>, archive: Archive) =>
  step.kind === "add" ? archive.add(step) : archive.forget(step.tenant, step.names);

describe("the SQLite archive", () => {
  it("says the same as a look through every event, whatever came in, in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(steps, { minLength: 1, maxLength: 14 }),
        fc.array(queries, { minLength: 3, maxLength: 6 }),
        fc.record({
          perSegment: fc.integer({ min: 1, max: 5 }),
          sliceMs: fc.constantFrom(0, 1000),
        }),
        async (taken, asked, data) => {
          const clock = standingClock();
          const bench = await openSqliteBench(clock, data);
          try {
            const naive = fakeArchive(clock.now);
            const archive = await live(taken, bench, naive, clock);
            for (const tenant of ["prod", "dev"]) {
              expect(await known(archive, tenant, asked)).toEqual(
                await known(naive, tenant, asked),
              );
            }
          } finally {
            await bench.close();
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("says the same of all that is young enough once old events were let go of, and of no other than came in", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(steps, { minLength: 1, maxLength: 10 }),
        fc.array(queries, { minLength: 2, maxLength: 4 }),
        fc.integer({ min: -300, max: 300 }).map(minute),
        fc.integer({ min: 1, max: 5 }),
        async (taken, asked, before, perSegment) => {
          const clock = standingClock();
          const bench = await openSqliteBench(clock, { perSegment, sliceMs: 1000 });
          try {
            const naive = fakeArchive(clock.now);
            const archive = await live(taken, bench, naive, clock);
            const came = await everything(naive, { terms: [] });
            await naive.expire("prod", before);
            await archive.expire("prod", before);
            for (const query of asked.map((one) => ({ ...one, since: before }))) {
              expect(await everything(archive, query, 3)).toEqual(
                await everything(naive, query, 3),
              );
            }
            const left = await everything(archive, { terms: [] });
            expect(came).toEqual(expect.arrayContaining([...left]));
            expect((await archive.coverage("prod")).events).toBe(left.length);
          } finally {
            await bench.close();
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it("never passes over a segment, or a line, in which something matches", () => {
    fc.assert(
      fc.property(records, queries, (given, query) => {
        expect(mayMatch(given, query)).toBe(true);
      }),
      { numRuns: 4000 },
    );
  });

  it("never passes over an address that lies in the network asked for, however either is written", () => {
    const addresses = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV4().map((four) => `::ffff:${four}`),
      fc.constantFrom("fe80::1%eth0", "::", "::1", "1::", "0:0:0:0:0:FFFF:cb00:7109"),
    );
    fc.assert(
      fc.property(addresses, addresses, fc.nat(128), (ip, other, bits) => {
        for (const network of [`${ip}/${bits}`, `${other}/${bits}`, `203.0.113.9/${bits}`]) {
          const query = { terms: [{ field: "ip", values: [network] }] } as const;
          expect(mayMatch({ log_id: "1", date: 0, type: "s", ip }, query)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
