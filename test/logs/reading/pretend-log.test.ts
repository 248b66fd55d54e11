import { expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../../src/core/clock.ts";
import { createHistory, type History } from "../../../src/sandbox/tenant/history.ts";
import type { ReadableLog } from "../../fakes/auth0/log-source.ts";
import { openReadingBench } from "./bench.ts";

const domain = "pretend.us.auth0.com";

/** The pretend tenant's log as its Management API shows it: one event in twenty only seconds after others that came later. */
function openPretendLog(given: { streamed?: boolean } = {}) {
  let history: History | undefined;
  const bench = openReadingBench({
    ...given,
    log(now) {
      history = createHistory({ began: now(), domain, now, before: HOUR, perMinute: 30 });
      return readable(history);
    },
  });
  const opened = history as unknown as History;
  return {
    ...bench,
    history: opened,
    /** Whatever came in, shown or not, up to so long ago. */
    cameIn(agoMs: number): readonly string[] {
      const all = opened.takenInAfter(undefined, 100_000);
      const end = new Date(bench.clock.now().getTime() - agoMs).toISOString().replace(/\D/g, "");
      return all.map(({ log_id }) => log_id).filter((id) => id < `900${end}`);
    },
  };
}

const readable = (history: History): ReadableLog => ({
  after: (from, take) => history.after(from, take),
  find: (id) => history.find(id),
  search: (oldestFirst, since = new Date(0)) =>
    history.search(({ date }) => Date.parse(String(date)) >= since.getTime(), oldestFirst),
});

it("is whole in the end, where whoever goes by the newest event alone loses some", async () => {
  const bench = openPretendLog();
  const found = new Set<string>();
  let newest = bench.history.after(undefined, 100_000).at(-1)?.log_id;
  const first = newest ?? "";
  await bench.run(20 * MINUTE, () => {
    for (const { log_id } of bench.history.after(newest, 100)) {
      found.add(log_id);
      newest = log_id;
    }
  });
  const all = bench.cameIn(5 * MINUTE);
  const lost = all.filter((id) => id > first && !found.has(id));
  expect(lost.length).toBeGreaterThan(10);
  const stored = new Set(await bench.stored());
  expect(all.filter((id) => !stored.has(id))).toEqual([]);
  const { proved, holes } = await bench.coverage();
  expect(holes).toEqual([]);
  expect(bench.clock.now().getTime() - (proved?.until.getTime() ?? 0)).toBeLessThan(4 * MINUTE);
});

it("is never said to be whole where it is not, nor after kills at any moment", async () => {
  const bench = openPretendLog();
  for (let life = 0; life < 12; life += 1) {
    await bench.run(37 * SECOND + life * 7 * SECOND);
    const { proved } = await bench.coverage();
    const stored = new Set(await bench.stored());
    const until = bench.clock.now().getTime() - (proved?.until.getTime() ?? 0);
    expect(bench.cameIn(until).filter((id) => !stored.has(id))).toEqual([]);
    await bench.off(life * 3 * SECOND);
  }
  await bench.run(5 * MINUTE);
  const stored = new Set(await bench.stored());
  expect(bench.cameIn(4 * MINUTE).filter((id) => !stored.has(id))).toEqual([]);
});

it("has what is shown late at once from its stream, which loses nothing by it", async () => {
  const bench = openPretendLog({ streamed: true });
  let newest: string | undefined;
  await bench.run(10 * MINUTE, () => {
    const records = bench.history.takenInAfter(newest, 1000);
    newest = records.at(-1)?.log_id ?? newest;
    if (records.length > 0) void bench.archive.add({ tenant: "prod", way: "stream", records });
  });
  expect(await bench.stored()).toEqual(bench.cameIn(-SECOND));
  expect((await bench.coverage()).recovered).toBe(0);
});
