import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { systemClock } from "../../src/clock.ts";
import type { ConversationId } from "../../src/core/address.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Store } from "../../src/core/store.ts";
import { type Phase, type Subject, withKeys } from "../../src/core/subject.ts";
import type { Wish } from "../../src/core/subscription.ts";
import { createDelivery, type Delivery } from "../../src/delivery/delivery.ts";
import { fakePlatform } from "../fakes/platform.ts";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const channel = (name: string): ConversationId => `pretend:channel:${name}`;
const ada = { id: "pretend:user:ada", name: "Ada" } as const;

function wish(name: string, given: Partial<Wish> = {}): Wish {
  return {
    conversation: channel(name),
    source: "status",
    feed: "",
    as: "thread",
    origin: "chat",
    by: ada,
    ...given,
  };
}

function incident(phases: readonly Phase[], id = "i1"): Subject {
  return {
    source: "status",
    id,
    title: `Trouble ${id}`,
    url: "",
    phase: phases.at(-1) ?? "investigating",
    revisions: withKeys(phases.map((phase, nth) => ({ phase, text: `${id} says ${nth}.` }))),
    labels: [],
    facts: [],
  };
}

describe("delivery", () => {
  let store: Store;
  let delivery: Delivery;
  let platform: ReturnType<typeof fakePlatform>;

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:", clock: systemClock });
    platform = fakePlatform();
    delivery = begin();
    await show([]);
  });
  afterEach(async () => {
    await delivery.stop();
    await store.close();
  });

  function begin(): Delivery {
    const { adapter } = platform;
    return createDelivery({
      outbox: store.outbox,
      adapters: [adapter],
      clock: systemClock,
      log: quiet,
      holder: "test",
      random: () => 0,
    });
  }

  async function show(subjects: readonly Subject[]): Promise<void> {
    const target = { key: "status:prod", source: "status", title: "Auth0 status", tenant: "prod" };
    await store.subjects.observe([{ target, at: new Date(), subjects }]);
    delivery.wake();
  }

  const here = (name: string) =>
    platform.done.filter(({ conversation }) => conversation === channel(name));
  const texts = (name: string) =>
    here(name).map(({ what, text }) => `${what} ${/says \d/.exec(text)?.[0] ?? "nothing"}`);

  it("shows one card, edits it in place and tells updates in its thread", async () => {
    await store.subscriptions.subscribe(wish("C1"), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    await expect.poll(() => texts("C1")).toEqual(["post says 0"]);
    await show([incident(["investigating", "resolved"])]);
    await expect.poll(() => texts("C1")).toEqual(["post says 0", "edit says 1", "post says 1"]);
    const [card, edit, reply] = here("C1");
    expect(edit?.id).toBe(card?.id);
    expect(reply?.thread).toBe(card?.id);
    expect(edit?.text).toContain("Resolved");
  });

  it("merges what piled up into one reply that lists it all", async () => {
    await store.subscriptions.subscribe(wish("C1"), new Date());
    await show([incident(["investigating"])]);
    await show([incident(["investigating", "identified"])]);
    await show([incident(["investigating", "identified", "resolved"])]);
    await delivery.start();
    await expect.poll(() => here("C1").length).toBe(2);
    const [card, reply] = here("C1");
    expect(card?.text).toContain("Resolved");
    for (const words of ["says 0", "says 1", "says 2"]) expect(reply?.text).toContain(words);
  });

  it("is not held up by a channel that is throttled, nor by one that hangs", async () => {
    platform.state.meets = (to) => {
      if (to === channel("slow"))
        return new DeliveryError("throttled", "Slow down.", { retryAfterMs: 60_000 });
      return to === channel("hangs") ? new Promise(() => {}) : undefined;
    };
    const names = ["slow", "hangs", "C1", "C2"];
    for (const name of names) await store.subscriptions.subscribe(wish(name), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    await expect
      .poll(() => [...texts("C1"), ...texts("C2")])
      .toEqual(["post says 0", "post says 0"]);
    expect([...here("slow"), ...here("hangs")]).toEqual([]);
    delivery = begin(); // The first one waits for the channel that hangs for ever.
  });

  it("goes before whatever else is posted in the same conversation", async () => {
    let shown = () => {};
    platform.state.meets = () => new Promise<void>((done) => (shown = done));
    await store.subscriptions.subscribe(wish("C1"), new Date());
    await delivery.start();
    const beside = (name: string) =>
      delivery.aside.turn({ platform: "pretend", conversation: channel(name), kind: "post" });
    expect(beside("C1")).toBe(0);
    await show([incident(["investigating"])]);
    await expect.poll(() => beside("C1")).toBe(1000);
    expect(beside("C2")).toBe(0);
    platform.state.meets = () => undefined;
    shown();
    await expect.poll(() => beside("C1")).toBe(0);
  });

  it("honours how long the platform asked it to wait", async () => {
    const tries: number[] = [];
    platform.state.meets = () => {
      tries.push(Date.now());
      return tries.length === 1
        ? new DeliveryError("throttled", "Slow down.", { retryAfterMs: 2500 })
        : undefined;
    };
    await store.subscriptions.subscribe(wish("C1"), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    await expect.poll(() => texts("C1")).toEqual(["post says 0"]);
    expect((tries[1] ?? 0) - (tries[0] ?? 0)).toBeGreaterThanOrEqual(2490);
  });

  it("pauses a channel that refuses, tells whoever subscribed it, and goes on when it is open again", async () => {
    let archived = true;
    platform.state.meets = (to) =>
      archived && to === channel("C1")
        ? new DeliveryError("refused", "The channel is archived.")
        : undefined;
    await store.subscriptions.subscribe(wish("C1"), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    const told = () =>
      platform.done.filter(({ conversation }) => conversation === ada.id).map(({ text }) => text);
    await expect.poll(told).toEqual([expect.stringContaining("The channel is archived.")]);
    expect(await store.subscriptions.list(channel("C1"))).toHaveLength(1);
    expect(await store.subscriptions.conditions()).toContainEqual(
      expect.objectContaining({
        conversation: channel("C1"),
        paused: expect.objectContaining({ reason: "The channel is archived." }),
      }),
    );
    await show([incident(["investigating", "identified"])]);
    archived = false;
    await store.outbox.resume(channel("C1"), new Date());
    delivery.wake();
    await expect.poll(() => here("C1").length).toBe(2); // The card, and all that piled up.
    for (const words of ["says 0", "says 1"]) expect(here("C1")[1]?.text).toContain(words);
    await expect.poll(() => told().length).toBeGreaterThan(1);
  });

  it("does not pause a channel that is opened again while it refuses, and says nothing of it", async () => {
    let tries = 0;
    platform.state.meets = async () => {
      tries += 1;
      if (tries > 1) return;
      await store.outbox.resume(channel("C1"), new Date());
      throw new DeliveryError("refused", "The channel is archived.");
    };
    await store.subscriptions.subscribe(wish("C1"), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    await expect.poll(() => texts("C1")).toEqual(["post says 0"]);
    expect(platform.done.map(({ conversation }) => conversation)).toEqual([channel("C1")]);
    expect((await store.subscriptions.conditions()).filter(({ paused }) => paused)).toEqual([]);
  });

  it("tries a paused channel again by itself: platforms do not always say that they are open again", async () => {
    let tries = 0;
    platform.state.meets = () => {
      tries += 1;
      return tries === 1 ? new DeliveryError("refused", "Not a member.") : undefined;
    };
    await store.subscriptions.subscribe(wish("C1", { origin: "settings" }), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    await expect.poll(() => texts("C1")).toEqual(["post says 0"]);
    // The pause ends after the post that proves it over.
    const paused = async () =>
      (await store.subscriptions.conditions()).filter(({ paused }) => paused);
    await expect.poll(paused).toEqual([]);
  });

  it("posts the card anew when somebody deleted it", async () => {
    await store.subscriptions.subscribe(wish("C1"), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    await expect.poll(() => texts("C1")).toEqual(["post says 0"]);
    let gone = true;
    platform.state.meets = () => {
      if (!gone) return undefined;
      gone = false;
      return new DeliveryError("gone", "The message was deleted.");
    };
    await show([incident(["investigating", "resolved"])]);
    await expect.poll(() => texts("C1")).toEqual(["post says 0", "post says 1"]);
  });

  it("sends a message plain when the platform rejects it as it is", async () => {
    platform.state.meets = (_, { blocks }) =>
      blocks.length > 1 ? new DeliveryError("rejected", "Invalid blocks.") : undefined;
    await store.subscriptions.subscribe(wish("C1"), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    await expect.poll(() => texts("C1")).toEqual(["post says 0"]);
    expect((await store.outbox.waiting()).count).toBe(0);
  });

  it("tries again when it was not learned what became of a post", async () => {
    let tries = 0;
    platform.state.meets = () => {
      tries += 1;
      return tries === 1 ? new DeliveryError("unknown", "The connection dropped.") : undefined;
    };
    await store.subscriptions.subscribe(wish("C1"), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    await expect.poll(() => texts("C1")).toEqual(["post says 0"]);
  });

  it("marks every try of one post with one key, also when more has joined it meanwhile, and no two posts", async () => {
    await store.subscriptions.subscribe(wish("C1"), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    await expect.poll(() => texts("C1")).toEqual(["post says 0"]);
    let tries = 0;
    platform.state.meets = () => {
      tries += 1;
      return tries === 2 ? new DeliveryError("unknown", "The connection dropped.") : undefined;
    };
    await show([incident(["investigating", "identified"])]);
    await expect.poll(() => platform.tried.length).toBe(2); // The card, and a reply that may be there.
    await show([incident(["investigating", "identified", "monitoring"])]);
    await expect.poll(() => store.outbox.waiting()).toMatchObject({ count: 0 });
    await show([incident(["investigating", "identified", "monitoring", "resolved"])]);
    await expect.poll(() => store.outbox.waiting()).toMatchObject({ count: 0 });
    const [card, lost, reply, ...more] = platform.tried;
    expect(card).toBeTypeOf("string");
    expect(reply).toBe(lost);
    expect(new Set([card, lost, ...more]).size).toBe(2 + more.length);
    expect(more).toHaveLength(1);
  });

  it("shows only the newest state of a card that changed while it waited for its turn", async () => {
    platform = fakePlatform({
      pace: { conversation: [{ count: 1, perMs: 900 }], posts: [], edits: [], all: [] },
    });
    delivery = begin();
    await store.subscriptions.subscribe(wish("C1", { as: "card" }), new Date());
    await delivery.start();
    await show([incident(["investigating"])]);
    await expect.poll(() => here("C1").length).toBe(1);
    await show([incident(["investigating", "identified"])]);
    await show([incident(["investigating", "identified", "monitoring"])]);
    await show([incident(["investigating", "identified", "monitoring", "resolved"])]);
    await expect.poll(() => here("C1").length).toBe(2);
    expect(here("C1")[1]?.text).toContain("Resolved");
    expect((await store.outbox.waiting()).count).toBe(0);
  });
});
