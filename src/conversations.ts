import type { ChatAdapter, Happened } from "./core/chat-adapter.ts";
import type { Clock } from "./core/clock.ts";
import type { Log } from "./core/log.ts";
import type { Store } from "./core/store.ts";
import type { Offered } from "./introduction.ts";
import { createIntroductions } from "./introductions.ts";
import { keepUp } from "./membership.ts";
import type { Moves } from "./moves.ts";

/** What becomes of the conversations of one platform, and what the bot does about it. */
export interface Conversations {
  readonly adapter: ChatAdapter;
  readonly happened: Happened;
  /** Goes on with what a stop or a kill held up; once the platform is open. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Kept where no platform's name can be: whom the bot has introduced itself to. */
const introduced = "watchpost:introductions";

export function createConversations(given: {
  adapter: ChatAdapter;
  store: Store;
  offered: Offered;
  moves: Moves;
  /** There may be something to deliver now. */
  wake(): void;
  clock: Clock;
  log: Log;
}): Conversations {
  const { adapter, store, offered, moves, wake, clock, log } = given;
  const { subscriptions } = store;
  const records = store.records(introduced);
  const keep = keepUp({ platform: adapter.name, store, moves, wake, clock, log });
  const told = { adapter, records, subscriptions, offered, clock, log };
  const introductions = createIntroductions(told);
  return {
    adapter,
    async happened(event) {
      await keep(event);
      await introductions.happened(event);
    },
    resume: introductions.resume,
    stop: introductions.stop,
  };
}
