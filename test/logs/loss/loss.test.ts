import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqliteArchive } from "../../../adapters/sql/sqlite-archive.ts";
import { systemClock } from "../../../src/clock.ts";
import type { LogPlace } from "../../../src/core/archive.ts";
import { HOUR, SECOND } from "../../../src/core/clock.ts";
import { openArchive } from "../../../src/logs/archive.ts";
import type { SourceRecord } from "../../fakes/auth0/log-source.ts";
import { build } from "../../fakes/build.ts";
import { quietLog } from "../../login/bench.ts";
import { openWorld, type World } from "./world.ts";

/** More by hand: LOSS_EVENTS=200000 npx vitest run test/logs/loss */
const size = Number(process.env.LOSS_EVENTS ?? 20_000);

let folder: string;
let built: ReturnType<typeof build>;
let world: World;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-loss-"));
  built = build(
    "test/logs/loss/bot.ts",
    "src/logs/archive-thread.ts",
    "adapters/sql/sqlite-archive-engine.ts",
  );
});
afterAll(async () => {
  await world.close();
  built.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe("what is kept of a log", () => {
  it("is all of it after losses, doubles, disorder, kills and an hour offline, and what Auth0 itself lost is told by its span", {
    timeout: 120_000 * Math.ceil(size / 20_000),
  }, async () => {
    const file = join(folder, "logs.db");
    const random = seeded(7);
    world = await openWorld({
      built,
      file,
      random,
      log: { keptMs: 30 * HOUR, gone: "oldest" },
    });

    // Twenty hours before the bot is there.
    happen(world, { events: 0.4 * size, withinMs: 20 * HOUR, random });
    await world.start();
    for (let life = 0; life < 3; life += 1) {
      await stream(world, { events: 0.13 * size, random });
      await world.kill();
      await stream(world, { events: 0.005 * size, random });
      await world.start();
    }
    await stream(world, { events: 0.05 * size, random });
    await world.kill();
    // An hour offline.
    happen(world, { events: 0.05 * size, withinMs: HOUR, random });
    await world.start();
    await stream(world, { events: 0.08 * size, random });
    await caughtUp(world);
    const whole = await world.coverage();
    expect(whole.holes).toEqual([]);
    expect(whole.proved?.since).toEqual(world.source.ever()[0]?.cameIn);
    expect(whole.recovered).toBeGreaterThan(0);
    expect(world.sender.figures.lost).toBeGreaterThan(0.01 * size);
    expect(world.sender.figures.refused).toBeGreaterThan(0);
    await world.kill();
    const found = await kept(file);
    expect(found.map(([id]) => id)).toEqual(recordsOf(world).map(([id]) => id));
    const told = new Map(recordsOf(world));
    expect(found.filter(([id, words]) => told.get(id) !== words).slice(0, 3)).toEqual([]);

    // Longer offline than Auth0 keeps anything.
    happen(world, { events: 0.02 * size, withinMs: 40 * HOUR, random });
    await world.start();
    await caughtUp(world);
    const { holes } = await world.coverage();
    await world.kill();
    const now = new Map(await kept(file));
    const lost = world.source.ever().filter(({ record }) => !now.has(record.log_id));
    expect(lost.length).toBeGreaterThan(10);
    const next = world.source.ever().find(({ cameIn }) => cameIn > (lost.at(-1)?.cameIn ?? 0));
    expect(holes).toMatchObject([{ from: whole.proved?.until, to: next?.cameIn }]);
    for (const { cameIn } of lost) expect(cameIn >= (holes[0]?.from ?? 0)).toBe(true);
  });
});

interface Happening {
  readonly events: number;
  readonly random: () => number;
}

/** While nobody looks. */
function happen(
  world: World,
  { events, withinMs, random }: Happening & { withinMs: number },
): void {
  for (let nth = 0; nth < events; nth += 1) {
    write(world, random, 0);
    world.moveOn(withinMs / events);
  }
}

/** While it is streamed, in small batches. Some is seen in the log only later. */
async function stream(world: World, { events, random }: Happening): Promise<void> {
  for (let left = events; left > 0; ) {
    const many = Math.min(left, 10 + Math.floor(random() * 60));
    left -= many;
    const records = Array.from({ length: many }, () => write(world, random, 80 * SECOND));
    await world.sender.send(records);
  }
}

function write({ source }: World, random: () => number, latestMs: number): SourceRecord {
  const user_name = `user${Math.floor(random() * 500)}@example.com`;
  return source.write({
    agoMs: Math.floor(random() * 20 * SECOND),
    lateMs: random() < 0.1 ? Math.floor(random() * latestMs) : 0,
    type: random() < 0.2 ? "fp" : "s",
    user_name,
    details: { error: { message: `No ${random()}` }, odd: ['"', "\\", "ü", "\u2028", null, 1.5] },
  });
}

async function caughtUp(world: World): Promise<void> {
  const asOf = world.now();
  await expect
    .poll(async () => (await world.coverage()).proved?.until, { timeout: 60_000, interval: 100 })
    .toSatisfy((until: Date | undefined) => until !== undefined && until > asOf);
}

const recordsOf = ({ source }: World): readonly (readonly [string, string])[] =>
  source
    .ever()
    .map(({ record }) => [record.log_id, JSON.stringify(record)] as const)
    .sort(byId);

/** Every record as it is kept, byte for byte, by id. */
async function kept(file: string): Promise<readonly (readonly [string, string])[]> {
  const archive = await openArchive({
    engine: sqliteArchive({ file }),
    clock: systemClock,
    log: quietLog,
  });
  const all: (readonly [string, string])[] = [];
  for (let after: LogPlace | undefined, more = true; more; ) {
    const found = await archive.search(
      "prod",
      { terms: [] },
      { limit: 1000, ...(after && { after }) },
    );
    all.push(...found.events.map(({ id, raw }) => [id, JSON.stringify(raw)] as const));
    after = found.next;
    more = after !== undefined;
  }
  await archive.close();
  return all.sort(byId);
}

const byId = ([one]: readonly [string, string], [other]: readonly [string, string]): number =>
  one < other ? -1 : one > other ? 1 : 0;

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
