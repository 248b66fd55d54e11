import fc from "fast-check";
import { expect, it } from "vitest";
import type { Coverage } from "../../../src/core/archive.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/core/clock.ts";
import { failing } from "../../fakes/auth0/log-source.ts";
import { openReadingBench, type ReadingBench } from "./bench.ts";

/** What happens to the log, the stream and the bot for a while. */
const happenings = fc.record({
  what: fc.constantFrom("run", "run", "run", "kill", "off", "outage"),
  /** Minutes; of being off, hours. */
  lasts: fc.constantFrom(1, 3, 7, 13, 29),
  /** Of each event: how long ago it happened, how late it is seen, and what the stream does with it. */
  events: fc.array(
    fc.record({
      agoMs: fc.constantFrom(0, 0, 0, 5 * SECOND, HOUR),
      lateMs: fc.constantFrom(0, 0, 0, 20 * SECOND, 100 * SECOND),
      stream: fc.constantFrom("once", "once", "twice", "lost", "late"),
    }),
    { maxLength: 12 },
  ),
});
type Happening = typeof happenings extends fc.Arbitrary<infer One> ? One : never;
type Event = Omit<Happening["events"][number], "agoMs"> & { agoMs: number };

const histories = fc.record({
  gone: fc.constantFrom("refused", "oldest", "nothing"),
  ids: fc.constantFrom("dated", "dated", "odd"),
  streamed: fc.boolean(),
  happenings: fc.array(happenings, { minLength: 1, maxLength: 8 }),
});

it("says what is missing, and only that, whatever happens to the log, the stream and the bot", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ happenings: all, ...given }) => {
      const bench = openReadingBench({ ...given, keptMs: DAY });
      for (const happening of all) {
        await happen(bench, happening, given);
        await expectTruth(bench);
      }
      bench.fail(undefined);
      await bench.run(15 * MINUTE, undefined, 5 * SECOND);
      await expectTruth(bench);
      const { proved } = await bench.coverage();
      const lag = bench.clock.now().getTime() - (proved?.until.getTime() ?? 0);
      if (bench.source.search(true).length > 0) expect(lag).toBeLessThan(5 * MINUTE);
    }),
    { numRuns: Number(process.env.READING_RUNS ?? 25) },
  );
}, 300_000);

async function happen(
  bench: ReadingBench,
  happening: Happening,
  { streamed, ids }: { streamed: boolean; ids: string },
) {
  const { what, lasts } = happening;
  const ms = lasts * (what === "off" ? HOUR : MINUTE);
  const steps = 12;
  let nth = 0;
  const each = () => {
    const event = happening.events[nth];
    nth += 1;
    // Where ids tell no time, the oldest event is known by its own time alone.
    const agoMs = ids === "odd" ? 0 : event?.agoMs;
    if (event) write(bench, { ...event, agoMs: agoMs ?? 0 }, streamed && what !== "off");
  };
  bench.fail(what === "outage" ? failing("down") : undefined);
  if (what === "off" || what === "kill") return bench.off(ms, each, ms / steps);
  return bench.run(ms, each, Math.min(ms / steps, 10 * SECOND));
}

function write(bench: ReadingBench, event: Event, delivered: boolean): void {
  const record = bench.source.write(event);
  if (!delivered) return;
  const times = { once: 1, twice: 2, late: 1, lost: 0 }[event.stream];
  const wait = event.stream === "late" ? 3 * MINUTE : 0;
  const deliver = () => bench.archive.add({ tenant: "prod", way: "stream", records: [record] });
  void bench.clock.after(wait).then(async () => {
    for (let time = 0; time < times; time += 1) await deliver();
  });
}

/** What is said to be proved is here, all of it, but for the holes; and a hole has room for what Auth0 had forgotten. */
async function expectTruth(bench: ReadingBench): Promise<void> {
  const coverage = await bench.coverage();
  if (!coverage.proved) return;
  const { since, until } = coverage.proved;
  const stored = new Set(await bench.stored());
  const missing = bench.source
    .ever()
    .filter(({ cameIn }) => cameIn >= since && cameIn < until)
    .filter(({ record, cameIn }) => !(stored.has(record.log_id) || isIn(cameIn, coverage)));
  expect(missing).toEqual([]);
  for (const { from, to, foundAt } of coverage.holes) {
    expect(from < to).toBe(true);
    // Within this nothing can have been forgotten.
    expect(foundAt.getTime() - from.getTime()).toBeGreaterThan(23 * HOUR);
  }
}

const isIn = (moment: Date, { holes }: Coverage): boolean =>
  holes.some(({ from, to }) => moment >= from && moment < to);
