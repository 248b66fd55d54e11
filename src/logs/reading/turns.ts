import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { isOver, noWait, type Wait } from "../../core/passed.ts";
import { TenantError } from "../../core/tenant.ts";
import { restAfter, type Trouble, troubleOf } from "./haste.ts";

/** Does one thing, and tells after how many milliseconds it is due again. */
export type Turn = () => Promise<number>;

/** Takes turns at several things, one at a time; after a failure all of them rest. */
export function createTurns(
  turns: readonly Turn[],
  given: { tenant: string; gapMs: number; clock: Clock; log: Log },
) {
  const { tenant, gapMs, clock, log } = given;
  const now = () => clock.now().getTime();
  const stopped = new AbortController();
  const waits = new Map<Turn, Wait>();
  let resting = noWait;
  let failures = 0;
  let trouble: Trouble | undefined;
  let running: Promise<void> | undefined;

  /** Whichever has waited longest; not the same twice where another is due. */
  function next(last: Turn | undefined): Turn | undefined {
    const due = turns.filter((turn) => isOver(waits.get(turn) ?? noWait, now()));
    return due.find((turn) => turn !== last) ?? due[0];
  }

  async function run(): Promise<void> {
    for (let turn = next(undefined); turn && !stopped.signal.aborted; turn = next(turn)) {
      try {
        const rest = await turn();
        waits.set(turn, { from: now(), ms: rest });
        failures = 0;
        trouble = undefined;
      } catch (error) {
        return rest(error);
      }
      if (gapMs > 0) await clock.after(gapMs, stopped.signal);
    }
  }

  function rest(error: unknown): void {
    trouble = troubleOf(error);
    const isTheirs = error instanceof TenantError;
    if (!(isTheirs && error.reason === "throttled")) failures += 1;
    resting = { from: now(), ms: restAfter(error, failures) };
    if (!isTheirs) log.error({ tenant, err: error }, "reading a tenant's log failed");
    else if (failures === 1) log.warn({ tenant, reason: error.reason }, "a log cannot be read");
  }

  return {
    /** Begins what is due, and waits for nothing. */
    tick(): void {
      if (running || stopped.signal.aborted || !isOver(resting, now())) return;
      running = run().finally(() => {
        running = undefined;
      });
    },
    /** Of the last turn; undefined where it went well. */
    trouble: () => trouble,
    /** Begins nothing more; resolves once what is under way is done. */
    async stop(): Promise<void> {
      stopped.abort();
      await running;
    },
  };
}
