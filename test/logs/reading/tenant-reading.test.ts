import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/core/clock.ts";
import { failing } from "../../fakes/auth0/log-source.ts";
import { openReadingBench, type ReadingBench } from "./bench.ts";

async function expectWhole(bench: ReadingBench): Promise<void> {
  expect(await bench.stored()).toEqual(bench.ever());
  expect((await bench.coverage()).holes).toEqual([]);
}

const lagOf = async ({ coverage, clock }: ReadingBench): Promise<number> =>
  clock.now().getTime() - ((await coverage()).proved?.until.getTime() ?? 0);

/** A log in which something happened a while ago. */
async function openOldBench(given: Parameters<typeof openReadingBench>[0] = {}) {
  const bench = openReadingBench(given);
  bench.source.write();
  await bench.clock.advance(5 * MINUTE);
  return bench;
}

describe("reading a tenant's log", () => {
  it("brings what is new at once, and proves it a few minutes later", async () => {
    const bench = await openOldBench();
    await bench.run(30 * SECOND);
    const { log_id } = bench.source.write();
    await bench.run(11 * SECOND);
    expect(await bench.stored()).toContain(log_id);
    expect((await bench.coverage()).proved?.checkpoint).not.toBe(log_id);
    await bench.run(3 * MINUTE);
    expect((await bench.coverage()).proved?.checkpoint).toBe(log_id);
    expect(await lagOf(bench)).toBeLessThan(3 * MINUTE);
    await expectWhole(bench);
  });

  it("proves a log to its end in which nothing happens", async () => {
    const bench = await openOldBench();
    await bench.run(30 * MINUTE);
    expect(await lagOf(bench)).toBeLessThan(3 * MINUTE);
    expect(bench.reader().reading()).toEqual({ streamed: false });
  });

  it("waits for a log in which nothing has ever happened", async () => {
    const bench = openReadingBench();
    await bench.run(20 * MINUTE);
    expect(bench.reader().reading()).toEqual({ streamed: false, empty: true });
    bench.source.write();
    await bench.run(5 * MINUTE);
    await expectWhole(bench);
    expect(bench.reader().reading()).toEqual({ streamed: false });
  });

  it("begins with what came into a crowded log first, even if much of it happened earlier", async () => {
    const bench = openReadingBench();
    for (let nth = 0; nth < 900; nth += 1) {
      bench.source.write({ agoMs: (nth * 7919) % (20 * SECOND) });
      await bench.clock.advance(SECOND / 40);
    }
    await bench.clock.advance(5 * MINUTE);
    await bench.run(5 * MINUTE);
    await expectWhole(bench);
  });

  it("takes in what Auth0 puts late among older events", async () => {
    const bench = await openOldBench();
    await bench.run(10 * MINUTE, () => {
      bench.source.write({ lateMs: 90 * SECOND });
      bench.source.write();
    });
    await bench.run(5 * MINUTE);
    await expectWhole(bench);
  });

  it("goes by Auth0's order, whatever ids look like and whatever the events' own times", async () => {
    const bench = await openOldBench({ ids: "odd" });
    await bench.run(10 * MINUTE, () => {
      bench.source.write({ agoMs: 3 * HOUR });
      bench.source.write({ agoMs: 3 * HOUR, lateMs: 60 * SECOND });
    });
    await bench.run(5 * MINUTE);
    await expectWhole(bench);
    expect(await lagOf(bench)).toBeLessThan(3 * MINUTE);
  });

  it("goes on exactly where it was, however often it is killed", async () => {
    const bench = await openOldBench();
    for (let life = 0; life < 10; life += 1) {
      await bench.run(47 * SECOND, () => bench.source.write({ lateMs: 20 * SECOND }));
      await bench.off(3 * MINUTE, () => bench.source.write());
    }
    await bench.run(5 * MINUTE);
    await expectWhole(bench);
  });
});

describe("reading a tenant's history", () => {
  it("goes on from the oldest event that Auth0 has, while the newest are there already", async () => {
    const bench = openReadingBench();
    for (let hour = 0; hour < 24 * 3; hour += 1) {
      for (let nth = 0; nth < 100; nth += 1) bench.source.write();
      await bench.clock.advance(HOUR);
    }
    const newest = bench.source.write();
    await bench.run(3 * SECOND);
    expect(await bench.stored()).toContain(newest.log_id);
    expect((await bench.stored()).length).toBeLessThan(3000);
    expect(bench.reader().reading().history?.toGoMs).toBeGreaterThan(0);
    await bench.run(60 * SECOND);
    await expectWhole(bench);
    await bench.run(3 * MINUTE);
    expect(bench.reader().reading()).toEqual({ streamed: false });
    expect(await lagOf(bench)).toBeLessThan(3 * MINUTE);
    expect((await bench.coverage()).proved?.since).toEqual(bench.source.ever()[0]?.cameIn);
  });

  it("keeps ahead of what Auth0 forgets meanwhile", async () => {
    const bench = openReadingBench({ keptMs: DAY, gone: "refused" });
    for (let hour = 0; hour < 24; hour += 1) {
      for (let nth = 0; nth < 60; nth += 1) bench.source.write();
      await bench.clock.advance(HOUR - 10);
    }
    await bench.run(3 * MINUTE);
    const { proved, holes } = await bench.coverage();
    expect(holes).toEqual([]);
    const since = proved?.since ?? new Date(0);
    const after = bench.source.ever().filter(({ cameIn }) => cameIn >= since);
    expect(await bench.stored()).toEqual(
      expect.arrayContaining(after.map(({ record }) => record.log_id)),
    );
  });
});

describe("a log whose oldest events go faster than they can be asked for", () => {
  it("is gone on with halfway to the present, with one hole and not one after the other", async () => {
    const bench = await openOldBench({ keptMs: DAY, gone: "refused", gapMs: 1500 });
    await bench.run(5 * MINUTE, () => bench.source.write());
    await bench.off(MINUTE);
    for (let second = 0; second < 120; second += 1) {
      for (let nth = 0; nth < 100; nth += 1) bench.source.write();
      await bench.clock.advance(SECOND);
    }
    await bench.off(DAY - 118 * SECOND, () => bench.source.write(), 5 * MINUTE);
    await bench.run(90 * SECOND);
    const { proved, holes } = await bench.coverage();
    expect(holes.length).toBeGreaterThan(0);
    expect(holes.length).toBeLessThan(4);
    const stored = new Set(await bench.stored());
    const proven = bench.source
      .ever()
      .filter(({ cameIn }) => cameIn >= (proved?.since ?? 0) && cameIn < (proved?.until ?? 0))
      .filter(({ cameIn }) => !holes.some(({ from, to }) => cameIn >= from && cameIn < to));
    expect(proven.length).toBeGreaterThan(200);
    expect(proven.filter(({ record }) => !stored.has(record.log_id))).toEqual([]);
  });
});

const early = { dated: SECOND, odd: 10 * MINUTE };
describe("a log of which Auth0 has forgotten what was not read", () => {
  for (const gone of ["refused", "oldest", "nothing"] as const) {
    for (const ids of ["dated", "odd"] as const) {
      it(`is told by the span that is missing, where Auth0 answers with ${gone} and ids are ${ids}`, async () => {
        const bench = await openOldBench({ keptMs: DAY, gone, ids });
        await bench.run(10 * MINUTE, () => bench.source.write());
        const before = (await bench.coverage()).proved?.until;
        await bench.off(30 * HOUR, () => bench.source.write());
        await bench.run(4 * MINUTE);
        const { holes } = await bench.coverage();
        const kept = (holes[0]?.foundAt.getTime() ?? 0) - DAY;
        const oldest = bench.source.ever().find(({ cameIn }) => cameIn.getTime() > kept)?.cameIn;
        expect(holes).toMatchObject([{ to: oldest }]);
        expect(Number(before) - Number(holes[0]?.from)).toBeLessThanOrEqual(early[ids]);
        const stored = new Set(await bench.stored());
        const lost = bench.source.ever().filter(({ record }) => !stored.has(record.log_id));
        expect(lost.length).toBeGreaterThan(100);
        for (const { cameIn } of lost) {
          expect(cameIn >= (before ?? 0)).toBe(true);
          expect(cameIn < (oldest ?? 0)).toBe(true);
        }
        expect(bench.reader().holes()).toHaveLength(1);
        await bench.run(5 * MINUTE);
        expect((await bench.coverage()).holes).toHaveLength(1);
        expect(await lagOf(bench)).toBeLessThan(3 * MINUTE);
      });
    }

    it(`has no hole where nothing happened for so long, where Auth0 answers with ${gone}`, async () => {
      const bench = await openOldBench({ keptMs: DAY, gone });
      for (let hour = 0; hour < 26; hour += 1) {
        await bench.run(5 * MINUTE);
        await bench.off(HOUR);
      }
      expect(bench.source.search(true)).toEqual([]);
      await bench.run(5 * MINUTE);
      expect(await lagOf(bench)).toBeLessThan(5 * MINUTE);
      await bench.run(5 * MINUTE, () => bench.source.write());
      await bench.run(5 * MINUTE);
      await expectWhole(bench);
    });

    it(`has no hole after a pause in which Auth0 forgot nothing, where it answers with ${gone}`, async () => {
      const bench = await openOldBench({ gone });
      await bench.run(10 * MINUTE, () => bench.source.write());
      await bench.off(5 * DAY, () => bench.source.write());
      await bench.run(3 * MINUTE);
      await expectWhole(bench);
    });
  }
});

describe("reading behind a stream", () => {
  const streamed = { streamed: true };
  const deliver = (bench: ReadingBench, ...records: readonly object[]) =>
    bench.archive.add({ tenant: "prod", way: "stream", records });

  it("brings what the stream lost, counts it, and leaves the rest to the stream", async () => {
    const bench = await openOldBench(streamed);
    let nth = 0;
    await bench.run(10 * MINUTE, () => {
      nth += 1;
      const record = bench.source.write();
      if (nth % 20 !== 0) void deliver(bench, record);
    });
    await bench.run(5 * MINUTE);
    await expectWhole(bench);
    expect((await bench.coverage()).recovered).toBe(30);
  });

  it("keeps what the stream brings and Auth0's log never shows", async () => {
    const bench = await openOldBench(streamed);
    const date = bench.clock.now().toISOString();
    await deliver(bench, { log_id: "90020261122120000000000000001", date, type: "s" });
    await bench.run(5 * MINUTE);
    expect(await bench.stored()).toContain("90020261122120000000000000001");
  });

  it("notices that the stream is dead, and then brings what is new at once", async () => {
    const bench = await openOldBench(streamed);
    await bench.run(5 * MINUTE, () => void deliver(bench, bench.source.write()));
    expect(bench.reader().reading().streamSilentSince).toBeUndefined();
    await bench.run(20 * MINUTE, () => bench.source.write());
    expect(bench.reader().reading().streamSilentSince).toBeDefined();
    const { log_id } = bench.source.write();
    await bench.run(11 * SECOND);
    expect(await bench.stored()).toContain(log_id);
    await deliver(bench, bench.source.write());
    await bench.run(5 * MINUTE);
    expect(bench.reader().reading().streamSilentSince).toBeUndefined();
  });

  it("does not take a quiet log for a dead stream", async () => {
    const bench = await openOldBench(streamed);
    await bench.run(40 * MINUTE);
    expect(bench.reader().reading()).toEqual({ streamed: true });
  });
});

describe("a log that cannot be read", () => {
  it("is left alone for longer and longer, and says why after a while", async () => {
    const bench = await openOldBench();
    await bench.run(3 * MINUTE);
    bench.fail(failing("down"));
    const before = bench.asked.count;
    await bench.run(20 * MINUTE);
    expect(bench.asked.count - before).toBeLessThan(15);
    expect(bench.reader().reading().stuck).toMatchObject({ why: "It is down", fix: "Mend it." });
    bench.fail(undefined);
    await bench.run(8 * MINUTE);
    expect(bench.reader().reading()).toEqual({ streamed: false });
    await expectWhole(bench);
  });

  it("is asked again as soon as the quota allows it", async () => {
    const bench = await openOldBench();
    await bench.run(3 * MINUTE);
    bench.fail(failing("throttled", 20 * SECOND));
    const before = bench.asked.count;
    await bench.run(2 * MINUTE);
    expect(bench.asked.count - before).toBeGreaterThan(3);
    expect(bench.asked.count - before).toBeLessThan(8);
  });

  it("proves at once what came in while the machine slept and has settled, beyond the end that was seen before", async () => {
    const bench = await openOldBench();
    await bench.run(3 * MINUTE);
    await bench.clock.advance(20 * MINUTE);
    bench.source.write();
    await bench.clock.advance(15 * MINUTE);
    await bench.run(35 * SECOND);
    expect(await lagOf(bench)).toBeLessThan(16 * MINUTE);
    await expectWhole(bench);
  });

  it("does not hold it against Auth0 that the machine slept", async () => {
    const bench = await openOldBench();
    await bench.run(3 * MINUTE);
    await bench.clock.advance(5 * HOUR);
    bench.reader().tick();
    expect(bench.reader().reading().stuck).toBeUndefined();
  });
});
