import type { Audit, AuditCheck, AuditDropped } from "../core/audit.ts";
import { sayDropped, sayMark, verifyTrail } from "../core/audit-verify.ts";
import { type Clock, DAY, HOUR } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { isOver, type Wait } from "../core/passed.ts";
import type { Records } from "../core/records.ts";

/** After a failure it is tried again so much later. */
const againMs = HOUR;
/** Entries that are let go of at once: nothing else is written meanwhile. */
const most = 2000;

/** Goes through the trail, lets go of what is old and notes the head in the log, soon after the start and then once a day. */
export interface Keeping {
  tick(): Promise<void>;
  settled(): Promise<void>;
  /** How the trail was found last. */
  check(): Promise<AuditCheck | undefined>;
  /** Notes the head in the log, which whoever can change the trail cannot change with it. */
  sayHead(): Promise<void>;
}

export function createKeeping(given: {
  audit: Pick<Audit, "ends" | "links" | "drop">;
  records: Pick<Records, "get" | "set">;
  /** Milliseconds. */
  keep: number;
  /** Milliseconds from the start on in which it is left alone. */
  quietMs: number;
  clock: Pick<Clock, "now">;
  log: Log;
}): Keeping {
  const { audit, records, keep, quietMs, clock, log } = given;
  let next: Wait = { from: clock.now().getTime(), ms: quietMs };
  let running: Promise<void> = Promise.resolve();
  let busy = false;

  async function verify(): Promise<void> {
    const { entries, since, fault, head } = await verifyTrail(audit);
    if (fault) log.error({ entry: fault.number, fault: fault.words }, "the audit trail is broken");
    else log.info({ entries, head: sayMark(head) }, "the audit trail is whole");
    await records.set("check", {
      at: clock.now().getTime(),
      entries,
      since: since?.getTime(),
      fault: fault?.words,
    } satisfies Written);
  }

  async function drop(): Promise<void> {
    const before = new Date(clock.now().getTime() - keep);
    const saying = (dropped: AuditDropped) => ({
      at: clock.now(),
      kind: "dropped" as const,
      detail: sayDropped(dropped),
    });
    while ((await audit.drop({ before, most }, saying)) === most);
  }

  async function goOver(): Promise<void> {
    try {
      // What is wrong with old entries is seen before they are gone.
      await verify();
      await drop();
    } catch (error) {
      log.warn({ err: error }, "the audit trail could not be gone over");
      next = { from: clock.now().getTime(), ms: againMs };
    }
    busy = false;
  }

  return {
    async tick() {
      const now = clock.now().getTime();
      if (busy || !isOver(next, now)) return;
      next = { from: now, ms: DAY };
      busy = true;
      // Nobody waits for it: a year's entries are many.
      running = goOver();
    },
    settled: () => running,
    async check() {
      const written = await records.get<Written>("check");
      if (!written) return undefined;
      const { at, entries, since, fault } = written;
      return {
        at: new Date(at),
        entries,
        ...(since === undefined ? {} : { since: new Date(since) }),
        ...(fault === undefined ? {} : { fault }),
      };
    },
    async sayHead() {
      const { head } = await audit.ends();
      log.info({ head: sayMark(head) }, "the audit trail's head");
    },
  };
}

/** As it stands in the records. */
interface Written {
  readonly at: number;
  readonly entries: number;
  readonly since?: number | undefined;
  readonly fault?: string | undefined;
}
