import type { ConversationId } from "../../src/core/address.ts";
import type { Reply } from "../../src/core/chat-adapter.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Show } from "../../src/core/lines.ts";
import { type Message, text } from "../../src/core/message.ts";
import type { ReturnTo } from "./hear.ts";
import type { Names } from "./names.ts";
import type { Sender, ShownAt } from "./sender.ts";
import { withTimesOf } from "./times.ts";

/**
 * Shows answers where their lines were said: progress first, the answer in its place. Nothing is tried again here; whoever
 * asks to show something does that.
 */
export function createShow(sender: Sender, names: Names): Show<ReturnTo> {
  /** What is shown of each line so far; undefined where its asker cannot be reached, and the conversation was told that. */
  const progress = new Map<string, ShownAt | undefined>();

  /** Where an earlier life of the bot left it. */
  function recall({ to, remembered }: Parameters<Show<ReturnTo>>[0]): void {
    if (remembered === undefined || progress.has(to.line)) return;
    progress.set(to.line, (remembered as Remembered).shown);
  }

  /** The conversation is told once, however many replies there are. */
  async function showAnew(state: Parameters<Show<ReturnTo>>[0], message: Message): Promise<void> {
    const { invocation, to, reply } = state;
    const isTold = progress.has(to.line) && !progress.get(to.line);
    const shown = await showNew(sender, invocation.by.id, to, { ...reply, message, isTold });
    // Teams does not always tell an id, and without one nothing can be edited.
    if (shown?.id === "") return;
    progress.set(to.line, shown);
    if (reply.pending) state.remember?.({ shown } satisfies Remembered);
  }

  return async (state) => {
    const { invocation, to, reply } = state;
    const reader = reply.audience === "all" ? invocation.from.conversation : invocation.by.id;
    const message = await names.tell(forReaders(state), reader);
    recall(state);
    const earlier = progress.get(to.line);
    const isReplaced = earlier !== undefined && (await replace(sender, earlier, message));
    if (!isReplaced) await showAnew(state, message);
    if (!reply.pending) progress.delete(to.line);
  };
}

/** What the next life is told of a line. */
interface Remembered {
  readonly shown?: ShownAt | undefined;
}

/** What one person alone reads has the times of their own clock. */
function forReaders({
  invocation: { by },
  to: { reference },
  reply: { audience, message },
}: Parameters<Show<ReturnTo>>[0]): Message {
  const isForOne = audience === "asker" || reference.kind === "personal";
  return isForOne ? withTimesOf(by.zone, message) : message;
}

/** False where there is nothing to replace any more: progress that was deleted, or expired. */
async function replace(sender: Sender, at: ShownAt, message: Message): Promise<boolean> {
  try {
    await sender.edit(at, message);
    return true;
  } catch (error) {
    if (isOver(error)) return false;
    throw error;
  }
}

async function showNew(
  sender: Sender,
  person: ConversationId,
  to: ReturnTo,
  { audience, message, isTold }: Pick<Reply, "audience" | "message"> & { isTold: boolean },
): Promise<ShownAt | undefined> {
  const spot = { serviceUrl: to.reference.serviceUrl, conversation: to.conversation };
  if (audience === "all" || to.reference.kind === "personal") return sender.toAll(spot, message);
  try {
    return await sender.toOne(spot, person, message);
  } catch (error) {
    if (!isOver(error)) throw error;
    // Never to be edited into the answer: everybody sees it.
    if (!isTold) await sender.toAll(spot, unreachable);
    return undefined;
  }
}

/** Trying the same again will not help. */
function isOver(error: unknown): boolean {
  return error instanceof DeliveryError && ["refused", "rejected", "gone"].includes(error.outcome);
}

/** Said in the channel when the asker cannot be reached alone; holds nothing of the answer. */
const words =
  "This answer is for whoever asked alone, and Teams lets me reach them neither privately here nor in a personal chat. Please add the app for yourself and ask me there.";
const unreachable: Message = { summary: words, tone: "warning", blocks: [text(words)] };
