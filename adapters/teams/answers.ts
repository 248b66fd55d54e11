import type { ConversationId } from "../../src/core/address.ts";
import type { Reply } from "../../src/core/chat-adapter.ts";
import { type Clock, MINUTE, SECOND } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Show } from "../../src/core/lines.ts";
import { type Message, text } from "../../src/core/message.ts";
import type { ReturnTo } from "./hear.ts";
import type { Sender, ShownAt } from "./sender.ts";
import { withTimesOf } from "./times.ts";

/** How often an answer is tried. Nobody but the adapter tries it again, and every line must get its answer. */
const most = 5;

/** Shows answers where their lines were said: progress first, the answer in its place. */
export function createShow(sender: Sender, clock: Clock): Show<ReturnTo> {
  const progress = new Map<string, ShownAt>();

  /** @throws DeliveryError once it is certain that trying again does not help. */
  async function patiently<Value>(attempt: () => Promise<Value>, tried = 1): Promise<Value> {
    try {
      return await attempt();
    } catch (error) {
      const wait = waitAfter(error, tried);
      if (wait === undefined) throw error;
      await clock.after(wait);
      return patiently(attempt, tried + 1);
    }
  }

  async function replace(at: ShownAt, message: Message): Promise<boolean> {
    try {
      await patiently(() => sender.edit(at, message));
      return true;
    } catch (error) {
      // Progress that was deleted, or expired: the answer is shown anew.
      if (error instanceof DeliveryError) return false;
      throw error;
    }
  }

  return async ({ invocation, to, reply: given }) => {
    const reply = { ...given, message: forReaders({ invocation, to, reply: given }) };
    const earlier = progress.get(to.line);
    if (earlier && (await replace(earlier, reply.message))) {
      if (!reply.pending) progress.delete(to.line);
      return;
    }
    progress.delete(to.line);
    const shown = await patiently(() => showNew(sender, invocation.by.id, to, reply));
    if (reply.pending && shown.id) progress.set(to.line, shown);
  };
}

/** What one person alone reads has the times of their own clock. */
function forReaders({
  invocation: { by },
  to: { reference },
  reply: { audience, message },
}: Pick<Parameters<Show<ReturnTo>>[0], "invocation" | "to" | "reply">): Message {
  const isForOne = audience === "asker" || reference.kind === "personal";
  return isForOne ? withTimesOf(by.zone, message) : message;
}

async function showNew(
  sender: Sender,
  person: ConversationId,
  to: ReturnTo,
  { audience, message }: Pick<Reply, "audience" | "message">,
): Promise<ShownAt> {
  const spot = { serviceUrl: to.reference.serviceUrl, conversation: to.conversation };
  if (audience === "all" || to.reference.kind === "personal") return sender.toAll(spot, message);
  try {
    return await sender.toOne(spot, person, message);
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.outcome !== "refused") throw error;
    return sender.toAll(spot, unreachable);
  }
}

/** Said in the channel when the asker cannot be reached alone; holds nothing of the answer. */
const words =
  "This answer is for whoever asked alone, and Teams lets me reach them neither privately here nor in a personal chat. Please add the app for yourself and ask me there.";
const unreachable: Message = { summary: words, tone: "warning", blocks: [text(words)] };

/** Milliseconds until the next try; undefined when there is none. A possible duplicate is preferred to no answer. */
function waitAfter(error: unknown, tried: number): number | undefined {
  if (!(error instanceof DeliveryError) || tried >= most) return undefined;
  const { outcome, retryAfterMs } = error;
  if (outcome === "throttled") return Math.min(retryAfterMs ?? 2 ** tried * SECOND, MINUTE);
  if (outcome === "unavailable" || outcome === "unknown") return 2 ** (tried - 1) * SECOND;
  return undefined;
}
