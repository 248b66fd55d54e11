import { z } from "zod";
import { type Button, buttonsOf, readMessage } from "../fakes/teams/reading.ts";
import type { Sent } from "../fakes/teams/world.ts";

const told = z.object({
  action: z.string(),
  actionConversationId: z.string(),
  message: z
    .looseObject({
      messageId: z.string(),
      from: z.object({ id: z.string() }),
      text: z.string().optional(),
      attachments: z.array(z.unknown()).optional(),
      postConversationId: z.string().optional(),
    })
    .optional(),
});

type Told = z.infer<typeof told>;

/** A message of the bot's as the Playground shows it now. */
export interface Shown {
  readonly id: string;
  /** With its thread, where it is in one: `19:…;messageid=…`. */
  readonly conversation: string;
  /** The message that begins its thread: itself, where it is a post of a channel. */
  readonly thread: string | undefined;
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly edits: number;
}

/** What the Playground tells its page, as the page keeps it. */
export function createScreen() {
  const shown = new Map<string, Shown>();
  return {
    take(data: string): void {
      const { message, action, ...at } = told.parse(JSON.parse(data));
      if (!message || !["createMessage", "updateMessage"].includes(action)) return;
      const before = shown.get(message.messageId);
      shown.set(message.messageId, showing({ ...at, action, message }, message, before));
    },
    /** Oldest first; of one conversation with its threads, or of all. */
    messages: (conversation?: string): readonly Shown[] =>
      [...shown.values()].filter(
        (one) => conversation === undefined || one.conversation.split(";")[0] === conversation,
      ),
  };
}

function showing(
  { actionConversationId }: Told,
  message: NonNullable<Told["message"]>,
  before: Shown | undefined,
): Shown {
  const activity = message as Sent;
  const conversation = before?.conversation ?? message.postConversationId ?? actionConversationId;
  return {
    id: message.messageId,
    conversation,
    thread: conversation.split(";messageid=")[1],
    text: readMessage({ activity }),
    buttons: buttonsOf({ activity }),
    edits: before ? before.edits + 1 : 0,
  };
}
