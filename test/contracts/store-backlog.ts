import { describe, expect, it } from "vitest";
import type { Trial } from "./store.ts";
import { claim, desk, minutes, ops, prime, reading, start, subject, wish } from "./store-bench.ts";

/** What waits, and why. */
export function describeBacklog(trial: () => Trial): void {
  async function twoWaiting() {
    const { store } = trial();
    await prime(store);
    await store.subscriptions.subscribe(wish(), start);
    await store.subscriptions.subscribe(wish({ conversation: desk }), start);
    await store.subjects.observe([reading([subject("i", ["investigating"])], minutes(1))]);
    return store;
  }

  describe("the backlog", () => {
    it("is empty where nothing waits", async () => {
      expect(await trial().store.outbox.backlog(start)).toEqual([]);
    });

    it("is told by platform, since when the oldest waits", async () => {
      const store = await twoWaiting();
      await store.subjects.observe([reading([subject("j", ["investigating"])], minutes(2))]);
      const backlog = await store.outbox.backlog(minutes(3));
      expect([...backlog].sort((a, b) => (a.platform < b.platform ? -1 : 1))).toMatchObject([
        { platform: "slack", state: "due", oldest: minutes(1) },
        { platform: "teams", state: "due", oldest: minutes(1) },
      ]);
    });

    it("tells what is tried again, held back or paused from what is due", async () => {
      const store = await twoWaiting();
      const stateIn = async (platform: string) =>
        (await store.outbox.backlog(minutes(3))).find((one) => one.platform === platform)?.state;
      const lanes = await claim(store, { now: minutes(2) });
      const lane = lanes.find(({ conversation }) => conversation === ops);
      const { generation = 0 } = lane ?? {};
      const handed = { conversation: ops, holder: "bot", generation, failures: 1 };
      await store.outbox.release({ ...handed, notBefore: minutes(4), error: "Away." });
      expect(await stateIn("slack")).toBe("retrying");
      await store.subscriptions.mute(ops, minutes(60));
      expect(await stateIn("slack")).toBe("held");
      await store.outbox.pause(ops, { reason: "Archived.", since: start, retryAt: minutes(60) });
      expect(await stateIn("slack")).toBe("paused");
      expect(await stateIn("teams")).toBe("due");
    });
  });
}
