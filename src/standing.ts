import { type Clock, MINUTE, SECOND } from "./core/clock.ts";
import type { CommandContext } from "./core/command.ts";
import { targetsOf } from "./core/freshness.ts";
import type { Part, Standing } from "./core/standing.ts";
import { sourcesPart } from "./sources-part.ts";

/** How often the store is asked. */
const everyMs = 5 * SECOND;
/** How often something is written to it: on a full disk it can be read for long. */
const writeEveryMs = MINUTE;
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

type Known = Pick<CommandContext, "store" | "sources" | "tenants">;

type StoreState = "open" | "cannot be read" | "cannot be written";

export function createStanding(given: {
  readonly platforms: readonly string[];
  /** Undefined as long as there is nothing to look at. */
  readonly known: () => Known | undefined;
  /** Writes something to the store. */
  readonly write: () => Promise<void>;
  readonly clock: Clock;
}): HouseStanding {
  const { platforms, known, write, clock } = given;
  const since = clock.now();
  const { parts: platformParts, ...told } = createPlatforms(platforms, clock);
  let stopping = false;
  let looked: { readonly at: Date; readonly state: StoreState } | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let sources: Part = sourcesPart(undefined);
  let next = 0;

  function storePart(): Part {
    const part = "store";
    if (!looked) return { part, ready: false, state: "being opened" };
    const age = clock.now().getTime() - looked.at.getTime();
    if (age > silentMs) return { part, ready: false, state: "does not answer" };
    return { part, ready: looked.state === "open", state: looked.state };
  }

  async function look(): Promise<void> {
    const asked = known();
    if (!asked) return;
    const state = (await isRead(asked)) ? await written() : "cannot be read";
    looked = { at: clock.now(), state };
  }

  // What is wrong with the store is in the log of whoever needed it.
  const isRead = (asked: Known): Promise<boolean> =>
    targetsOf(asked).then(
      (targets) => {
        sources = sourcesPart({ targets, sources: asked.sources, since, now: clock.now() });
        return true;
      },
      () => false,
    );

  async function written(): Promise<StoreState> {
    if (Math.abs(clock.now().getTime() - writtenAt) < writeEveryMs) return "open";
    try {
      await write();
      writtenAt = clock.now().getTime();
      return "open";
    } catch {
      return "cannot be written";
    }
  }

  return {
    ...told,
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
      ...platformParts(),
      sources,
    ],
  };
}

/** What is known of each platform. */
function createPlatforms(platforms: readonly string[], clock: Clock) {
  const begun = new Set<string>();
  const connections = new Map<string, boolean>();
  const away = new Map<string, Date>();

  const platformPart = (part: string): Part => {
    const ready = begun.has(part) && connections.get(part) !== false;
    if (!ready) return { part, ready, state: "not connected" };
    const since = away.get(part) ?? clock.now();
    if (clock.now().getTime() - since.getTime() < awayMs)
      return { part, ready, state: "connected" };
    return { part, ready: false, state: "does not answer" };
  };

  return {
    begun: (platform: string) => void begun.add(platform),
    connected: (platform: string, is: boolean) => void connections.set(platform, is),
    reached(platform: string, is: boolean) {
      if (is) away.delete(platform);
      else if (!away.has(platform)) away.set(platform, clock.now());
    },
    parts: () => platforms.map(platformPart),
  };
}
