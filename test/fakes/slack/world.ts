import { charactersOf, mostCharacters, problemsOf } from "../../../adapters/slack/block-kit.ts";
import { createFiles } from "./files.ts";
import { readMessage } from "./reading.ts";
import { Refusal } from "./refusal.ts";

export { Refusal } from "./refusal.ts";

/** Something Slack has carried out, in the order it did. */
export interface Operation {
  readonly op: "post" | "edit" | "ephemeral" | "delete";
  /** The Web API's method, or `response_url`. */
  readonly by: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string;
  readonly broadcast?: boolean;
  /** The only one who sees it. */
  readonly user?: string;
  /** All that a person reads. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface FakeMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string;
  readonly user?: string;
  /** Who wrote it: the bot, or a person. */
  readonly from: string;
  text: string;
  blocks: unknown;
}

/** not-a-member: public, and the bot is not in it. private: the same, of a private one, which Slack does not admit to know. */
export type ChannelState = "open" | "shared" | "archived" | "not-a-member" | "private" | "deleted";

export interface Draft {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
}

/** The channel a call means: its own id, or a person's, whose direct messages are `D` and the rest of the id. */
function resolve(channels: ReadonlyMap<string, ChannelState>, channel: string): string {
  if (/^U[A-Z0-9]+$/.test(channel)) return `D${channel.slice(1)}`;
  if (/^D[A-Z0-9]+$/.test(channel)) return channel;
  const state = channels.get(channel) ?? "deleted";
  if (state === "deleted" || state === "private") throw new Refusal("channel_not_found");
  if (state === "archived") throw new Refusal("is_archived");
  if (state === "not-a-member") throw new Refusal("not_in_channel");
  return channel;
}

function checkDraft({ text = "", blocks }: Draft): void {
  if (text === "" && blocks === undefined) throw new Refusal("no_text");
  if (text.length > 40_000) throw new Refusal("msg_too_long");
  if (blocks === undefined) return;
  const problems = problemsOf(blocks);
  if (problems.length > 0) throw new Refusal("invalid_blocks", problems);
  if (charactersOf(blocks) > mostCharacters) throw new Refusal("msg_blocks_too_long");
}

/** A workspace: its channels, what was said in them, and every operation that was carried out. */
export function createWorld(now: () => number) {
  const channels = new Map<string, ChannelState>([["C1", "open"]]);
  const files = createFiles(now);
  const messages: FakeMessage[] = [];
  const operations: Operation[] = [];
  const begun = Math.floor(now() / 1000);
  let count = 0;

  function nextTs(): string {
    count += 1;
    return `${begun}.${String(count).padStart(6, "0")}`;
  }

  function note(op: Operation["op"], by: string, message: FakeMessage, broadcast = false): void {
    const { channel, ts, thread, user } = message;
    operations.push({
      op,
      by,
      channel,
      ts,
      ...(thread ? { thread } : {}),
      ...(broadcast ? { broadcast } : {}),
      ...(user ? { user } : {}),
      text: readMessage(message),
      at: now(),
    });
  }

  function commit(
    draft: Draft,
    where: { channel: string; thread?: string; user?: string; broadcast?: boolean; by: string },
  ): FakeMessage {
    const message: FakeMessage = {
      channel: where.channel,
      ts: nextTs(),
      from: "bot",
      text: draft.text ?? "",
      blocks: draft.blocks,
      ...(where.thread ? { thread: where.thread } : {}),
      ...(where.user ? { user: where.user } : {}),
    };
    messages.push(message);
    files.show(draft.blocks, where.by);
    note(where.user ? "ephemeral" : "post", where.by, message, where.broadcast);
    return message;
  }

  const find = (channel: string, ts: string | undefined) =>
    messages.find((message) => message.channel === channel && message.ts === ts);

  return {
    channels,
    messages,
    operations,
    files,
    /** @throws Refusal for what Slack would not take, by that method. */
    checkDraft(draft: Draft, by: string): void {
      checkDraft(draft);
      files.check(draft.blocks, by);
    },
    resolve: (channel: string | undefined) => resolve(channels, channel ?? ""),
    find,
    commit,
    /** The thread a reply belongs to; replying to a reply is replying to its thread. */
    threadOf(channel: string, thread: string | undefined): string | undefined {
      if (thread === undefined || thread === "") return undefined;
      const parent = find(channel, thread);
      if (!parent || parent.user) throw new Refusal("thread_not_found");
      return parent.thread ?? parent.ts;
    },
    edit(message: FakeMessage, draft: Draft, by: string): void {
      message.text = draft.text ?? "";
      message.blocks = draft.blocks;
      files.show(draft.blocks, by);
      note("edit", by, message);
    },
    remove(message: FakeMessage, by: string): void {
      messages.splice(messages.indexOf(message), 1);
      note("delete", by, message);
    },
    /** A person says something; the bot's record does not hold it. */
    say(from: string, channel: string, text: string, thread?: string): FakeMessage {
      const message: FakeMessage = {
        channel,
        ts: nextTs(),
        from,
        text,
        blocks: undefined,
        ...(thread ? { thread } : {}),
      };
      messages.push(message);
      return message;
    },
  };
}

export type World = ReturnType<typeof createWorld>;
