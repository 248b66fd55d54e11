import { type Clock, SECOND } from "./core/clock.ts";
import type { CommandContext, SourceFacts } from "./core/command.ts";
import { targetsOf } from "./core/freshness.ts";
import { sayCount } from "./core/say.ts";
import { type Part, type Standing, unreadMs } from "./core/standing.ts";
import type { TargetState } from "./core/store.ts";

/** How often the store is asked. */
const everyMs = 5 * SECOND;
/** A platform that has taken nothing for so long, though there was something for it, is away. */
const awayMs = 30 * SECOND;
/** A store that has not answered for so long does not. */
const silentMs = 20 * SECOND;

/** Keeps track of what the bot needs, so that it can be said at once. */
export interface HouseStanding extends Standing {
  /** The platform listens. */
  begun(platform: string): void;
  /** Whether the bot and the platform can hear each other, as the platform's adapter says. */
  connected(platform: string, is: boolean): void;
  /** Something was to be shown there: whether the platform answered at all. */
  reached(platform: string, is: boolean): void;
  stopping(): void;
  tick(): Promise<void>;
}

export function createStanding(given: {
  readonly platforms: readonly string[];
  /** Undefined as long as there is nothing to look at. */
  readonly known: () => Pick<CommandContext, "store" | "sources" | "tenants"> | undefined;
  readonly clock: Clock;
}): HouseStanding {
  const { platforms, known, clock } = given;
  const since = clock.now();
  const begun = new Set<string>();
  const connections = new Map<string, boolean>();
  const away = new Map<string, Date>();
  let stopping = false;
  let looked: { readonly at: Date; readonly store: boolean } | undefined;
  let late: readonly string[] = [];
  let next = 0;

  const platformPart = (part: string): Part => {
    const ready = begun.has(part) && connections.get(part) !== false;
    if (!ready) return { part, ready, state: "not connected" };
    const since = away.get(part) ?? clock.now();
    if (clock.now().getTime() - since.getTime() < awayMs)
      return { part, ready, state: "connected" };
    return { part, ready: false, state: "does not answer" };
  };

  function storePart(): Part {
    const part = "store";
    if (!looked) return { part, ready: false, state: "being opened" };
    const age = clock.now().getTime() - looked.at.getTime();
    if (age > silentMs) return { part, ready: false, state: "does not answer" };
    return { part, ready: looked.store, state: looked.store ? "open" : "cannot be read" };
  }

  async function look(): Promise<void> {
    try {
      const asked = known();
      if (!asked) return;
      const targets = await targetsOf(asked);
      late = lateOf(targets, asked.sources, { since, now: clock.now() });
      looked = { at: clock.now(), store: true };
    } catch {
      // What is wrong with it is in the log of whoever needed it.
      looked = { at: clock.now(), store: false };
    }
  }

  return {
    begun: (platform) => void begun.add(platform),
    connected: (platform, is) => void connections.set(platform, is),
    reached(platform, is) {
      if (is) away.delete(platform);
      else if (!away.has(platform)) away.set(platform, clock.now());
    },
    stopping: () => {
      stopping = true;
    },
    async tick() {
      const now = clock.now().getTime();
      // A clock that was set back waits for nobody.
      if (now < next && next - now <= everyMs) return;
      next = now + everyMs;
      await look();
    },
    parts: () => [
      ...(stopping ? [{ part: "watchpost", ready: false, state: "stopping" }] : []),
      storePart(),
      ...platforms.map(platformPart),
      sourcesPart(late),
    ],
  };
}

function lateOf(
  targets: readonly TargetState[],
  sources: readonly SourceFacts[],
  at: { readonly since: Date; readonly now: Date },
): readonly string[] {
  const limits = new Map(sources.map(({ id, staleAfter }) => [id, staleAfter]));
  const unread = targets.filter((one) => unreadMs(one, at) > (limits.get(one.source) ?? 0));
  return [...new Set(unread.map(({ source }) => source))].sort();
}

function sourcesPart(late: readonly string[]): Part {
  const part = "sources";
  if (late.length === 0) return { part, ready: true, state: "read within their limits" };
  const have = late.length === 1 ? "has" : "have";
  const state = `${sayCount(late.length, "source")} ${have} not been read for too long: ${late.join(", ")}`;
  return { part, ready: false, state };
}
