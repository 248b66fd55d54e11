import type { webApi } from "@slack/bolt";
import { addressOf, partsOf } from "../../src/core/address.ts";
import type { MessageRef, Place } from "../../src/core/chat-adapter.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Log } from "../../src/core/log.ts";
import type { Message } from "../../src/core/message.ts";
import type { Records } from "../../src/core/records.ts";
import { deliveryErrorOf, slackCodeOf } from "./errors.ts";
import { blocksRefused } from "./refusals.ts";
import { renderWithoutBlocks } from "./render.ts";
import { type Rendered, renderChecked } from "./render-checked.ts";

/** Shows messages in Slack. Every method throws a DeliveryError, and nothing else. */
export interface Posting {
  post(to: Place, message: Message): Promise<MessageRef>;
  edit(at: MessageRef, message: Message): Promise<void>;
}

/** No word may be read as a call or a link, and no link draws a preview. */
const literal = { parse: "none", link_names: false } as const;
export const quiet = {
  ...literal,
  mrkdwn: false,
  unfurl_links: false,
  unfurl_media: false,
} as const;

export function createPosting(given: {
  client: webApi.WebClient;
  records: Records;
  log: Log;
  /** What people call the bot. */
  name(): string | undefined;
}): Posting {
  const { client, records, log } = given;
  const failure = (error: unknown, where: string) => deliveryErrorOf(error, where, given.name());

  /** Slack takes the whole message, or, if it refuses its blocks, the same words without any. */
  async function show<Result>(
    message: Message,
    where: string,
    call: (content: Rendered) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await call(renderChecked(message, log));
    } catch (error) {
      const code = slackCodeOf(error);
      if (code === undefined || !blocksRefused.has(code)) throw failure(error, where);
      log.error({ code, where }, "Slack refused a message's blocks; it is sent as plain text");
    }
    return call(renderWithoutBlocks(message)).catch((error: unknown) => {
      throw failure(error, where);
    });
  }

  async function postFor(user: string, to: Place, message: Message): Promise<MessageRef> {
    const channel = await channelOf(to.conversation, records);
    const thread = to.thread ? { thread_ts: to.thread } : {};
    const done = await show(message, to.conversation, (content) =>
      client.chat.postEphemeral({ channel, user, ...thread, ...literal, ...content }),
    );
    return { conversation: to.conversation, id: done.message_ts ?? "" };
  }

  return {
    async post(to, message) {
      const { kind } = checked(to.conversation);
      // Direct messages are seen by one person anyway.
      if (to.onlyFor && kind === "channel") return postFor(checked(to.onlyFor).id, to, message);
      const channel = await channelOf(to.conversation, records);
      const thread = to.thread
        ? { thread_ts: to.thread, reply_broadcast: to.alsoInChannel === true }
        : {};
      const done = await show(message, to.conversation, (content) =>
        client.chat.postMessage({ channel, ...thread, ...quiet, ...content }),
      );
      const shownIn = done.channel ?? channel;
      if (kind === "user") await remember(to.conversation, shownIn, given);
      return { conversation: addressOf("slack", "channel", shownIn), id: done.ts ?? "" };
    },
    async edit(at, message) {
      checked(at.conversation);
      const channel = await channelOf(at.conversation, records);
      await show(message, at.conversation, (content) =>
        client.chat.update({ channel, ts: at.id, ...literal, ...content }),
      );
    },
  };
}

function checked(address: string): { kind: string; id: string } {
  const parts = partsOf(address);
  if (parts.platform === "slack") return parts;
  throw new DeliveryError("refused", `${address} is not in Slack. Correct it in the settings.`);
}

/** Slack posts to a person by their id, but edits only by the conversation's own, which a post's answer tells. */
async function channelOf(conversation: string, records: Records): Promise<string> {
  const { kind, id } = partsOf(conversation);
  if (kind !== "user") return id;
  return (await records.get<string>(`direct/${id}`).catch(() => undefined)) ?? id;
}

async function remember(
  conversation: string,
  channel: string,
  { records, log }: { records: Records; log: Log },
): Promise<void> {
  const key = `direct/${partsOf(conversation).id}`;
  try {
    if ((await records.get<string>(key)) !== channel) await records.set(key, channel);
  } catch (error) {
    // The message is shown already: failing now would show it twice.
    log.error({ err: error, conversation }, "a direct conversation could not be remembered");
  }
}
