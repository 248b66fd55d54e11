import { partsOf } from "../core/address.ts";
import { posted } from "../core/border.ts";
import type { ChatAdapter, MessageRef, Place } from "../core/chat-adapter.ts";
import { type Clock, MINUTE, SECOND } from "../core/clock.ts";
import { DeliveryError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import { type Message, text } from "../core/message.ts";
import type { Aside, Send } from "../core/pace.ts";
import { isOver, noWait } from "../core/passed.ts";
import type { Kept } from "./tail-book.ts";

/** What became of something that was to be said: it was; it is to be tried again; it cannot be said there any more. */
export type Sent<Done = unknown> =
  | { readonly sent: true; readonly ref: Done }
  | { readonly sent: false; readonly refused?: DeliveryError };

/** Says what one tail has to say, within a share of the platform's pace. */
export interface Sender {
  /** Its card. */
  begin(kept: Kept, message: Message): Promise<Sent<MessageRef>>;
  /** A reply to the tail's card. `number`: the same for every try. */
  reply(kept: Kept, message: Message, number: string): Promise<Sent>;
  edit(card: MessageRef, message: Message): Promise<Sent>;
  /** To whoever began it, alone. */
  tell(kept: Kept, message: Message): Promise<Sent>;
}

const longestMs = MINUTE;

export function createSender(given: {
  adapter: ChatAdapter;
  aside: Aside;
  clock: Pick<Clock, "now">;
  log: Log;
}): Sender {
  const { adapter, aside, clock, log } = given;
  let resting = noWait;
  let failures = 0;

  function afterFailure(error: unknown, send: Send): Extract<Sent, { sent: false }> {
    const failure =
      error instanceof DeliveryError
        ? error
        : new DeliveryError("unknown", "Watchpost itself failed.", { cause: error });
    const { conversation } = send;
    log.warn({ err: failure, conversation }, "what a tail has to say was not taken");
    const { outcome, retryAfterMs } = failure;
    if (["refused", "gone", "rejected"].includes(outcome)) return { sent: false, refused: failure };
    const wait = retryAfterMs ?? Math.min(SECOND * 2 ** Math.min(failures, 10), longestMs);
    failures += 1;
    if (outcome === "throttled") aside.hold(send, wait);
    resting = { from: clock.now().getTime(), ms: wait };
    return { sent: false };
  }

  async function attempt<Done>(
    { conversation, kind }: { conversation: string; kind: "post" | "edit" },
    go: () => Promise<Done>,
  ): Promise<Sent<Done>> {
    const send = { platform: partsOf(conversation).platform, conversation, kind };
    if (!isOver(resting, clock.now()) || aside.turn(send) > 0) return { sent: false };
    try {
      const ref = await go();
      failures = 0;
      return { sent: true, ref };
    } catch (error) {
      return afterFailure(error, send);
    }
  }

  const post = (to: Place, message: Message, key: string) =>
    attempt({ conversation: to.conversation, kind: "post" }, () =>
      orPlain(message, (shown) => adapter.post(to, shown, key)),
    );

  return {
    async begin({ id, from }, message) {
      const sent = await post(from, message, `tail/${id}/card`);
      // In direct messages some platforms name the conversation anew.
      return sent.sent
        ? { sent: true, ref: { ...sent.ref, conversation: from.conversation } }
        : sent;
    },
    reply({ id, from, card }, message, number) {
      const thread = from.thread ?? card?.id;
      const place = { conversation: from.conversation, ...(thread ? { thread } : {}) };
      return post(place, message, `tail/${id}/${number}`);
    },
    edit: (card, message) =>
      attempt({ conversation: card.conversation, kind: "edit" }, () =>
        orPlain(message, (shown) => adapter.edit(card, shown)),
      ),
    tell: ({ id, by }, message) => post({ conversation: by.id }, message, `tail/${id}/refused`),
  };
}

/** Everybody sees it. What the platform rejects as it is goes out as one sentence. */
async function orPlain<Done>(given: Message, go: (shown: Message) => Promise<Done>): Promise<Done> {
  const message = await posted(given);
  try {
    return await go(message);
  } catch (error) {
    if (!(error instanceof DeliveryError && error.outcome === "rejected")) throw error;
    const { summary } = message;
    return go({ summary, blocks: [text(summary)] });
  }
}
