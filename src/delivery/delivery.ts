import { partsOf } from "../core/address.ts";
import type { ChatAdapter } from "../core/chat-adapter.ts";
import { type Clock, SECOND } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { type Aside, type Send, unpaced } from "../core/pace.ts";
import type { Lane, Outbox } from "../core/store.ts";
import { createAside } from "./aside.ts";
import { workLane } from "./lane.ts";
import { createPacer } from "./pacer.ts";

export interface Delivery {
  start(): Promise<void>;
  /** There may be more to tell: look now. */
  wake(): void;
  /** For whatever else is posted. */
  readonly aside: Aside;
  /** Resolves once the steps under way are done and remembered. */
  stop(): Promise<void>;
}

/** Long enough for the slowest step of a lane's shift; after a crash another holder waits it out. */
const leaseMs = 60 * SECOND;
/** How often to look without being woken: for holds that end and for news that another replica observed. */
const lookMs = SECOND;
/** Conversations told at the same time, per platform: a hanging one never delays the rest. */
const lanesAtOnce = 8;

export interface DeliveryOptions {
  readonly outbox: Outbox;
  readonly adapters: readonly ChatAdapter[];
  readonly clock: Clock;
  readonly log: Log;
  /** The same after a restart, different for each replica. */
  readonly holder: string;
  /** Between 0 and 1. */
  random(): number;
}

/** Hands each conversation that has something due to one lane, up to so many at once. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { outbox, clock } = options;
  const crew = createCrew(options, () => sleep.abort());
  let stopped = false;
  let sleep = new AbortController();
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    while (!stopped) {
      sleep = new AbortController();
      const lanes = await crew.claim();
      for (const lane of lanes) crew.send(lane);
      if (lanes.length === 0) await clock.after(lookMs, sleep.signal);
    }
  }

  return {
    async start() {
      await outbox.releaseAll(options.holder);
      looking = look();
    },
    wake: () => sleep.abort(),
    aside: crew.aside,
    async stop() {
      stopped = true;
      crew.stop();
      sleep.abort();
      await looking;
      await crew.settled();
    },
  };
}

/** The lanes at work. */
function createCrew(options: DeliveryOptions, onFree: () => void) {
  const { outbox, clock, log, holder } = options;
  const adapters = new Map(options.adapters.map((adapter) => [adapter.name, adapter]));
  const paceOf = (platform: string) => adapters.get(platform)?.pace ?? unpaced;
  const pacer = createPacer(paceOf);
  const working = new Map<string, Promise<void>>();
  let stopped = false;

  function free(platform: string): number {
    const busy = [...working.keys()].filter((one) => partsOf(one).platform === platform);
    return lanesAtOnce - busy.length;
  }

  async function work(lane: Lane, adapter: ChatAdapter): Promise<void> {
    try {
      const release = await workLane(lane, { ...options, adapter, pacer, stopping: () => stopped });
      await outbox.release(release);
    } catch (error) {
      // The store itself failed. The lease ends by itself, and the lane is told anew.
      log.error({ err: error, conversation: lane.conversation }, "a delivery failed");
    }
    working.delete(lane.conversation);
    onFree();
  }

  /** Where posts are counted over the whole workspace, any lane there waits for any post. */
  function isBusy({ platform, conversation }: Send): boolean {
    if (working.has(conversation)) return true;
    return paceOf(platform).posts.length > 0 && free(platform) < lanesAtOnce;
  }

  return {
    aside: createAside({ pacer, paceOf, isBusy, clock }),
    async claim(): Promise<readonly Lane[]> {
      const platforms = [...adapters.keys()].filter((platform) => free(platform) > 0);
      if (platforms.length === 0) return [];
      const limit = Math.min(...platforms.map(free));
      try {
        return await outbox.claim({ holder, now: clock.now(), leaseMs, limit, platforms });
      } catch (error) {
        log.error({ err: error }, "the outbox could not be read");
        return [];
      }
    },
    send(lane: Lane): void {
      const adapter = adapters.get(partsOf(lane.conversation).platform);
      // A lane whose lease ended under work (the machine slept) is still that work's: two would tell everything twice.
      if (!adapter || working.has(lane.conversation)) return;
      working.set(lane.conversation, work(lane, adapter));
    },
    stop(): void {
      stopped = true;
    },
    async settled(): Promise<void> {
      await Promise.all(working.values());
    },
  };
}
