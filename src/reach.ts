import { partsOf } from "./core/address.ts";
import type { ChatAdapter } from "./core/chat-adapter.ts";
import type { CommandContext } from "./core/command.ts";
import { DeliveryError } from "./core/errors.ts";
import type { Log } from "./core/log.ts";

/** Asks a conversation's own platform whether the bot may post there. What cannot be known counts as if it may. */
export function createReach(
  adapters: readonly Pick<ChatAdapter, "name" | "reach">[],
  log: Log,
): CommandContext["reach"] {
  return async (conversation) => {
    const adapter = adapters.find(({ name }) => name === partsOf(conversation).platform);
    try {
      await adapter?.reach(conversation);
      return undefined;
    } catch (error) {
      if (error instanceof DeliveryError && error.outcome === "refused") return error.message;
      log.warn(
        { err: error, conversation },
        "it is not known whether a conversation can be reached",
      );
      return undefined;
    }
  };
}
