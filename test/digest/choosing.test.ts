import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { parseWeekly, weekOf } from "../../src/core/weekly.ts";
import { ask } from "../fakes/context.ts";
import { type Lives, openLives } from "./lives.ts";

const usual = parseWeekly("Mon 09:00", "Europe/Berlin");
const start = new Date("2026-09-30T12:00:00Z");

/** Waits for so many hours, then says a time. */
type Choice = readonly [hours: number, written: string];

/** Says the line as somebody in the conversation would, and gives the week that falls away by it. */
async function choose(lives: Lives, line: string): Promise<readonly string[]> {
  const [before] = await lives.store().digests.schedules();
  const digests = { usual, compose: async () => ({ summary: "All is well.", blocks: [] }) };
  const now = lives.clock.now();
  const { summary } = await ask(line, { store: lives.store(), now, digests });
  const falls = summary.includes("falls away");
  return falls && before ? [weekOf(before.nextDueAt, before.zone)] : [];
}

async function passTo(lives: Lives, until: Date): Promise<void> {
  for (;;) {
    const [schedule] = await lives.store().digests.schedules();
    if (!schedule || schedule.nextDueAt > until) break;
    lives.goTo(schedule.nextDueAt);
    await lives.tick();
  }
  lives.goTo(until);
  await lives.tick();
}

/** The weeks from one to another, both included. */
function weeksBetween(first: string, last: string): readonly string[] {
  const days = Array.from({ length: 70 }, (_, week) => new Date(start.getTime() + week * 7 * DAY));
  return days.map((day) => weekOf(day, "UTC")).filter((week) => week >= first && week <= last);
}

describe("choosing when the digest comes", () => {
  it("brings no week twice, and leaves none out without saying so, however often it is done", async () => {
    const day = fc.constantFrom("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    const zone = fc.constantFrom("UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Honolulu");
    const hour = fc.constantFrom("00:00", "02:30", "09:00", "23:59");
    const written = fc.tuple(day, hour, zone).map(([d, h, z]) => `${d} ${h} zone:${z}`);
    const choice = fc.tuple(fc.integer({ min: 1, max: 300 }), written);
    await fc.assert(
      fc.asyncProperty(fc.array(choice, { minLength: 1, maxLength: 8 }), async (choices) => {
        const { told, fallen, first } = await course(choices);
        expect(new Set(told).size).toBe(told.length);
        const last = told.at(-1) ?? "";
        const missed = weeksBetween(first, last).filter((week) => !told.includes(week));
        expect(missed.filter((week) => !fallen.includes(week))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

async function course(choices: readonly Choice[]) {
  const lives = await openLives({ start, usual });
  await choose(lives, "digest schedule");
  const [begun] = await lives.store().digests.schedules();
  const first = begun ? weekOf(begun.nextDueAt, begun.zone) : "";
  const fallen: string[] = [];
  for (const [hours, written] of choices) {
    await passTo(lives, new Date(lives.clock.now().getTime() + hours * HOUR));
    fallen.push(...(await choose(lives, `digest schedule ${written}`)));
  }
  await passTo(lives, new Date(lives.clock.now().getTime() + 15 * DAY));
  const told = lives.told.map(({ week }) => week);
  await lives.close();
  return { told, fallen, first };
}
