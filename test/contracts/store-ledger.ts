import { describe, expect, it } from "vitest";
import { advisoriesTarget } from "../../src/core/advisory.ts";
import type { LedgerLine } from "../../src/core/bulletin.ts";
import type { Trial } from "./store.ts";
import { minutes, prod, reading, start, subject, toTell, wish } from "./store-bench.ts";

const line = (more: Partial<LedgerLine> = {}): LedgerLine => ({
  bulletin: "CVE-2026-40155",
  state: "acknowledged",
  by: { id: "slack:user:U1", name: "Ada" },
  at: start,
  ...more,
});

/** What was done about bulletins; and reads of which a part is missing. */
export function describeLedger(trial: () => Trial): void {
  describe("the ledger", () => {
    it("keeps every line in the order it was written, whatever the times say", async () => {
      const { ledger } = trial().store;
      const lines = [
        line({ at: minutes(5) }),
        line({ state: "done", at: minutes(1), note: "updated to 4.18.0" }),
        line({ state: "open", at: minutes(1), by: { id: "teams:user:29:x", name: "Grace" } }),
      ];
      for (const one of lines) await ledger.add(one);
      expect(await ledger.list()).toEqual(lines);
    });

    it("tells one bulletin's lines apart from the others', by the exact id", async () => {
      const { ledger } = trial().store;
      await ledger.add(line());
      await ledger.add(line({ bulletin: "CVE-2026-4015", state: "owned" }));
      await ledger.add(line({ bulletin: "cve-2026-40155", state: "owned" }));
      expect(await ledger.list("CVE-2026-40155")).toEqual([line()]);
      expect(await ledger.list("CVE")).toEqual([]);
    });

    it("survives a restart, words and all", async () => {
      const { store, bench } = trial();
      const written = line({
        note: 'it\'s "quoted"; 🙂 – café',
        by: { id: "local:user:x", name: "Åsa" },
      });
      await store.ledger.add(written);
      expect(await (await bench.another()).ledger.list()).toEqual([written]);
    });
  });

  describe("a read of which a part is missing", () => {
    const missed = "OSV: api.osv.dev answered HTTP 503.";

    it("remembers and tells what was read, but counts as a failure and not as read", async () => {
      const { store } = trial();
      await store.subjects.observe([reading([])]);
      await store.subscriptions.subscribe(wish(), start);
      const seen = reading([subject("i1", ["investigating"])], minutes(1));
      await store.subjects.observe([{ ...seen, missed }]);
      expect(await toTell(store)).toMatchObject([{ id: "i1" }]);
      const [state] = await store.subjects.targets();
      expect(state).toMatchObject({
        lastReadAt: start,
        lastTriedAt: minutes(1),
        failures: 1,
        error: missed,
      });
      await store.subjects.observe([{ ...reading([], minutes(2)), missed }]);
      expect((await store.subjects.targets())[0]).toMatchObject({ lastReadAt: start, failures: 2 });
    });

    it("is over with the next whole one", async () => {
      const { store } = trial();
      await store.subjects.observe([{ ...reading([]), missed }]);
      expect((await store.subjects.targets())[0]?.lastReadAt).toBeUndefined();
      await store.subjects.observe([reading([], minutes(1))]);
      const [state] = await store.subjects.targets();
      expect(state).toMatchObject({ lastReadAt: minutes(1), failures: 0 });
      expect(state?.error).toBeUndefined();
    });
  });

  describe("what a person says beside a source", () => {
    it("is remembered and told, and leaves alone how reading goes", async () => {
      const { store } = trial();
      await store.subscriptions.subscribe(wish({ source: "advisories" }), start);
      const added = subject("CVE-2026-1", ["identified"], { source: "advisories" });
      await store.subjects.observe([
        { target: advisoriesTarget, at: minutes(1), subjects: [added], aside: true },
      ]);
      expect(await toTell(store)).toMatchObject([{ id: "CVE-2026-1" }]);
      expect(await store.subjects.targets()).toEqual([]);
      await store.subjects.failed(advisoriesTarget, { at: minutes(2), error: "gone" });
      await store.subjects.observe([
        { target: advisoriesTarget, at: minutes(3), subjects: [added], aside: true },
      ]);
      expect(await store.subjects.targets()).toMatchObject([{ failures: 1, error: "gone" }]);
    });
  });

  describe("what was there long before anybody looked", () => {
    it("is remembered without a word, and stays so", async () => {
      const { store } = trial();
      await store.subjects.observe([reading([], minutes(-5))]);
      await store.subscriptions.subscribe(wish(), start);
      const old = subject("old", ["published"]);
      await store.subjects.observe([reading([{ ...old, history: true }], minutes(1))]);
      await store.subjects.observe([reading([old], minutes(2))]);
      expect(await toTell(store)).toEqual([]);
      expect(await store.outbox.waiting()).toMatchObject({ count: 0 });
      expect(await store.subjects.count({ source: prod.source })).toBe(1);
    });
  });
}
