import { type ConversationId, partsOf } from "../../src/core/address.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import { within } from "../../src/core/within.ts";
import type { Connector } from "./connector.ts";
import { inThread } from "./hear.ts";
import type { Names } from "./names.ts";
import type { References } from "./references.ts";
import type { Sender } from "./sender.ts";

const refusedWords =
  "Teams did not take the last message for this conversation. Speak to the bot there once: then it tries again.";

/** Somebody waits for the answer, and Teams may not answer at all. */
const patienceMs = 2 * SECOND;

/** Messages that nobody asked for. A conversation that refuses them is marked, so that its next word counts as a return. */
export function createPosts(given: {
  sender: Sender;
  names: Names;
  connector: Pick<Connector, "visit">;
  references: References;
  clock: Clock;
}): Pick<ChatAdapter, "post" | "edit" | "reach"> {
  const { sender, names, connector, references, clock } = given;

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
    const named = await names.tell(message, alone ?? to.conversation);
    const shown = alone ? await sender.toOne(spot, alone, named) : await sender.toAll(spot, named);
    return { conversation: to.conversation, id: shown.id };
  };

  const edit: ChatAdapter["edit"] = async ({ conversation, id }, message) => {
    const { serviceUrl, conversation: where } = await sender.reach(conversation);
    const named = await names.tell(message, conversation);
    await sender.edit({ serviceUrl, conversation: where, id, targeted: false }, named);
  };

  return {
    post: (to, message) =>
      // What one person is refused says nothing of the conversation.
      to.onlyFor ? post(to, message) : marking(to.conversation, post(to, message)),
    edit: (at, message) => marking(at.conversation, edit(at, message)),
    async reach(conversation) {
      if (partsOf(conversation).kind === "user") return;
      const reference = await sender.reach(conversation);
      if (reference.state === "refused") throw new DeliveryError("refused", refusedWords);
      await within(connector.visit(reference), { clock, ms: patienceMs });
    },
  };
}
