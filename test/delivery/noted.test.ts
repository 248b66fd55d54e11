import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { systemClock } from "../../src/clock.ts";
import type { Outbox, Store } from "../../src/core/store.ts";
import { withKeys } from "../../src/core/subject.ts";
import { createDelivery } from "../../src/delivery/delivery.ts";
import { noted } from "../../src/delivery/noted.ts";
import { fakeLog } from "../fakes/house.ts";
import { type FakeJournals, fakeJournals } from "../fakes/journals.ts";
import { fakePlatform } from "../fakes/platform.ts";

const conversation = "pretend:channel:ops";
const target = { key: "status:prod", source: "status", title: "Auth0 status", tenant: "prod" };

let store: Store;
let journals: FakeJournals;
let platform: ReturnType<typeof fakePlatform>;
beforeEach(async () => {
  store = await openSqliteStore({ file: ":memory:", clock: systemClock });
  journals = fakeJournals();
  platform = fakePlatform();
  await store.subjects.observe([{ target, at: new Date(), subjects: [] }]);
  const wish = { conversation, source: "status", feed: "", as: "thread", origin: "chat" } as const;
  await store.subscriptions.subscribe(wish, new Date());
});
afterEach(() => store.close());

/** A life of the bot's delivery on this outbox. */
const live = (outbox: Outbox) =>
  createDelivery({
    outbox: noted(outbox, { journal: journals.open("told"), log: fakeLog() }),
    adapters: [platform.adapter],
    clock: systemClock,
    log: fakeLog(),
    holder: "test",
    random: () => 0,
  });

async function happen(words: readonly string[]): Promise<void> {
  const revisions = withKeys(words.map((text) => ({ phase: "investigating" as const, text })));
  const subject = {
    source: "status",
    id: "i1",
    title: "Trouble",
    url: "",
    phase: "investigating",
    revisions,
    labels: [],
    facts: [],
  } as const;
  await store.subjects.observe([{ target, at: new Date(), subjects: [subject] }]);
}

/** An outbox whose bot is killed as it begins to write down what was told. */
function killedAtTold(outbox: Outbox): Outbox {
  let dead = false;
  return {
    ...outbox,
    claim: async (by) => (dead ? [] : outbox.claim(by)),
    told() {
      dead = true;
      return new Promise(() => {});
    },
  };
}

describe("what a platform has taken before a kill", () => {
  it("is not told again, though the kill came before it was written down", async () => {
    await happen(["first"]);
    const killed = live(killedAtTold(store.outbox));
    await killed.start();
    await expect.poll(() => journals.kept("told")).toHaveLength(1);
    expect(platform.done.map(({ what }) => what)).toEqual(["post"]);

    await happen(["first", "second"]);
    const next = live(store.outbox);
    await next.start();
    await expect.poll(async () => (await store.outbox.waiting()).count).toBe(0);
    await next.stop();
    // The card that is there is edited, and what is new is told in its thread.
    expect(platform.done.map(({ what }) => what)).toEqual(["post", "edit", "post"]);
    expect(platform.done.at(-1)?.text).toContain("second");
    expect(platform.done.at(-1)?.text).not.toContain("first");
    expect(journals.kept("told")).toEqual([]);
  });

  it("is forgotten by the journal once the store has it, or has refused it", async () => {
    await happen(["first"]);
    const failing: Outbox = {
      ...store.outbox,
      told: () => Promise.reject(new Error("the disk is full")),
    };
    const what = {
      conversation,
      source: "status",
      subject: "i1",
      card: { id: "m1", shown: "x" },
      revisions: [],
    } as const;
    const given = { journal: journals.open("told"), log: fakeLog() };
    await expect(noted(failing, given).told(what)).rejects.toThrow("full");
    await noted(store.outbox, given).told(what);
    expect(journals.kept("told")).toEqual([]);
  });
});

describe("a lane whose lease ends while it is worked on, as when the machine sleeps", () => {
  it("is not given to another worker of the same bot, who would tell everything again", async () => {
    await happen(["first"]);
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let [isHeld, claims] = [false, 0];
    const slow: Outbox = {
      ...store.outbox,
      async claim(by) {
        if (isHeld) await store.outbox.releaseAll("test");
        const lanes = await store.outbox.claim(by);
        if (isHeld) claims += lanes.length;
        return lanes;
      },
      async told(what) {
        isHeld = true;
        await held;
        isHeld = false;
        await store.outbox.told(what);
      },
    };
    const delivery = live(slow);
    await delivery.start();
    await expect.poll(() => claims, { timeout: 10_000 }).toBeGreaterThan(0);
    goOn();
    await expect.poll(async () => (await store.outbox.waiting()).count).toBe(0);
    await delivery.stop();
    expect(platform.done.map(({ what }) => what)).toEqual(["post"]);
  });
});
