import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import type { WeeklyTime } from "../../src/core/digest.ts";
import { parseWeekly } from "../../src/core/weekly.ts";
import { type Lives, openLives } from "./lives.ts";

const ops = "local:channel:ops";
const usual = parseWeekly("Mon 09:00", "Europe/Berlin");
/** A Sunday, in week 47. */
const start = new Date("2026-11-22T12:00:00Z");
const monday = new Date("2026-11-23T08:00:00Z");
const later = (days: number, from = monday) => new Date(from.getTime() + days * DAY);

describe("the digest's runner", () => {
  let lives: Lives;
  /** In which no digest can be made. */
  let failing: readonly string[];
  beforeEach(async () => {
    failing = [];
    lives = await openLives({
      start,
      usual,
      compose: ({ conversation }) => {
        if (failing.includes(conversation)) throw new Error("the words would not come");
        return { summary: "All is well.", blocks: [] };
      },
    });
  });
  afterEach(() => lives.close());

  const tickAt = async (at: Date) => {
    lives.goTo(at);
    await lives.tick();
  };
  const weeks = () => lives.told.map(({ week }) => week);
  const schedule = (time: WeeklyTime, nextDueAt: Date) =>
    lives.store().digests.schedule({ ...time, conversation: ops, nextDueAt });

  it("gives whoever follows the digest the usual time, and nothing before that", async () => {
    await lives.follow(ops);
    await lives.tick();
    expect(await lives.store().digests.schedules()).toEqual([
      { ...usual, conversation: ops, nextDueAt: monday, usual: true },
    ]);
    await tickAt(new Date(monday.getTime() - 1));
    expect(weeks()).toEqual([]);
    await tickAt(monday);
    await tickAt(later(0.1));
    expect(weeks()).toEqual(["2026-W48"]);
    expect(await lives.store().digests.schedules()).toMatchObject([{ nextDueAt: later(7) }]);
  });

  it("gives nobody a week's digest twice where the clock was set back, and the next one on time", async () => {
    await lives.follow(ops);
    await lives.tick();
    await tickAt(monday);
    lives.setBack(HOUR);
    await lives.tick();
    await tickAt(new Date(monday.getTime() - 1));
    await tickAt(monday);
    await tickAt(later(1));
    expect(weeks()).toEqual(["2026-W48"]);
    await tickAt(later(7));
    expect(weeks()).toEqual(["2026-W48", "2026-W49"]);
  });

  it("tries what could not be made again where the clock was set back meanwhile", async () => {
    failing = [ops];
    await lives.follow(ops);
    await lives.tick();
    await tickAt(later(0.1));
    failing = [];
    lives.setBack(HOUR);
    await lives.tick();
    expect(weeks()).toEqual(["2026-W48"]);
  });

  it("does the same for a subscription from the settings, and for each conversation alone", async () => {
    const wish = { source: "digest", feed: "", as: "card", origin: "settings" } as const;
    const conversation = "slack:channel:C1";
    await lives.store().subscriptions.settle([{ ...wish, conversation, tenant: "prod" }], start);
    await lives.follow(ops);
    await lives.tick();
    await tickAt(monday);
    expect(lives.told.map((one) => one.conversation).sort()).toEqual([ops, conversation]);
    expect(lives.readings.map(({ tenant, zone }) => [tenant, zone])).toEqual([
      ["prod", "Europe/Berlin"],
      [undefined, "Europe/Berlin"],
    ]);
  });

  it("leaves alone who follows other things", async () => {
    await lives
      .store()
      .subscriptions.subscribe(
        { conversation: ops, source: "status", feed: "", as: "card", origin: "chat" },
        start,
      );
    await lives.tick();
    await tickAt(later(14));
    expect(await lives.store().digests.schedules()).toEqual([]);
    expect(weeks()).toEqual([]);
  });

  it("ends with the subscription, and begins anew with another", async () => {
    await lives.follow(ops);
    await lives.tick();
    await lives
      .store()
      .subscriptions.unsubscribe({ conversation: ops, source: "digest", feed: "" });
    await tickAt(later(10));
    expect(weeks()).toEqual([]);
    await lives.follow(ops);
    await lives.tick();
    expect(weeks()).toEqual([]);
    await tickAt(later(14));
    expect(weeks()).toEqual(["2026-W50"]);
  });

  it("sends one after weeks of downtime, of the latest week, and lets it say that it is late", async () => {
    await lives.follow(ops);
    await lives.tick();
    await lives.restart();
    await tickAt(later(16));
    expect(weeks()).toEqual(["2026-W50"]);
    expect(lives.readings).toMatchObject([{ lateSince: later(14) }]);
    await tickAt(later(21));
    expect(weeks()).toEqual(["2026-W50", "2026-W51"]);
  });

  it("does not call late what comes within the hour", async () => {
    await lives.follow(ops);
    await lives.tick();
    await tickAt(new Date(monday.getTime() + HOUR));
    expect(lives.readings.map(({ lateSince }) => lateSince)).toEqual([undefined]);
    await tickAt(new Date(later(7).getTime() + HOUR + 1));
    expect(lives.readings.at(-1)?.lateSince).toEqual(later(7));
  });

  it("tries again what could not be made, less and less often, until it works", async () => {
    await lives.follow(ops);
    await lives.tick();
    failing = [ops];
    lives.goTo(monday);
    for (let minute = 0; minute < 90; minute += 1) {
      await lives.tick();
      lives.clock.pass(MINUTE);
    }
    expect(lives.readings.length).toBeGreaterThan(5);
    expect(lives.readings.length).toBeLessThan(10);
    expect(weeks()).toEqual([]);
    failing = [];
    lives.clock.pass(HOUR);
    await lives.tick();
    expect(weeks()).toEqual(["2026-W48"]);
  });

  it("lets one conversation's trouble be no other's", async () => {
    const other = "local:channel:other";
    await lives.follow(ops);
    await lives.follow(other);
    await lives.tick();
    failing = [ops];
    await tickAt(monday);
    expect(lives.told.map((one) => one.conversation)).toEqual([other]);
    failing = [];
    await tickAt(new Date(monday.getTime() + 2 * MINUTE));
    expect(lives.told.map((one) => one.conversation)).toEqual([other, ops]);
  });

  describe("when the usual time of the settings is another", () => {
    const restartWith = async (written: string) => {
      const other = parseWeekly(written, "Europe/Berlin");
      await lives.restart(undefined, other);
      await lives.tick();
      return lives.store().digests.schedules();
    };

    it("follows it at once where no week is left out by that", async () => {
      await lives.follow(ops);
      await lives.tick();
      expect(await restartWith("Wed 10:00")).toMatchObject([
        { weekday: 3, minute: 600, nextDueAt: new Date("2026-11-25T09:00:00Z"), usual: true },
      ]);
    });

    it("tells the week that is promised first, where it would be left out", async () => {
      lives.goTo(later(1));
      await lives.restart(undefined, parseWeekly("Fri 16:00", "Europe/Berlin"));
      await lives.follow(ops);
      await lives.tick();
      const friday = new Date("2026-11-27T15:00:00Z");
      expect(await restartWith("Mon 09:00")).toMatchObject([{ nextDueAt: friday, weekday: 5 }]);
      await tickAt(friday);
      expect(weeks()).toEqual(["2026-W48"]);
      expect(await lives.store().digests.schedules()).toMatchObject([
        { weekday: 1, nextDueAt: later(7), usual: true },
      ]);
    });

    it("leaves what somebody chose as it is", async () => {
      await lives.follow(ops);
      const friday = parseWeekly("Fri 16:00", "UTC");
      await schedule(friday, new Date("2026-11-27T16:00:00Z"));
      expect(await restartWith("Wed 10:00")).toMatchObject([{ ...friday, usual: false }]);
    });
  });

  it("gives nobody two of a week, whatever is chosen meanwhile", async () => {
    await lives.follow(ops);
    await lives.tick();
    await tickAt(monday);
    for (const written of ["Tue 09:00", "Wed 09:00@UTC", "Thu 23:00@Pacific/Kiritimati"]) {
      const time = parseWeekly(written, "Europe/Berlin");
      await schedule(time, new Date(lives.clock.now().getTime() + HOUR));
      lives.clock.pass(DAY);
      await lives.tick();
    }
    expect(weeks()).toEqual(["2026-W48"]);
  });
});
