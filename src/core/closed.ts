import { HOUR } from "./clock.ts";
import type { CommandContext } from "./command.ts";
import { type Block, text } from "./message.ts";

/**
 * Looks whether the conversation takes messages, so that a subscription which cannot be told says so at once, and not when
 * there is something to tell. Where it does not, it is paused with the reason.
 * @returns why, and what to do; undefined where it is open, or where that is not known.
 */
export async function pauseWhereClosed({
  reach,
  store,
  from: { conversation },
  now,
}: Pick<CommandContext, "reach" | "store" | "from" | "now">): Promise<string | undefined> {
  const reason = await reach(conversation);
  if (reason === undefined) return undefined;
  const retryAt = new Date(now.getTime() + HOUR);
  await store.outbox.pause(conversation, { reason, since: now, retryAt });
  return reason;
}

/** The same for whoever has just subscribed, as part of the answer. */
export function sayClosed(reason: string | undefined): readonly Block[] {
  if (reason === undefined) return [];
  return [
    text([{ bold: "Nothing can be posted here yet. " }, `${reason} What is to be told is kept.`]),
  ];
}
