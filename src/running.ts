import { type Clock, MINUTE } from "./core/clock.ts";
import { passed } from "./core/passed.ts";
import type { Records } from "./core/records.ts";

const lookedKey = "looked at";
const metricsKey = "metrics";
/** The bot writes each minute that it runs. */
const goneMs = 2 * MINUTE;

/** What a running bot notes in its store for `doctor` on its machine, which is a process of its own. */
export interface Running {
  /** It runs, and its store can be written. */
  look(): Promise<void>;
  /** Its metrics can be read there, or their port cannot be listened on. Never rejects: it is for `doctor` alone. */
  listens(port: number | undefined): Promise<void>;
  ends(): Promise<void>;
  /** Of the bot that runs now: where its metrics can be read, `port: null` where nowhere. Undefined where none runs, or none with metrics. */
  metrics(): Promise<{ readonly port: number | null } | undefined>;
}

export function createRunning(records: Records, clock: Pick<Clock, "now">): Running {
  const quietly = (work: Promise<void>) => work.catch(() => undefined);
  return {
    look: () => records.set(lookedKey, clock.now()),
    listens: (port) => quietly(records.set(metricsKey, { port: port ?? null })),
    ends: () => quietly(records.remove(metricsKey)),
    async metrics() {
      const at = await records.get<string>(lookedKey);
      if (at === undefined || passed(new Date(at), clock.now()) > goneMs) return undefined;
      return records.get<{ port: number | null }>(metricsKey);
    },
  };
}
