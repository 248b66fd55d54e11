import type { Bot } from "./core/chat-adapter.ts";
import { type Clock, MINUTE, SECOND } from "./core/clock.ts";
import type { CommandContext } from "./core/command.ts";
import { freshnessOf, targetsOf } from "./core/freshness.ts";
import type { Log } from "./core/log.ts";
import { quietUntil, type Subscription } from "./core/subscription.ts";

/** Much goes by with time alone: what is read no more, quiet hours, what is overdue. */
const everyMs = 30 * SECOND;
/** A login that is older than this says nothing of now. */
const loginLimit = 25 * MINUTE;
const mostOpen = 200;

/** Tells when how things are is no longer as it was: of the world, of subscriptions, and of what Watchpost knows. */
export interface Changes {
  readonly onChange: Bot["onChange"];
  /** Something was done after which it may be so. */
  look(): void;
  /** To be called about every second. */
  tick(): Promise<void>;
  settled(): Promise<void>;
}

type Known = Pick<CommandContext, "store" | "sources" | "tenants" | "logins">;

export function createChanges({
  known,
  clock,
  log,
}: {
  known: Known;
  clock: Clock;
  log: Log;
}): Changes {
  const listeners = new Set<() => void>();
  let before: string | undefined;
  let wanted = true;
  let nextAt = 0;
  let looking: Promise<void> | undefined;

  async function compare(): Promise<void> {
    try {
      const now = await stateOf(known, clock.now());
      const changed = before !== undefined && now !== before;
      before = now;
      if (changed) for (const listener of listeners) listener();
    } catch (error) {
      log.warn({ err: error }, "it could not be seen whether something has changed");
    }
  }

  return {
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    look() {
      wanted = true;
    },
    async tick() {
      const time = clock.now().getTime();
      if (looking || !(wanted || time >= nextAt)) return;
      wanted = false;
      nextAt = time + everyMs;
      looking = compare();
      await looking;
      looking = undefined;
    },
    settled: async () => looking,
  };
}

/** Everything that people are shown of how things are, without the times that only grow older. Asks nobody but the store. */
async function stateOf(known: Known, now: Date): Promise<string> {
  const { store, tenants } = known;
  const [open, targets, held, conditions, schedules, logins] = await Promise.all([
    store.subjects.find({ open: true, limit: mostOpen }),
    targetsOf(known),
    store.subscriptions.list(),
    store.subscriptions.conditions(),
    store.digests.schedules(),
    Promise.all(tenants.map(({ name }) => loginOf(name, known, now))),
  ]);
  return JSON.stringify([
    open.map(({ source, id, phase, title, revisions }) => [
      source,
      id,
      phase,
      title,
      revisions.length,
    ]),
    targets.map((target) => {
      const source = known.sources.find(({ id }) => id === target.source);
      return [target.key, freshnessOf(target, source, now), target.error];
    }),
    held.map((one) => describe(one, now)),
    conditions.map(({ conversation, paused, mutedUntil, failures }) => [
      conversation,
      paused,
      mutedUntil && mutedUntil > now ? mutedUntil : null,
      failures > 0,
    ]),
    schedules.map(({ conversation, nextDueAt }) => [conversation, nextDueAt, nextDueAt < now]),
    logins,
  ]);
}

const describe = ({ createdAt: _same, quiet, ...wish }: Subscription, now: Date) => [
  wish,
  quiet,
  quietUntil(quiet, now) !== undefined,
];

async function loginOf(tenant: string, { logins }: Known, now: Date) {
  const [standing, [last]] = await Promise.all([logins.standing(tenant), logins.latest(tenant, 1)]);
  const late = last && now.getTime() - last.at.getTime() > loginLimit;
  return [standing?.stopped, standing?.failingSince, last?.outcome, late];
}
