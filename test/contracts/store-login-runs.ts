import { describe, expect, it } from "vitest";
import type { LoginRun } from "../../src/core/login.ts";
import type { Trial } from "./store.ts";
import { days, minutes } from "./store-bench.ts";

const run = (at: Date, more: Partial<LoginRun> = {}): LoginRun => ({
  tenant: "prod",
  at,
  ok: false,
  outcome: "wrong-password",
  words: "Auth0 does not accept it – “ça”.",
  fix: "Mend it.",
  move: "ours",
  answered: true,
  steps: [{ step: "dns", ms: 3 }],
  trigger: "confirmation",
  credentials: "ab12",
  ...more,
});

/** What the history of synthetic logins promises. */
export function describeLoginRuns(trial: () => Trial): void {
  describe("synthetic logins", () => {
    it("are kept with all that was found, newest first, each tenant's apart", async () => {
      const { loginRuns } = trial().store;
      const all = [run(minutes(1)), run(minutes(3), { ok: true }), run(minutes(2))];
      for (const one of all) await loginRuns.add(one);
      await loginRuns.add(run(minutes(4), { tenant: "dev" }));
      expect(await loginRuns.latest("prod", 10)).toEqual([all[1], all[2], all[0]]);
      expect(await loginRuns.latest("prod", 1)).toEqual([all[1]]);
      expect(await loginRuns.latest("nobody", 10)).toEqual([]);
    });

    it("of one moment keep the order in which they came", async () => {
      const { loginRuns } = trial().store;
      for (const outcome of ["first", "second", "third"]) {
        await loginRuns.add(run(minutes(1), { outcome }));
      }
      const outcomes = (await loginRuns.latest("prod", 10)).map(({ outcome }) => outcome);
      expect(outcomes).toEqual(["third", "second", "first"]);
    });

    it("are there for another life of the bot, and forgotten when they are old", async () => {
      const { store, bench } = trial();
      await store.loginRuns.add(run(days(1)));
      await store.loginRuns.add(run(days(2)));
      await store.loginRuns.add(run(days(1), { tenant: "dev" }));
      await store.loginRuns.forget(days(2));
      const other = await bench.another();
      expect(await other.loginRuns.latest("prod", 10)).toEqual([run(days(2))]);
      expect(await other.loginRuns.latest("dev", 10)).toEqual([]);
    });
  });
}
