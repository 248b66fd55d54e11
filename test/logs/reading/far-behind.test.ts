import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/core/clock.ts";
import { createLogSource, failing, type LogSource } from "../../fakes/auth0/log-source.ts";
import { openReadingBench, type ReadingBench } from "./bench.ts";

/** Auth0 answers as if nothing were the matter: with the oldest events that it still has. */
const silently = { keptMs: DAY, gone: "oldest" } as const;

/** Whatever came in, and is neither here nor said to be missing. */
async function unnoticed(bench: ReadingBench): Promise<readonly Date[]> {
  const { proved, holes } = await bench.coverage();
  const stored = new Set(await bench.stored());
  return bench.source
    .ever()
    .filter(({ record }) => !stored.has(record.log_id))
    .map(({ cameIn }) => cameIn)
    .filter((at) => at >= (proved?.since ?? at) && at < (proved?.until ?? at))
    .filter((at) => !holes.some(({ from, to }) => at >= from && at < to));
}

it("notices what Auth0 forgets while a history is read that was there a while ago", async () => {
  const bench = openReadingBench(silently);
  await bench.run(10 * MINUTE, () => bench.source.write());
  const crowd = () => {
    for (let nth = 0; nth < 100; nth += 1) bench.source.write();
  };
  await bench.off(10 * MINUTE, crowd);
  await bench.off(23 * HOUR + 35 * MINUTE, () => bench.source.write(), 5 * MINUTE);
  await bench.run(1.5 * SECOND, () => {}, SECOND / 2);
  expect((await bench.coverage()).holes).toEqual([]);
  bench.fail(failing("down"));
  await bench.run(30 * MINUTE, () => bench.source.write(), 10 * SECOND);
  bench.fail(undefined);
  await bench.run(10 * MINUTE);
  expect((await bench.coverage()).holes).toHaveLength(1);
  expect(await unnoticed(bench)).toEqual([]);
});

it("notices what Auth0 forgets days after a history was read", async () => {
  const bench = openReadingBench(silently);
  for (let nth = 0; nth < 150; nth += 1) {
    bench.source.write();
    await bench.clock.advance(SECOND);
  }
  await bench.clock.advance(23 * HOUR + 30 * MINUTE);
  const write = () => bench.source.write();
  await bench.run(3 * DAY, write, 10 * MINUTE);
  expect((await bench.coverage()).holes).toEqual([]);
  bench.fail(failing("down"));
  await bench.run(30 * HOUR, write, 10 * MINUTE);
  bench.fail(undefined);
  await bench.run(15 * MINUTE, write, MINUTE);
  expect((await bench.coverage()).holes).toHaveLength(1);
  expect(await unnoticed(bench)).toEqual([]);
});

it("passes over nothing where something that came in at last had happened before all the rest", async () => {
  const bench = openReadingBench();
  for (let minute = 0; minute < 300; minute += 1) {
    bench.source.write();
    await bench.clock.advance(MINUTE);
  }
  bench.source.write({ agoMs: 5 * HOUR - 20 * MINUTE });
  await bench.clock.advance(15 * MINUTE);
  await bench.run(5 * MINUTE);
  expect(await bench.stored()).toEqual(bench.ever());
});

/** A log whose clock is minutes behind ours. */
function openBehind() {
  let theirs: LogSource | undefined;
  const bench = openReadingBench({
    log(now) {
      theirs = createLogSource({ now: () => new Date(now().getTime() - 9 * MINUTE) });
      return theirs;
    },
  });
  const source = theirs as unknown as LogSource;
  source.write();
  const ids = () => source.ever().map(({ record }) => record.log_id);
  return { ...bench, source, ids };
}

it("loses nothing that is seen late in a log whose clock is minutes behind ours", async () => {
  const bench = openBehind();
  await bench.clock.advance(5 * MINUTE);
  await bench.run(10 * MINUTE, () => {
    bench.source.write({ lateMs: 90 * SECOND });
    bench.source.write();
  });
  await bench.run(15 * MINUTE);
  expect(await bench.stored()).toEqual(bench.ids());
});

it("loses nothing of such a log either that is seen late when it is read for the first time", async () => {
  const bench = openBehind();
  await bench.clock.advance(20 * MINUTE);
  bench.source.write({ lateMs: 110 * SECOND });
  for (let second = 0; second < 95; second += 1) {
    bench.source.write();
    await bench.clock.advance(SECOND);
  }
  await bench.run(15 * MINUTE);
  expect(await bench.stored()).toEqual(bench.ids());
});
