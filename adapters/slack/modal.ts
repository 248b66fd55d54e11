import type { types } from "@slack/bolt";
import type { Block, Form, Message } from "../../src/core/message.ts";
import { clip, printable } from "./limits.ts";
import { conversationInput, inputsOf } from "./modal-inputs.ts";
import { renderSlack } from "./render.ts";
import { tableAsText } from "./render-table.ts";

/** By which a submission is known to be a form's. */
export const formCallback = "form";

/** Ceilings of a modal. */
const most = { title: 24, blocks: 100, table: 2500 };

/** What the modal remembers for its submission, as Slack keeps it. */
export interface ModalOptions {
  readonly metadata: string;
  /** Asks first which conversation it is for. */
  readonly choosesConversation?: boolean;
}

/** Pure and total: every form renders, and none passes Slack's ceilings. */
export function formView(form: Form, options: ModalOptions): types.ModalView {
  const inputs = [
    ...(options.choosesConversation ? [conversationInput()] : []),
    ...inputsOf(form),
  ].slice(0, most.blocks - 1);
  return {
    type: "modal",
    callback_id: formCallback,
    private_metadata: options.metadata,
    title: titleOf(form.command),
    submit: plain(form.verb),
    close: plain("Cancel"),
    blocks: [...introduction(form.title), ...inputs],
  };
}

/** Shown until the form is known. */
export function waitingView(command: string): types.ModalView {
  return wordsView(command, {
    summary: "One moment …",
    blocks: [{ kind: "note", text: "One moment …" }],
  });
}

/** What is said instead of a form. */
export function wordsView(command: string, message: Message): types.ModalView {
  const shown = message.blocks.filter((block) => !isTitle(block, command)).flatMap(forModal);
  const { blocks } = renderSlack({ ...message, blocks: shown });
  return {
    type: "modal",
    title: titleOf(command),
    close: plain("Close"),
    blocks: blocks.slice(0, most.blocks),
  };
}

/** The modal's own title says it already. */
const isTitle = (block: Block, command: string): boolean =>
  block.kind === "heading" && block.text === command;

/** A modal takes no tables, and its buttons would have no conversation to answer in. */
function forModal(block: Block): readonly Block[] {
  if (block.kind === "actions") return [];
  if (block.kind === "table") return [{ kind: "code", code: tableAsText(block, most.table) }];
  return [block];
}

function introduction(title: string): types.KnownBlock[] {
  const words = clip(printable(title).trim(), 150);
  if (words === "") return [];
  return [{ type: "context", elements: [{ type: "plain_text", text: words, emoji: false }] }];
}

const plain = (words: string): types.PlainTextElement => ({
  type: "plain_text",
  text: clip(printable(words).trim(), most.title) || "Form",
  emoji: false,
});

const nameOf = (command: string): string =>
  `${command.slice(0, 1).toUpperCase()}${command.slice(1)}`;

const titleOf = (command: string): types.PlainTextElement => plain(nameOf(command));
