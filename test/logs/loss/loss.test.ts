import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { HOUR, MINUTE, SECOND } from "../../../src/core/clock.ts";
import { sayDate, sayTime } from "../../../src/core/say.ts";
import type { SourceRecord } from "../../fakes/auth0/log-source.ts";
import { build } from "../../fakes/build.ts";
import { openWorld, type World } from "./world.ts";

/** More, and in another way, by hand: LOSS_EVENTS=40000 LOSS_SEED=8 npx vitest run test/logs/loss */
const size = Number(process.env.LOSS_EVENTS ?? 3000);
const seed = Number(process.env.LOSS_SEED ?? 7);
const random = seeded(seed);

let built: ReturnType<typeof build>;
let world: World;
beforeAll(async () => {
  built = build("test/logs/loss/world-date.ts");
  world = await openWorld({
    built,
    random,
    luck: seeded(seed + 1),
    log: { keptMs: 30 * HOUR, gone: "oldest" },
  });
});
afterAll(async () => {
  await world?.close();
  built.remove();
});

describe("what is kept of a log, asked in chat", { timeout: 60_000 + 10 * size }, () => {
  it("is all of it after losses, doubles, disorder, late deliveries, kills and an hour offline", async () => {
    // Twenty hours before the bot is there.
    happen({ events: 0.25 * size, withinMs: 20 * HOUR });
    await world.start();
    for (const offlineMs of [0, 0, HOUR]) {
      await stream(0.15 * size);
      const notTaken = await dieTelling(0.02 * size);
      // Whatever it is sent now it does not hear.
      await stream(0.01 * size);
      happen({ events: 0.03 * size, withinMs: offlineMs });
      await world.start();
      // As Auth0 does until it is acknowledged.
      for (const records of notTaken) expect(await world.sender.post(records)).toBe(true);
    }
    await caughtUp();
    // The stream loses all of it, and the reader is close enough behind to pass what is seen late.
    await stream(0.1 * size, async () => {});
    const doctor = await caughtUp();

    const began = sayDate(world.source.ever()[0]?.cameIn ?? world.now(), "UTC");
    expect(doctor).toMatch(
      new RegExp(
        `Kept log of prod: whole since ${began}, proved up to \\d+ min ago; \\d+ events that the stream had lost were read`,
      ),
    );
    expect(await world.ask("readiness")).toMatch(/Passed: .*\blog-whole\b/);
    const { lost, doubled, late, refused } = world.sender.figures;
    expect(Math.min(lost, doubled)).toBeGreaterThan(0.01 * size);
    expect(Math.min(late, refused)).toBeGreaterThan(0);
    await expectKept(world.source.ever());
  });

  it("lacks what Auth0 itself lost, and says which span that is", async () => {
    const earliest = provedUntil(await world.ask("doctor"));
    await world.kill();
    const latest = world.now();
    // Longer offline than Auth0 keeps anything.
    happen({ events: 80, withinMs: 40 * HOUR });
    await world.start();
    const span = spanIn(await caughtUp(), /but for 1 hole: (from .*?) \(/);

    const { lines } = await saved();
    const kept = new Set(lines.map(idOf));
    const [lost, there] = parted(world.source.ever(), ({ record }) => !kept.has(record.log_id));
    expect(lost.length).toBeGreaterThan(10);
    const [first, last] = [lost[0]?.cameIn ?? 0, lost.at(-1)?.cameIn ?? 0];
    const next = there.find(({ cameIn }) => cameIn > last)?.cameIn ?? world.now();
    expect(span.to).toBe(sayTime(next, "UTC"));
    const from = Date.parse(span.from.replace(",", ""));
    // Nothing may have happened for a while before: then Auth0's clock may be behind by ten minutes.
    expect(from).toBeGreaterThanOrEqual(earliest - 11 * MINUTE);
    expect(from).toBeLessThanOrEqual(Math.min(+latest, +first));
    // Nothing that is kept came in within it.
    expect(there.filter(({ cameIn }) => cameIn > first && cameIn < last)).toEqual([]);

    expect(spanIn(await world.ask("readiness"), /may lack events (from .*?): /)).toEqual(span);
  });
});

/** While nobody looks. */
function happen({ events, withinMs }: { events: number; withinMs: number }): void {
  for (let nth = 0; nth < events; nth += 1) {
    write({ latestMs: 0 });
    world.moveOn(withinMs / events);
  }
}

/** While it is streamed, in small batches. Some is seen in the log only later. */
async function stream(events: number, send = world.sender.send): Promise<void> {
  for (let left = events; left > 0; ) {
    const many = Math.min(left, 10 + Math.floor(random() * 20));
    left -= many;
    await send(Array.from({ length: many }, () => write({ latestMs: 80 * SECOND })));
    await systemClock.after(40);
  }
}

/**
 * Kills the bot at its first acknowledgement of several deliveries at once, and gives those that were not acknowledged. The
 * log itself never shows any of it: what was acknowledged nobody else can bring.
 */
async function dieTelling(events: number): Promise<readonly (readonly SourceRecord[])[]> {
  const batches = Array.from({ length: 8 }, () =>
    Array.from({ length: Math.ceil(events / 8) }, () =>
      write({ lateMs: Number.POSITIVE_INFINITY }),
    ),
  );
  let killed: Promise<void> | undefined;
  const taken = await Promise.all(
    batches.map(async (records) => {
      const isTaken = await world.sender.post(records);
      if (isTaken) killed ??= world.kill();
      return isTaken;
    }),
  );
  await killed;
  expect(taken).toContain(true);
  return batches.filter((_, nth) => !taken[nth]);
}

function write({ latestMs = 0, lateMs }: { latestMs?: number; lateMs?: number }): SourceRecord {
  const isFirst = world.source.ever().length === 0;
  return world.source.write({
    agoMs: isFirst ? 0 : Math.floor(random() * 20 * SECOND),
    lateMs: lateMs ?? (random() < 0.2 ? Math.floor(random() * latestMs) : 0),
    type: random() < 0.2 ? "fp" : "s",
    user_name: `user${Math.floor(random() * 500)}@example.com`,
    details: { error: { message: `No ${random()}` }, odd: ['"', "\\", "ü", "\u2028", null, 1.5] },
  });
}

/** Everything up to now is proved; what the doctor says then. */
async function caughtUp(): Promise<string> {
  const asOf = world.now().getTime();
  let said = "";
  const provedByNow = async () => {
    said = await world.ask("doctor");
    return provedUntil(said);
  };
  await expect.poll(provedByNow, { timeout: 60_000, interval: 300 }).toBeGreaterThan(asOf);
  return said;
}

/** The earliest that the doctor's words allow. */
function provedUntil(doctor: string): number {
  const [, minutes] = /proved up to (\d+) min ago/.exec(doctor) ?? [];
  return minutes ? world.now().getTime() - (Number(minutes) + 2) * MINUTE : 0;
}

function spanIn(words: string, pattern: RegExp): { from: string; to: string } {
  const [from = "", to = ""] = pattern.exec(words)?.[1]?.slice("from ".length).split(" to ") ?? [];
  return { from, to };
}

function parted<Item>(items: readonly Item[], isFirst: (item: Item) => boolean) {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))] as const;
}

/**
 * The file that chat gives holds these, newest first, and all of it is the archive's own. A line is the event's JSON to the
 * last byte, but that signs which end a line in some programs are escaped in it.
 */
async function expectKept(expected: ReturnType<World["source"]["ever"]>): Promise<void> {
  const { lines, words } = await saved();
  expect(words).toMatch(/from the archive, which holds the log since [^,]*\./);
  expect(words).not.toMatch(/Events may be missing/);
  const told = new Map(expected.map(({ record }) => [record.log_id, JSON.stringify(record)]));
  const ids = lines.map(idOf);
  expect(ids.toSorted()).toEqual([...told.keys()].sort());
  const other = (line: string, nth: number) =>
    told.get(ids[nth] ?? "") !== line.replaceAll("\\u2028", "\u2028");
  expect(lines.filter(other).slice(0, 3)).toEqual([]);
  const dates = lines.map((line) => (JSON.parse(line) as SourceRecord).date);
  expect(dates).toEqual(dates.toSorted().reverse());
}

/** The log from its beginning on, as a file. */
const saved = () => world.save(`logs since:${world.source.ever()[0]?.record.date} as:jsonl`);

const idOf = (line: string): string => (JSON.parse(line) as SourceRecord).log_id;

/** The same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
