import type { ConversationId } from "../../src/core/address.ts";
import type { MessageRef, Place } from "../../src/core/chat-adapter.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Message } from "../../src/core/message.ts";
import { rootOf } from "./answers.ts";
import type { Entry } from "./entry.ts";
import type { Messages } from "./messages.ts";
import { nameOf, nameRule, ownerOf } from "./names.ts";

/** Shows a message unasked, once for each key. Everyone who watches the page sees it as soon as it is durable. */
export async function post(
  messages: Messages,
  { to, message, key }: { to: Place; message: Message; key?: string | undefined },
): Promise<MessageRef> {
  const conversation = nameIn(to.conversation);
  const posted = key === undefined ? undefined : messages.postedAs(conversation, key);
  if (posted) {
    if (!isSame(posted.message, message)) await change(messages, posted, message);
    return { conversation: to.conversation, id: posted.id };
  }
  const replyTo = rootOf(messages, conversation, to.thread);
  if (to.thread !== undefined && replyTo === null) throw gone("The thread to reply in");
  const privateTo = readerOf(to) ?? ownerOf(conversation) ?? null;
  const alsoInChannel = replyTo !== null && to.alsoInChannel === true;
  const place = { conversation, replyTo, privateTo, alsoInChannel };
  const draft = { ...place, message, ...(key === undefined ? {} : { key }) };
  const { id } = await messages.add(draft);
  return { conversation: to.conversation, id };
}

/** Replaces what an earlier post shows. */
export async function edit(messages: Messages, at: MessageRef, message: Message): Promise<void> {
  const entry = messages.find(nameIn(at.conversation), at.id);
  if (!entry) throw gone("The message to edit");
  await change(messages, entry, message);
}

const change = (messages: Messages, entry: Entry, message: Message): Promise<void> =>
  messages.change(entry, { message, pending: false });

/** What was read back from the records holds its times as text. */
const isSame = (one: Message, other: Message): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** @throws DeliveryError for what is no conversation here. */
export function nameIn(id: ConversationId): string {
  const name = nameOf(id);
  if (name) return name;
  throw new DeliveryError(
    "refused",
    `${id} is no conversation of the local chat: write local:channel:ops or local:user:ada, where what follows the last colon ${nameRule}.`,
  );
}

function readerOf({ onlyFor }: Place): string | undefined {
  return onlyFor === undefined ? undefined : ownerOf(nameIn(onlyFor));
}

const gone = (what: string): DeliveryError =>
  new DeliveryError("gone", `${what} is no longer kept in the local chat.`);
