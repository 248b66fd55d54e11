import { type Clock, HOUR, SECOND } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Pace } from "../../src/core/pace.ts";
import { leftOf, noWait, type Wait } from "../../src/core/passed.ts";
import { within } from "../../src/core/within.ts";
import type { Connector, Spot } from "./connector.ts";
import { bareOf } from "./hear.ts";
import type { Members } from "./members.ts";
import { createMeter, type Meter } from "./meter.ts";

/** A longer wait is spent by whoever sends, who may have something else to do. */
const patienceMs = 2 * SECOND;
/** So long a send waits for those before it in its conversation, one of which may hang. */
const queueMs = 5 * SECOND;
/** Past this many conversations, those that have been silent for an hour are forgotten. */
const remembered = 5000;

/**
 * The same calls, one at a time in each conversation and within Teams' rates, whoever makes them: an answer beside a broadcast
 * would otherwise be refused with 412, or count against a limit that only broadcasts know of. A conversation that asked for
 * patience is left alone for so long, and no other is. Fails with a DeliveryError `throttled`, and nothing is sent, where a
 * call would have to wait for longer than a moment; `unavailable` where its turn comes when the bot's end is over.
 */
export function oneAtATime({ connector, members }: Asked, { pace, clock, isOver }: Terms): Asked {
  const queues = createQueues(clock);
  const tenant = createMeter(pace.all, clock);
  const sends = createSends(pace, clock);

  async function turnComes(meters: readonly Meter[], held: Wait): Promise<void> {
    for (;;) {
      const wait = Math.max(leftOf(held, clock.now()), ...meters.map((meter) => meter.wait()));
      if (wait <= 0) return;
      if (wait > patienceMs) throw tooSoon(wait);
      await clock.after(wait);
    }
  }

  function goOn(): void {
    if (isOver()) throw new DeliveryError("unavailable", "Watchpost is stopping.");
  }

  function inTurn<Value>({ conversation }: Spot, call: () => Promise<Value>): Promise<Value> {
    const key = bareOf(conversation);
    return queues.enter(key, async () => {
      const here = sends.in(key);
      await turnComes([here.meter, tenant], here.held);
      goOn();
      try {
        return await counted([here.meter, tenant], call);
      } catch (error) {
        if (error instanceof DeliveryError && error.outcome === "throttled") {
          here.held = { from: clock.now().getTime(), ms: error.retryAfterMs ?? 0 };
        }
        throw error;
      }
    });
  }

  /** What no conversation's limit on messages counts. */
  async function beside<Value>(call: () => Promise<Value>): Promise<Value> {
    await turnComes([tenant], noWait);
    return counted([tenant], call);
  }

  return {
    connector: {
      send: (to, message, onlyFor) => inTurn(to, () => connector.send(to, message, onlyFor)),
      update: (at, message, targeted) => inTurn(at, () => connector.update(at, message, targeted)),
      open: (from, member) => beside(() => connector.open(from, member)),
      visit: (at) => beside(() => connector.visit(at)),
      size: (from, team) => beside(() => connector.size(from, team)),
      channels: (from, team) => beside(() => connector.channels(from, team)),
    },
    members: { find: (where, member) => beside(() => members.find(where, member)) },
  };
}

interface Terms {
  readonly pace: Pick<Pace, "conversation" | "all">;
  readonly clock: Clock;
  /** Nothing more is sent: the bot is about to be gone, and would not hear what became of it. */
  isOver(): boolean;
}

/** What Teams is asked by. */
interface Asked {
  readonly connector: Connector;
  readonly members: Members;
}

function counted<Value>(meters: readonly Meter[], call: () => Promise<Value>): Promise<Value> {
  const ends = meters.map((meter) => meter.begin());
  return call().finally(() => {
    for (const end of ends) end();
  });
}

function tooSoon(wait: number): DeliveryError {
  return new DeliveryError(
    "throttled",
    "The bot has spoken as often here as Teams allows. It waits and goes on by itself.",
    { retryAfterMs: wait },
  );
}

/** Calls that wait for one another, by conversation, in the order in which they came. */
function createQueues(clock: Clock) {
  const tails = new Map<string, Promise<void>>();
  return {
    async enter<Value>(key: string, call: () => Promise<Value>): Promise<Value> {
      const before = tails.get(key);
      let leave = () => {};
      const mine = new Promise<void>((done) => {
        leave = done;
      });
      const tail = Promise.all([before, mine]).then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      tails.set(key, tail);
      try {
        const came =
          !before ||
          (await within(
            before.then(() => true),
            { clock, ms: queueMs },
          ));
        if (!came) throw tooSoon(SECOND);
        return await call();
      } finally {
        leave();
      }
    },
  };
}

interface Sends {
  readonly meter: Meter;
  /** Milliseconds since the epoch; Teams asked for patience until then. */
  held: Wait;
  /** When it was last asked for. */
  at: number;
}

/** What was sent in each conversation of late. */
function createSends({ conversation }: Pick<Pace, "conversation">, clock: Pick<Clock, "now">) {
  const known = new Map<string, Sends>();

  function forgetSilent(now: number): void {
    for (const [key, { at }] of known) if (at < now - HOUR) known.delete(key);
  }

  return {
    in(key: string): Sends {
      const now = clock.now().getTime();
      if (known.size > remembered) forgetSilent(now);
      const here = known.get(key) ?? {
        meter: createMeter(conversation, clock),
        held: noWait,
        at: now,
      };
      here.at = now;
      known.set(key, here);
      return here;
    },
  };
}
