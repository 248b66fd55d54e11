import { describe, expect, it } from "vitest";
import { createChanges } from "../src/changes.ts";
import { HOUR, MINUTE, SECOND } from "../src/core/clock.ts";
import type { LoginRun } from "../src/core/login.ts";
import type { Subscription } from "../src/core/subscription.ts";
import { fakeContext } from "./fakes/context.ts";
import { fakeLog } from "./fakes/house.ts";
import { manualClock } from "./fakes/manual-clock.ts";
import { fakeStore } from "./fakes/store.ts";
import { ago, incident, noon, said, target } from "./fakes/subjects.ts";

const held: Subscription = {
  id: "s1",
  conversation: "local:channel:ops",
  source: "status",
  feed: "",
  as: "thread",
  origin: "chat",
  createdAt: ago(HOUR),
};

const run: LoginRun = {
  tenant: "prod",
  at: noon,
  ok: true,
  outcome: "succeeded",
  words: "",
  fix: "",
  move: "nobody",
  answered: true,
  steps: [],
  trigger: "schedule",
};

/** Everything is read a moment ago, and nothing is wrong. */
function open() {
  const clock = manualClock(noon);
  const store = fakeStore({ targets: [target()], subscriptions: [held] });
  const runs: LoginRun[] = [run];
  const log = fakeLog();
  const { logins } = fakeContext();
  const known = fakeContext({ store, logins: { ...logins, latest: async () => runs } });
  const changes = createChanges({ known, clock, log });
  let told = 0;
  const ignore = changes.onChange(() => {
    told += 1;
  });
  return { clock, store, runs, log, changes, ignore, told: () => told };
}

describe("what has changed", () => {
  it("is nothing when the bot starts, nor while all goes on as it was", async () => {
    const { changes, clock, store, told } = open();
    await changes.tick();
    store.reads.splice(0, 1, target({ lastReadAt: new Date(noon.getTime() + MINUTE) }));
    await clock.advance(MINUTE);
    await changes.tick();
    expect(told()).toBe(0);
  });

  it.each<[string, (house: ReturnType<typeof open>) => unknown]>([
    [
      "an incident that begins",
      ({ store }) => store.known.push(incident([said("investigating", noon)])),
    ],
    ["a source that fails", ({ store }) => store.reads.splice(0, 1, target({ failures: 1 }))],
    ["a subscription", ({ store }) => store.held.push({ ...held, source: "changelog" })],
    ["another loudness", ({ store }) => store.held.splice(0, 1, { ...held, as: "all" })],
    [
      "a pause",
      ({ store }) =>
        store.state.push({
          conversation: held.conversation,
          failures: 0,
          paused: { reason: "Archived.", since: noon },
        }),
    ],
    [
      "a login that fails",
      ({ runs }) => runs.unshift({ ...run, ok: false, outcome: "auth0-error" }),
    ],
    [
      "a digest's time",
      ({ store }) =>
        store.digests.schedule({
          weekday: 1,
          minute: 540,
          zone: "UTC",
          conversation: held.conversation,
          nextDueAt: ago(-HOUR),
        }),
    ],
  ])("is told once of %s, soon after something was done", async (_, change) => {
    const house = open();
    await house.changes.tick();
    await change(house);
    await house.clock.advance(SECOND);
    await house.changes.tick();
    expect(house.told()).toBe(0);
    house.changes.look();
    await house.changes.tick();
    await house.clock.advance(MINUTE);
    await house.changes.tick();
    expect(house.told()).toBe(1);
  });

  it.each<[string, (house: ReturnType<typeof open>) => unknown, number]>([
    ["what is no longer read", () => {}, 11 * MINUTE],
    [
      "quiet hours that begin",
      ({ store }) =>
        store.held.splice(0, 1, {
          ...held,
          quiet: { from: 12 * 60 + 5, to: 13 * 60, zone: "UTC" },
        }),
      6 * MINUTE,
    ],
    [
      "a silence that ends",
      ({ store }) =>
        store.state.push({
          conversation: held.conversation,
          failures: 0,
          mutedUntil: new Date(noon.getTime() + 5 * MINUTE),
        }),
      6 * MINUTE,
    ],
  ])("is told of %s with time alone", async (_, prepare, ms) => {
    const { store, clock, changes, told, ...house } = open();
    prepare({ store, clock, changes, told, ...house });
    await changes.tick();
    await clock.advance(ms);
    await changes.tick();
    expect(told()).toBe(1);
  });

  it("is looked for again after the store could not be asked", async () => {
    const { changes, clock, store, log, told } = open();
    await changes.tick();
    const { find } = store.subjects;
    store.subjects.find = async () => {
      throw new Error("the disk is gone");
    };
    await clock.advance(MINUTE);
    await changes.tick();
    expect(log.lines.join()).toContain("could not be seen");
    store.subjects.find = find;
    store.known.push(incident([said("investigating", noon)]));
    await clock.advance(MINUTE);
    await changes.tick();
    expect(told()).toBe(1);
  });

  it("is told nobody who no longer listens", async () => {
    const { changes, clock, store, ignore, told } = open();
    await changes.tick();
    ignore();
    store.held.splice(0);
    await clock.advance(MINUTE);
    await changes.tick();
    await changes.settled();
    expect(told()).toBe(0);
  });
});
