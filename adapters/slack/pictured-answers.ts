import type { MessageRef, Place, Reply } from "../../src/core/chat-adapter.ts";
import { type Clock, MINUTE } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Log } from "../../src/core/log.ts";
import type { AnswerTo } from "./incoming.ts";
import type { Pictures } from "./pictures.ts";
import type { Posting } from "./posting.ts";

/** An answer that is about to be shown: what it is, and where its progress stands. */
export interface Pictured {
  readonly to: AnswerTo;
  readonly reply: Reply;
  readonly place: Place;
  readonly progress: MessageRef | undefined;
  /** To be called once Slack has it. */
  taken?(): void;
}

/** So long no picture is made for a channel that the bot could not post in. */
const closedMs = 10 * MINUTE;

/**
 * Shows answers with pictures, where there are any: only a post can bring a new one. An edit cannot, and a line's own
 * address is none; so the progress gives way to a new message. Resolves with the ways to do so: one, or none.
 */
export function createPicturedAnswers(given: {
  posting: Posting;
  pictures: Pictures;
  clock: Clock;
  log: Log;
}): (answer: Pictured) => Promise<readonly (() => Promise<void>)[]> {
  const { posting, pictures, clock, log } = given;
  const closed = new Map<string, number>();
  const now = () => clock.now().getTime();

  function mayBePosted({ to, reply }: Pictured): boolean {
    if (now() < (closed.get(to.channel) ?? 0)) return false;
    if (/^[CG]/.test(to.channel)) return reply.audience === "all";
    // Of a direct conversation where a command was typed nobody knows whether it is the bot's own.
    return !to.responseUrl;
  }

  async function show({ to, reply, place, progress, taken }: Pictured): Promise<void> {
    try {
      await posting.post(place, reply.message);
      taken?.();
      closed.delete(to.channel);
    } catch (error) {
      const refused = error instanceof DeliveryError && error.outcome === "refused";
      if (refused) closed.set(to.channel, now() + closedMs);
      throw error;
    }
    if (!progress) return;
    await posting.remove(progress).catch((error: unknown) => {
      log.warn({ err: error }, "progress of an answer could not be taken away");
    });
  }

  return async (answer) => {
    if (!mayBePosted(answer)) return [];
    const { size } = await pictures.forPost(answer.reply.message);
    return size > 0 ? [() => show(answer)] : [];
  };
}
