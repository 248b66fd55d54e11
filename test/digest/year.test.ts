import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConversationId } from "../../src/core/address.ts";
import { DAY, MINUTE } from "../../src/core/clock.ts";
import type { WeeklyTime } from "../../src/core/digest.ts";
import { nextDue, parseWeekly, weekOf } from "../../src/core/weekly.ts";
import { dice, type Lives, oneIn, openLives, soon } from "./lives.ts";

/** Mondays as most have them, and hours that clocks leave out or show twice. */
const chosen = [
  "Mon 09:00@Europe/Berlin",
  "Sun 02:30@America/New_York",
  "Mon 00:00@Asia/Kolkata",
  "Sun 02:15@Australia/Lord_Howe",
  "Fri 23:59@Pacific/Kiritimati",
  "Sat 00:00@America/St_Johns",
  "Fri 00:30@Africa/Cairo",
] as const;

const usual = parseWeekly(chosen[0], "UTC");
const start = new Date("2026-01-01T00:00:00Z");
const yearOn = new Date("2027-01-04T12:00:00Z");

interface Follower {
  readonly conversation: ConversationId;
  readonly time: WeeklyTime;
}

async function followed(lives: Lives, times: readonly string[]): Promise<readonly Follower[]> {
  const followers = times.map((written, index) => ({
    conversation: `local:channel:c${index}` as const,
    time: parseWeekly(written, "UTC"),
  }));
  for (const { conversation, time } of followers) {
    await lives.follow(conversation);
    // The first has none of its own: it gets the usual one.
    if (conversation === "local:channel:c0") continue;
    const nextDueAt = nextDue(time, lives.clock.now());
    await lives.store().digests.schedule({ ...time, conversation, nextDueAt });
  }
  await lives.tick();
  return followers;
}

/** What the bot went through: ticks that it survived, and how much chance there was of anything else. */
interface Course {
  readonly ticks: readonly Date[];
  readonly until: Date;
}

/** Time goes on from one thing that is due to the next, with deaths and downtimes as chance has it. */
async function live(
  lives: Lives,
  followers: readonly Follower[],
  { until, roll, deadly }: { until: Date; roll: () => number; deadly: boolean },
): Promise<Course> {
  const ticks: Date[] = [lives.clock.now()];
  const fate = deadly ? oneIn(40, roll) : undefined;
  while (lives.clock.now() < until) {
    const now = lives.clock.now();
    const due = new Date(Math.min(...followers.map(({ time }) => +nextDue(time, now))));
    // Just before it nothing may come; within the minute after it, everything must.
    lives.goTo(new Date(due.getTime() - 1));
    if (await lives.tick()) ticks.push(lives.clock.now());
    else await lives.restart(fate);
    lives.goTo(soon(due, roll));
    if (deadly && roll() < 0.1) {
      lives.clock.pass(downtime(roll));
      await lives.restart(fate);
    }
    while (!(await lives.tick())) {
      if (roll() < 0.5) lives.clock.pass(downtime(roll));
      await lives.restart(fate);
    }
    ticks.push(lives.clock.now());
  }
  return { ticks, until: lives.clock.now() };
}

/** Mostly minutes, now and then weeks. */
const downtime = (roll: () => number): number =>
  Math.floor(roll() < 0.7 ? roll() * 90 * MINUTE : roll() * 24 * DAY);

/** One of each week, at the first chance that there was, and none of a week that had none. How many there were. */
function judge(lives: Lives, followers: readonly Follower[], course: Course, from = start): number {
  const counts = followers.map((follower) => judgeOne(lives, follower, course, from));
  const total = counts.reduce((sum, count) => sum + count, 0);
  // Nothing came that was not asked about.
  expect(total).toBe(lives.told.length);
  return total;
}

function judgeOne(
  { told }: Lives,
  { conversation, time }: Follower,
  { ticks, until }: Course,
  from: Date,
): number {
  const mine = told.filter((one) => one.conversation === conversation);
  let count = 0;
  for (let due = nextDue(time, from); due <= until; due = nextDue(time, due)) {
    const chance = ticks.find((at) => at >= due) ?? until;
    const had = mine.filter(({ week }) => week === weekOf(due, time.zone));
    const missed = chance >= nextDue(time, due);
    const where = `${conversation}, ${due.toISOString()}`;
    expect(had.length === 1 || (missed && had.length === 0), where).toBe(true);
    for (const { at } of had) expect(at >= due && at <= chance, where).toBe(true);
    count += had.length;
  }
  return count;
}

describe("a year of weekly digests", () => {
  it("brings each conversation one of each of its weeks, within a minute, whatever clocks do", async () => {
    const lives = await openLives({ start, usual });
    const followers = await followed(lives, chosen);
    const roll = dice(1);
    const course = await live(lives, followers, { until: yearOn, roll, deadly: false });
    judge(lives, followers, course);
    for (const { conversation, time } of followers) {
      const mine = lives.told.filter((one) => one.conversation === conversation);
      let due = nextDue(time, start);
      for (const { week, at } of mine) {
        expect(week).toBe(weekOf(due, time.zone));
        expect(at.getTime() - due.getTime()).toBeLessThan(MINUTE);
        due = nextDue(time, due);
      }
      expect(mine.length).toBeGreaterThanOrEqual(52);
    }
    expect(lives.readings.some(({ lateSince }) => lateSince)).toBe(false);
    await lives.close();
  });

  it("brings none twice and loses none through kills at any moment and weeks of downtime", async () => {
    const lives = await openLives({ start, usual });
    const followers = await followed(lives, chosen);
    const course = await live(lives, followers, { until: yearOn, roll: dice(7), deadly: true });
    expect(judge(lives, followers, course)).toBeGreaterThan(100);
    expect(lives.readings.some(({ lateSince }) => lateSince)).toBe(true);
    await lives.close();
  });

  it("keeps to that on a file that is opened anew by each life", async () => {
    const folder = mkdtempSync(join(tmpdir(), "watchpost-digests-"));
    const lives = await openLives({ start, usual, file: join(folder, "watchpost.db") });
    const followers = await followed(lives, chosen.slice(0, 3));
    const until = new Date(start.getTime() + 100 * DAY);
    const course = await live(lives, followers, { until, roll: dice(3), deadly: true });
    expect(judge(lives, followers, course)).toBeGreaterThan(10);
    await lives.close();
    rmSync(folder, { recursive: true });
  });

  it("holds for any times, zones and misfortunes", async () => {
    const zone = fc.constantFrom(...chosen.map((written) => written.split("@")[1] ?? "UTC"));
    const day = fc.constantFrom("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    const hour = fc.constantFrom("00:00", "01:30", "02:00", "02:15", "02:30", "09:00", "23:59");
    const written = fc.tuple(day, hour, zone).map(([d, h, z]) => `${d} ${h}@${z}`);
    const begin = fc.constantFrom("2026-03-01", "2026-09-20", "2026-12-10");
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 1, maxLength: 3 }),
        begin,
        fc.integer({ min: 1, max: 1_000_000 }),
        async (times, from, seed) => {
          const lives = await openLives({ start: new Date(from), usual });
          const followers = await followed(lives, [chosen[0], ...times]);
          const until = new Date(Date.parse(from) + 8 * 7 * DAY);
          const course = await live(lives, followers, { until, roll: dice(seed), deadly: true });
          expect(judge(lives, followers, course, new Date(from))).toBeGreaterThan(0);
          await lives.close();
        },
      ),
      { numRuns: 15 },
    );
  });
});
