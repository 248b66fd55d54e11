import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/core/store.ts";
import { describeAudit } from "./store-audit.ts";
import { describeBacklog } from "./store-backlog.ts";
import { type OpenStoreBench, type StoreBench, standingClock } from "./store-bench.ts";
import { describeClaims } from "./store-claims.ts";
import { describeDigests } from "./store-digests.ts";
import { describeLedger } from "./store-ledger.ts";
import { describeLoginRuns } from "./store-login-runs.ts";
import { describeStoreModel } from "./store-model.ts";
import { describeMoves } from "./store-moves.ts";
import { describePauses } from "./store-pauses.ts";
import { describeReadiness } from "./store-readiness.ts";
import { describeShares } from "./store-shares.ts";
import { describeSubjects } from "./store-subjects.ts";
import { describeSubscriptions } from "./store-subscriptions.ts";
import { describeTellings } from "./store-tellings.ts";

/** What one part of the contract works with; `store` is new for each test. */
export interface Trial {
  readonly store: Store;
  readonly bench: StoreBench;
  readonly clock: ReturnType<typeof standingClock>;
}

/**
 * Every promise of the store's port. Run it on each engine the store is offered on. `openQuick`: the same engine
 * with nothing kept, where it can do without the disk.
 */
export function describeStore(
  name: string,
  open: OpenStoreBench,
  openQuick: OpenStoreBench = open,
): void {
  describe(`the store on ${name}`, () => {
    let bench: StoreBench;
    let clock: ReturnType<typeof standingClock>;
    beforeEach(async () => {
      clock = standingClock();
      bench = await open(clock);
    });
    afterEach(async () => {
      await bench.close();
    });
    const trial = (): Trial => ({ store: bench.store, bench, clock });

    describeSubjects(trial);
    describeSubscriptions(trial);
    describeTellings(trial);
    describeClaims(trial);
    describePauses(trial);
    describeBacklog(trial);
    describeMoves(trial);
    describeShares(trial);
    describeDigests(trial);
    describeLedger(trial);
    describeLoginRuns(trial);
    describeReadiness(trial);
    describeAudit(trial);
    describeRecords(trial);
    describeStoreModel(openQuick);
  });
}

function describeRecords(trial: () => Trial): void {
  describe("records", () => {
    it("keeps a document until it is removed", async () => {
      const records = trial().store.records("slack");
      await records.set("team:T1", { name: "Acme" });
      await records.set("team:T1", { name: "Acme Ltd" });
      expect(await records.get("team:T1")).toEqual({ name: "Acme Ltd" });
      await records.remove("team:T1");
      expect(await records.get("team:T1")).toBeUndefined();
    });

    it("gives each platform a notebook of its own", async () => {
      const { store } = trial();
      await store.records("slack").set("key", 1);
      expect(await store.records("teams").get("key")).toBeUndefined();
    });

    it("lists by the beginning of the key, wildcards and case taken literally, ordered by key", async () => {
      const records = trial().store.records("local");
      for (const key of ["a_2", "a_1", "ab1", "A_3", "a%", "🙂1", "🙂2"])
        await records.set(key, key);
      const keys = async (prefix: string) => (await records.list(prefix)).map(({ key }) => key);
      expect(await keys("a_")).toEqual(["a_1", "a_2"]);
      expect(await keys("🙂")).toEqual(["🙂1", "🙂2"]);
      expect(await keys("")).toHaveLength(7);
    });

    it("lists page after page, each document once, whatever came and went meanwhile", async () => {
      const records = trial().store.records("local");
      for (const key of ["m/1", "m/2", "m/3", "m/4", "m/5", "n/1"]) await records.set(key, key);
      const page = async (after?: string) =>
        (await records.list("m/", { after, limit: 2 })).map(({ key }) => key);
      expect(await page()).toEqual(["m/1", "m/2"]);
      await records.remove("m/2");
      await records.set("m/0", "came late");
      expect(await page("m/2")).toEqual(["m/3", "m/4"]);
      expect(await page("m/4")).toEqual(["m/5"]);
      expect(await page("m/5")).toEqual([]);
    });
  });

  describe("its own health", () => {
    it("says its size when it can be written to", async () => {
      const { store } = trial();
      expect(await store.check()).toEqual([
        { subject: expect.any(String), ok: true, detail: expect.stringMatching(/MB/) },
      ]);
    });

    it("may be closed twice, and finishes what is under way", async () => {
      const { store, bench } = trial();
      const writing = store.records("slack").set("last", "words");
      await Promise.all([store.close(), store.close()]);
      await writing;
      const again = await bench.another();
      expect(await again.records("slack").get("last")).toBe("words");
    });
  });
}
