import type { webApi } from "@slack/bolt";
import { addressOf, partsOf } from "../../src/core/address.ts";
import type { MessageRef, Place } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Log } from "../../src/core/log.ts";
import type { Message } from "../../src/core/message.ts";
import type { Records } from "../../src/core/records.ts";
import type { Pictures } from "./pictures.ts";
import type { PictureFiles } from "./render-picture.ts";
import { createShowing, noPictures } from "./showing.ts";

/** Shows messages in Slack. Every method throws a DeliveryError, and nothing else. */
export interface Posting {
  post(to: Place, message: Message): Promise<MessageRef>;
  edit(at: MessageRef, message: Message): Promise<void>;
  /** The same without pictures, which are waited for: for what is shown for a while only. */
  readonly quickly: Pick<Posting, "post" | "edit">;
  remove(at: MessageRef): Promise<void>;
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
  pictures: Pictures;
  clock: Clock;
  log: Log;
  /** What people call the bot. */
  name(): string | undefined;
}): Posting {
  const { client, records, pictures } = given;

  const show = createShowing(given);

  async function postFor(user: string, to: Place, message: Message): Promise<MessageRef> {
    const channel = await channelOf(to.conversation, records);
    const thread = to.thread ? { thread_ts: to.thread } : {};
    // Nobody but the bot sees a file that no post has shown, and this is none.
    const done = await show(message, { where: to.conversation, files: noPictures }, (content) =>
      client.chat.postEphemeral({ channel, user, ...thread, ...literal, ...content }),
    );
    return { conversation: to.conversation, id: done.message_ts ?? "" };
  }

  async function post(to: Place, message: Message, files: PictureFiles): Promise<MessageRef> {
    const { kind } = checked(to.conversation);
    const channel = await channelOf(to.conversation, records);
    const thread = to.thread
      ? { thread_ts: to.thread, reply_broadcast: to.alsoInChannel === true }
      : {};
    const done = await show(message, { where: to.conversation, files }, (content) =>
      client.chat.postMessage({ channel, ...thread, ...quiet, ...content }),
    );
    const shownIn = done.channel ?? channel;
    if (kind === "user") await remember(to.conversation, shownIn, given);
    return { conversation: addressOf("slack", "channel", shownIn), id: done.ts ?? "" };
  }

  async function edit(at: MessageRef, message: Message, files: PictureFiles): Promise<void> {
    checked(at.conversation);
    const channel = await channelOf(at.conversation, records);
    await show(message, { where: at.conversation, files }, (content) =>
      client.chat.update({ channel, ts: at.id, ...literal, ...content }),
    );
  }

  /** Direct messages are seen by one person anyway. */
  const isForOne = ({ conversation, onlyFor }: Place): boolean =>
    onlyFor !== undefined && checked(conversation).kind === "channel";

  const route = (find: Pictures["forPost"]) => async (to: Place, message: Message) =>
    isForOne(to)
      ? postFor(checked(to.onlyFor ?? "").id, to, message)
      : post(to, message, await find(message));

  return {
    post: route(pictures.forPost),
    edit: async (at, message) => edit(at, message, await pictures.forEdit(message)),
    quickly: {
      post: route(async () => noPictures),
      edit: (at, message) => edit(at, message, noPictures),
    },
    async remove(at) {
      const channel = await channelOf(at.conversation, records);
      await client.chat.delete({ channel, ts: at.id });
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
