import { describe, expect, it } from "vitest";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import { unpaced } from "../../src/core/pace.ts";
import type { Lane, Outbox, Telling } from "../../src/core/store.ts";
import { withKeys } from "../../src/core/subject.ts";
import { workLane } from "../../src/delivery/lane.ts";
import { createPacer } from "../../src/delivery/pacer.ts";
import { fakeStore } from "../fakes/store.ts";

const lookMs = 60;
const start = new Date("2026-11-22T12:00:00Z");
const lane: Lane = { conversation: "slack:channel:C1", generation: 1, failures: 0 };

/** Three incidents that are not told yet. */
const incidents = ["i1", "i2", "i3"].map(
  (id, nth): Telling => ({
    subject: {
      source: "status",
      id,
      title: "Logins are slow",
      url: "https://status.example/",
      phase: "investigating",
      revisions: withKeys([{ phase: "investigating", text: "We look into it." }]),
      labels: [],
      facts: [],
      tenants: [],
      firstSeenAt: start,
      changedAt: start,
    },
    subscription: {
      id: "s1",
      conversation: lane.conversation,
      source: "status",
      feed: "",
      as: "card",
      origin: "settings",
      createdAt: start,
    },
    untold: [],
    order: nth,
  }),
);

/** A clock that passes only while somebody waits or looks, and an outbox in which looking takes a while. */
function openLane({ onWait = () => {} }: { onWait?: (passed: number) => void } = {}) {
  let passed = 0;
  const posted: number[] = [];
  const waiting = [...incidents];
  const clock: Clock = {
    now: () => new Date(start.getTime() + passed),
    async after(ms) {
      passed += ms;
      onWait(passed);
    },
  };
  const outbox: Outbox = {
    ...fakeStore().outbox,
    async tellings() {
      passed += lookMs;
      return waiting;
    },
    told: async () => void waiting.shift(),
  };
  const pacer = createPacer(() => ({ ...unpaced, posts: [{ count: 1, perMs: 1000 }] }));
  const adapter = {
    name: "slack",
    async post({ conversation }) {
      posted.push(passed);
      return { conversation, id: `m${posted.length}` };
    },
  } as Partial<ChatAdapter> as ChatAdapter;
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const work = () =>
    workLane(lane, {
      outbox,
      adapter,
      pacer,
      clock,
      log,
      holder: "test",
      random: () => 0,
      stopping: () => false,
    });
  return { work, pacer, posted, at: (ms: number) => new Date(start.getTime() + ms) };
}

describe("a lane that waits for its turn", () => {
  it("lets none of what the platform allows pass unused, although looking takes a while", async () => {
    const { work, posted } = openLane();
    await work();
    expect(posted).toEqual([lookMs, lookMs + 1000, lookMs + 2000]);
  });

  it("gives way to another lane that was quicker, and never passes the platform's pace", async () => {
    let taken = 0;
    const { work, pacer, posted, at } = openLane({
      onWait(passed) {
        const send = { platform: "slack", conversation: "slack:channel:C2", kind: "post" } as const;
        if (taken === 0 && pacer.wait(send, at(passed)) === 0) {
          taken = passed;
          pacer.take(send, at(passed));
        }
      },
    });
    await work();
    expect(taken).toBe(lookMs + 1000);
    expect(posted).toEqual([lookMs, taken + 1000, taken + 2000]);
  });
});
