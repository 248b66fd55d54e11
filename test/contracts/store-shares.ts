import { describe, expect, it } from "vitest";
import type { ConversationId } from "../../src/core/address.ts";
import type { Trial } from "./store.ts";
import { minutes, ops, start, tellAll, toTell, wish } from "./store-bench.ts";

const ada: ConversationId = "slack:user:U1";

/** Conversations that people from outside the organisation read, and pauses of a whole platform. */
export function describeShares(trial: () => Trial): void {
  describe("a conversation that outsiders read", () => {
    it("is shown as such, and whoever subscribed it is told once, and once of its end", async () => {
      const { store } = trial();
      await store.subscriptions.subscribe(wish(), start);
      await store.outbox.share(ops, true, minutes(1));
      await store.outbox.share(ops, true, minutes(2));
      expect(await store.subscriptions.conditions()).toEqual([
        { conversation: ops, sharedSince: minutes(1), failures: 0 },
      ]);
      expect(await store.outbox.tellings(ada)).toMatchObject([
        { subject: { source: "watchpost" }, untold: [{ phase: "investigating" }] },
      ]);
      await tellAll(store, ada);
      await store.outbox.share(ops, false, minutes(3));
      await store.outbox.share(ops, false, minutes(4));
      expect(await store.subscriptions.conditions()).toEqual([]);
      expect(await store.outbox.tellings(ada)).toMatchObject([{ untold: [{ phase: "resolved" }] }]);
    });

    it("tells nobody where nobody subscribed it, and stays shared under another id", async () => {
      const { store } = trial();
      const moved: ConversationId = "slack:channel:C2";
      await store.outbox.share(ops, true, minutes(1));
      await store.outbox.move(ops, moved, minutes(2));
      expect(await store.subscriptions.conditions()).toEqual([
        { conversation: moved, sharedSince: minutes(1), failures: 0 },
      ]);
      expect(await toTell(store, ada)).toEqual([]);
    });
  });

  describe("a pause of the whole platform", () => {
    it("is known from one of the conversation alone, by the last reason", async () => {
      const { store } = trial();
      const paused = { reason: "Uninstalled.", since: start, retryAt: minutes(60) };
      await store.outbox.pause(ops, { ...paused, everywhere: true });
      expect(await store.subscriptions.conditions()).toMatchObject([
        { paused: { reason: "Uninstalled.", everywhere: true } },
      ]);
      await store.outbox.pause(ops, { ...paused, reason: "Archived." });
      expect(await store.subscriptions.conditions()).toEqual([
        { conversation: ops, paused: { reason: "Archived.", since: start }, failures: 0 },
      ]);
    });
  });
}
