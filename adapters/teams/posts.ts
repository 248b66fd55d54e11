import { type ConversationId, partsOf } from "../../src/core/address.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import { inThread } from "./hear.ts";
import type { References } from "./references.ts";
import type { Sender } from "./sender.ts";

const refusedWords =
  "Teams did not take the last message for this conversation. Speak to the bot there once: then it tries again.";

/** Messages that nobody asked for. A conversation that refuses them is marked, so that its next word counts as a return. */
export function createPosts(
  sender: Sender,
  references: References,
): Pick<ChatAdapter, "post" | "edit" | "reach"> {
  async function marking<Value>(at: ConversationId, attempt: Promise<Value>): Promise<Value> {
    try {
      return await attempt;
    } catch (error) {
      if (error instanceof DeliveryError && error.outcome === "refused") {
        await references.mark(at, "refused");
      }
      throw error;
    }
  }

  const post: ChatAdapter["post"] = async (to, message) => {
    const reference = await sender.reach(to.conversation);
    // Teams cannot show a reply to the whole channel as well, so what all shall see begins a thread of its own.
    const thread = to.alsoInChannel ? undefined : to.thread;
    const spot = { ...reference, conversation: inThread(reference, thread) };
    const alone = reference.kind === "personal" ? undefined : to.onlyFor;
    const shown = alone
      ? await sender.toOne(spot, alone, message)
      : await sender.toAll(spot, message);
    return { conversation: to.conversation, id: shown.id };
  };

  const edit: ChatAdapter["edit"] = async ({ conversation, id }, message) => {
    const { serviceUrl, conversation: where } = await sender.reach(conversation);
    await sender.edit({ serviceUrl, conversation: where, id, targeted: false }, message);
  };

  return {
    post: (to, message) => marking(to.conversation, post(to, message)),
    edit: (at, message) => marking(at.conversation, edit(at, message)),
    // Teams has no question without a message: what is known is what it told of itself, and what it last refused.
    async reach(conversation) {
      if (partsOf(conversation).kind === "user") return;
      const { state } = await sender.reach(conversation);
      if (state === "refused") throw new DeliveryError("refused", refusedWords);
    },
  };
}
