import type { Reply } from "./chat-adapter.ts";
import type { Form, Message } from "./message.ts";

/** The answer to a line and, where it offers the command's form, that form. Undefined where nothing was answered. */
export async function offeredForm(
  replies: AsyncIterable<Reply>,
  command: string,
): Promise<{ readonly message: Message; readonly form?: Form } | undefined> {
  let last: Message | undefined;
  for await (const { message } of replies) last = message;
  const form = last && formIn(last, command);
  return last && { message: last, ...(form ? { form } : {}) };
}

function formIn({ blocks }: Message, command: string): Form | undefined {
  return blocks
    .flatMap((block) => (block.kind === "actions" ? block.actions : []))
    .flatMap((action) => ("form" in action ? [action.form] : []))
    .find((form) => form.command === command);
}
