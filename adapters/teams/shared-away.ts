import type { Clock } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Show } from "../../src/core/lines.ts";
import type { Log } from "../../src/core/log.ts";
import { afterSharing } from "../../src/core/share.ts";
import type { ReturnTo } from "./hear.ts";
import type { Sender } from "./sender.ts";

/** Shows answers and, once a private one was shared, a word that it was in its place: nobody shares it twice. */
export function givingWay(
  show: Show<ReturnTo>,
  { sender, clock, log }: { sender: Pick<Sender, "edit">; clock: Pick<Clock, "after">; log: Log },
): Show<ReturnTo> {
  async function once(state: Parameters<Show<ReturnTo>>[0]): Promise<void> {
    try {
      await standIn(state, sender);
    } catch (error) {
      // Much was said here of late; anything else will not pass.
      if (!(error instanceof DeliveryError && error.outcome === "throttled")) throw error;
      await clock.after(error.retryAfterMs ?? 0);
      await standIn(state, sender);
    }
  }

  return async (state) => {
    await show(state);
    // What follows waits for its turn: a kill meanwhile would have the answer shown again.
    state.taken?.();
    await once(state).catch((error: unknown) =>
      log.warn({ err: error }, "a private answer that was shared could not be marked so"),
    );
  };
}

async function standIn(
  { invocation, to, reply }: Parameters<Show<ReturnTo>>[0],
  sender: Pick<Sender, "edit">,
): Promise<void> {
  const message = afterSharing(invocation.line);
  const { pressedOn: id, conversation, reference } = to;
  if (!message || id === undefined || reply.pending || reply.audience !== "all") return;
  // Only what one person sees has a button that shares it.
  const { serviceUrl } = reference;
  await sender.edit({ serviceUrl, conversation, id, targeted: true }, message);
}
