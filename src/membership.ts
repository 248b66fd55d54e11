import { partsOf } from "./core/address.ts";
import type { ConversationEvent, Happened } from "./core/chat-adapter.ts";
import { type Clock, HOUR } from "./core/clock.ts";
import type { Log } from "./core/log.ts";
import type { Store } from "./core/store.ts";
import type { Moves } from "./moves.ts";

/** Why nothing is posted any more, for the events after which a platform takes no messages. */
const endings: Partial<Record<ConversationEvent["kind"], string>> = {
  left: "Watchpost was removed from this conversation. Add it again to go on.",
  archived: "The conversation is archived. Unarchive it to go on.",
  deleted: "The conversation was deleted.",
  revoked:
    "The app was uninstalled or its token revoked. Install it again and give Watchpost the new token.",
};

/** Keeps subscriptions in step with what happens to conversations: they pause with a reason and go on, they never vanish. */
export function keepUp(given: {
  platform: string;
  store: Pick<Store, "outbox" | "subscriptions">;
  moves: Pick<Moves, "note">;
  /** There may be something to deliver now. */
  wake(): void;
  clock: Clock;
  log: Log;
}): Happened {
  const { platform, store, moves, clock, log } = given;
  const { outbox, subscriptions } = store;

  async function concerned({ conversation }: ConversationEvent) {
    if (conversation) return [conversation];
    const all = (await subscriptions.list()).map((one) => one.conversation);
    return [...new Set(all)].filter((one) => partsOf(one).platform === platform);
  }

  async function closedOnes(): Promise<ReadonlySet<string>> {
    const paused = (await subscriptions.conditions()).filter((one) => one.paused);
    return new Set(paused.map(({ conversation }) => conversation));
  }

  async function end(event: ConversationEvent, reason: string): Promise<void> {
    const now = clock.now();
    const retryAt = new Date(now.getTime() + HOUR);
    const everywhere = event.kind === "revoked" ? ({ everywhere: true } as const) : {};
    const closed = event.kind === "revoked" ? await closedOnes() : new Set<string>();
    for (const conversation of await concerned(event)) {
      // A reason of its own outlasts the platform's.
      if (!closed.has(conversation))
        await outbox.pause(conversation, { reason, since: now, retryAt, ...everywhere });
    }
  }

  /** Only what the platform as a whole refused goes on by that: a channel that was archived meanwhile does not. */
  async function letIn(): Promise<void> {
    for (const { conversation, paused } of await subscriptions.conditions()) {
      if (!paused?.everywhere || partsOf(conversation).platform !== platform) continue;
      if (!(await outbox.resume(conversation, clock.now()))) continue;
      log.info({ conversation, was: paused.reason }, "a conversation takes messages again");
    }
  }

  const reactions: Partial<Record<ConversationEvent["kind"], Happened>> = {
    joined: async ({ conversation }) => void (await goOn(conversation)),
    unarchived: async ({ conversation }) => void (await goOn(conversation)),
    "let in": letIn,
    shared: async (event) => void (await outsiders(event, true)),
    unshared: async (event) => void (await outsiders(event, false)),
    async moved({ conversation, to }) {
      if (!(conversation && to)) return;
      await outbox.move(conversation, to, clock.now());
      await moves.note(conversation, to);
    },
  };
  const outsiders = async ({ conversation }: ConversationEvent, present: boolean) =>
    conversation && outbox.share(conversation, present, clock.now());
  const goOn = async (conversation: ConversationEvent["conversation"]) =>
    conversation && outbox.resume(conversation, clock.now());

  return async (event) => {
    const { kind, conversation } = event;
    if (kind !== "let in") log.info({ platform, kind, conversation }, "a conversation changed");
    const reason = endings[kind];
    if (reason) await end(event, reason);
    await reactions[kind]?.(event);
    given.wake();
  };
}
