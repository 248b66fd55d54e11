import type { Log } from "../../src/core/log.ts";
import type { Message } from "../../src/core/message.ts";
import { ContentRefused } from "./delivery-errors.ts";
import { renderWithoutCard } from "./render.ts";
import { type Outgoing, renderChecked } from "./render-checked.ts";

/** Shows a message by one call or, where Teams refuses its card, by another one in plain words. @throws DeliveryError */
export type ShowMessage = <Result>(
  message: Message,
  where: string,
  call: (content: Outgoing) => Promise<Result>,
) => Promise<Result>;

/** A card that is refused is our fault: its words are shown all the same, and it is logged. */
export function createShowing(log: Log): ShowMessage {
  return async (message, where, call) => {
    const content = renderChecked(message, log);
    try {
      return await call(content);
    } catch (error) {
      if (!(error instanceof ContentRefused) || !("attachments" in content)) throw error;
      const { message: reason } = error;
      log.error({ reason, where }, "Teams refused a message's card; it is sent as plain text");
      return call(renderWithoutCard(message));
    }
  };
}
