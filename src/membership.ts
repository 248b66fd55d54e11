import { partsOf } from "./core/address.ts";
import type { ConversationEvent, Happened } from "./core/chat-adapter.ts";
import { type Clock, HOUR } from "./core/clock.ts";
import type { Log } from "./core/log.ts";
import type { Store } from "./core/store.ts";

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
  /** There may be something to deliver now. */
  wake(): void;
  clock: Clock;
  log: Log;
}): Happened {
  const { platform, store, clock, log } = given;

  async function concerned({ conversation }: ConversationEvent) {
    if (conversation) return [conversation];
    const all = (await store.subscriptions.list()).map((one) => one.conversation);
    return [...new Set(all)].filter((one) => partsOf(one).platform === platform);
  }

  return async (event) => {
    const now = clock.now();
    const reason = endings[event.kind];
    log.info(
      { platform, kind: event.kind, conversation: event.conversation },
      "a conversation changed",
    );
    for (const conversation of await concerned(event)) {
      if (reason) {
        const retryAt = new Date(now.getTime() + HOUR);
        await store.outbox.pause(conversation, { reason, since: now, retryAt });
      } else if (event.kind === "joined" || event.kind === "unarchived") {
        await store.outbox.resume(conversation, now);
      }
    }
    given.wake();
  };
}
