import { type ConversationId, type PersonId, partsOf } from "../../src/core/address.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Log } from "../../src/core/log.ts";
import { type Block, type Message, note } from "../../src/core/message.ts";
import { unshareable } from "../../src/core/share.ts";
import type { Connector, Spot } from "./connector.ts";
import type { Contact, Reference, References } from "./references.ts";
import { createShowing } from "./showing.ts";

/** A message where it was shown. */
export interface ShownAt extends Spot {
  readonly id: string;
  /** Seen by one member alone. */
  readonly targeted: boolean;
}

export interface Sender {
  toAll(to: Spot, message: Message): Promise<ShownAt>;
  /** Shown to one person alone: within the conversation where Teams can, else in their personal chat. */
  toOne(to: Spot, person: PersonId, message: Message): Promise<ShownAt>;
  edit(at: ShownAt, message: Message): Promise<void>;
  /** How a conversation is reached. @throws DeliveryError `refused` where the bot was never spoken to. */
  reach(conversation: ConversationId): Promise<Reference>;
}

export function createSender(connector: Connector, references: References, log: Log): Sender {
  const show = createShowing(log);

  async function send(to: Spot, message: Message, onlyFor?: string): Promise<ShownAt> {
    const { serviceUrl, conversation } = to;
    const id = await show(message, conversation, (content) => connector.send(to, content, onlyFor));
    return { serviceUrl, conversation, id, targeted: onlyFor !== undefined };
  }

  async function reach(conversation: ConversationId): Promise<Reference> {
    const known = await references.find(conversation);
    if (known && known.state !== "left") return known;
    if (!known && partsOf(conversation).kind === "user") return openChat(conversation);
    if (!known) references.miss(conversation);
    throw new DeliveryError("refused", known ? leftWords : unknownWords);
  }

  async function openChat(person: PersonId): Promise<Reference> {
    const contact = await contactOf(person);
    const { serviceUrl, bot, tenant, member } = contact;
    const conversation = await connector.open(contact, member);
    const reference: Reference = {
      serviceUrl,
      bot,
      tenant,
      conversation,
      kind: "personal",
      state: "here",
    };
    await references.keep(person, reference);
    return reference;
  }

  /** Someone who never spoke is reached by their Entra id, through the service last heard from. */
  async function contactOf(person: PersonId): Promise<Contact> {
    const known = await references.contact(person);
    if (known) return known;
    const service = await references.anyService();
    if (!service) throw new DeliveryError("refused", unknownWords);
    return { ...service, member: partsOf(person).id };
  }

  return {
    reach,
    toAll: (to, message) => send(to, message),
    async toOne(to, person, message) {
      const { member } = await contactOf(person);
      try {
        return await send(to, message, member);
      } catch (error) {
        if (!isTurnedDown(error)) throw error;
        const reference = await reach(person);
        return send(reference, besides(message));
      }
    },
    edit: (at, message) =>
      show(message, at.conversation, (content) => connector.update(at, content, at.targeted)),
  };
}

const unknownWords =
  "The bot is not connected to this Teams conversation yet: add the app to the team or chat, or mention it there once.";
const leftWords =
  "The app was removed from this Teams conversation. Add it to the team or chat again.";

/** Teams does not take targeted messages here; the message was certainly not shown. */
function isTurnedDown(error: unknown): boolean {
  return error instanceof DeliveryError && ["refused", "rejected", "gone"].includes(error.outcome);
}

function besides(message: Message): Message {
  // Here it would be shared with the asker again.
  const { blocks } = unshareable(message);
  const why = "You asked in a channel. The answer is here because it is for you alone.";
  const buttons = blocks.some(saysLines) ? " What its buttons say is said in this chat." : "";
  return { ...message, blocks: [note(why + buttons), ...blocks] };
}

const saysLines = (block: Block): boolean =>
  block.kind === "actions" && block.actions.some((action) => "line" in action);
