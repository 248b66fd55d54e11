import type { Lines, Show } from "../../src/core/lines.ts";
import { actions, type Message, text } from "../../src/core/message.ts";
import type { Records } from "../../src/core/records.ts";
import type { SaidLine } from "./body.ts";
import type { Asked, Entry } from "./entry.ts";
import type { Messages } from "./messages.ts";
import { conversationIdOf, ownerOf, personIdOf } from "./names.ts";

/** Where the answer to a line goes. */
export interface Return {
  readonly id: string;
  readonly conversation: string;
  readonly thread: string | null;
  readonly asked: Asked;
}

/** Takes a line once, however often it is sent, and whether or not the bot was restarted in between. */
export function takeLine(
  { said, id, at }: { said: SaidLine; id: string; at: Date },
  messages: Messages,
  lines: Lines<Return>,
): void {
  if (messages.answerTo(id)) return;
  const { conversation, person, line, zone } = said;
  const thread = rootOf(messages, conversation, said.thread);
  const by = { id: personIdOf(person), name: person, groups: [], member: true };
  const from = { conversation: conversationIdOf(conversation), ...(thread ? { thread } : {}) };
  lines.take(
    id,
    { line, by: zone ? { ...by, zone } : by, from },
    { id, conversation, thread, asked: { by: person, line, at: at.toISOString() } },
  );
}

/** The first message of the thread that a message is in; null where there is no such message any more. */
export function rootOf(
  messages: Messages,
  conversation: string,
  id: string | undefined,
): string | null {
  const entry = id === undefined ? undefined : messages.find(conversation, id);
  return entry ? (entry.replyTo ?? entry.id) : null;
}

/** Shows each state of an answer in the place of the one before, also of one from before a restart. */
export function showIn(messages: Messages): Show<Return> {
  return async ({ to, reply }) => {
    const { message, pending } = reply;
    const shown = messages.answerTo(to.id);
    if (shown) return messages.change(shown, { message, pending });
    const { conversation } = to;
    const asked = { ...to.asked, line: reply.said ?? to.asked.line };
    const reader = reply.audience === "asker" ? asked.by : (ownerOf(conversation) ?? null);
    const place = { conversation, replyTo: to.thread, privateTo: reader, inAnswerTo: to.id };
    await messages.add({ ...place, asked, message, pending });
  };
}

/** Says so where progress is shown that nothing will follow any more: a restart came too late for it. */
export async function admitLost(messages: Messages, records: Records): Promise<void> {
  const owed = new Set((await records.list("line/")).map(({ key }) => key));
  for (const entry of messages.all().filter(({ pending }) => pending)) {
    if (owed.has(`line/${entry.inAnswerTo}`)) continue;
    await messages.change(entry, { message: lost(entry), pending: false });
  }
}

function lost({ asked }: Entry): Message {
  const words = "This was not answered: Watchpost was stopped meanwhile. Please ask again.";
  const again = asked ? [actions({ label: "Ask again", line: asked.line })] : [];
  return { summary: words, tone: "warning", blocks: [text(words), ...again] };
}
