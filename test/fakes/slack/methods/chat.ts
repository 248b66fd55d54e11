import { type Draft, Refusal } from "../world.ts";
import type { Answer, Methods, Surroundings } from "./method.ts";

export const chat: Methods = {
  "chat.postMessage": { scope: "chat:write", run: post },
  "chat.postEphemeral": { scope: "chat:write", run: postEphemeral },
  "chat.update": { scope: "chat:write", run: update },
  "chat.delete": { scope: "chat:write", run: remove },
};

function draftOf(form: URLSearchParams): Draft {
  const blocks = form.get("blocks");
  const text = form.get("text") ?? undefined;
  if (blocks === null) return { text };
  try {
    return { text, blocks: JSON.parse(blocks) };
  } catch {
    throw new Refusal("invalid_blocks_format");
  }
}

function post(form: URLSearchParams, { world }: Surroundings): Answer {
  const channel = world.resolve(form.get("channel") ?? undefined);
  const draft = draftOf(form);
  world.checkDraft(draft, "chat.postMessage");
  const thread = world.threadOf(channel, form.get("thread_ts") ?? undefined);
  const message = world.commit(draft, {
    channel,
    by: "chat.postMessage",
    broadcast: form.get("reply_broadcast") === "true",
    ...(thread ? { thread } : {}),
  });
  return { channel, ts: message.ts, message: { text: message.text } };
}

function postEphemeral(form: URLSearchParams, { world }: Surroundings): Answer {
  const channel = world.resolve(form.get("channel") ?? undefined);
  const user = form.get("user");
  if (!user) throw new Refusal("user_not_in_channel");
  const draft = draftOf(form);
  world.checkDraft(draft, "chat.postEphemeral");
  const thread = world.threadOf(channel, form.get("thread_ts") ?? undefined);
  const where = { channel, user, by: "chat.postEphemeral", ...(thread ? { thread } : {}) };
  return { message_ts: world.commit(draft, where).ts };
}

function update(form: URLSearchParams, { world }: Surroundings): Answer {
  const named = form.get("channel") ?? "";
  // Edits take a conversation's own id only, never a person's.
  if (/^U/.test(named)) throw new Refusal("channel_not_found");
  const channel = world.resolve(named);
  const message = world.find(channel, form.get("ts") ?? undefined);
  if (!message || message.user) throw new Refusal("message_not_found");
  if (message.from !== "bot") throw new Refusal("cant_update_message");
  const draft = draftOf(form);
  world.checkDraft(draft, "chat.update");
  world.edit(message, draft, "chat.update");
  return { channel, ts: message.ts, text: message.text };
}

function remove(form: URLSearchParams, { world }: Surroundings): Answer {
  const channel = world.resolve(form.get("channel") ?? undefined);
  const message = world.find(channel, form.get("ts") ?? undefined);
  if (!message || message.user) throw new Refusal("message_not_found");
  if (message.from !== "bot") throw new Refusal("cant_delete_message");
  world.remove(message, "chat.delete");
  return { channel, ts: message.ts };
}
