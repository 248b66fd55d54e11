import type { types } from "@slack/bolt";
import type { Action } from "../../src/core/message.ts";
import { formPrefix, formValue } from "./form-button.ts";
import { clip, LIMITS, printable } from "./limits.ts";
import { isWebAddress, weigh } from "./render-spans.ts";

type Button = types.Button;

/** Of a line that fits no button, so much is shown. */
const mostCopied = 2500;

/** Buttons, and for what no button can carry, the line itself to copy. `start` keeps ids unique within the message. */
export function renderActions(
  actions: readonly Action[],
  { start, room }: { start: number; room: number },
): types.KnownBlock[] {
  const made = actions.map((action, index) => buttonOf(action, start + index));
  const buttons = made.flatMap((button) => button ?? []);
  const kept = within(buttons, room);
  const lines = actions.filter((_, index) => made[index] === undefined).map(toCopy);
  const copied = within(lines, room - weigh(kept));
  const left = buttons.length - kept.length + lines.length - copied.length;
  return [...inRows(kept), ...copied, ...leftOut(left)];
}

/** Those, in order, that there is room for. */
function within<Part>(parts: readonly Part[], room: number): Part[] {
  let left = room;
  return parts.filter((part) => {
    left -= weigh(part);
    return left >= 0;
  });
}

function buttonOf(action: Action, number: number): Button | undefined {
  const target = "url" in action ? action.url : action.line;
  const text = clip(printable(action.label).trim() || printable(target).trim(), LIMITS.button);
  if (text === "") return undefined;
  const words = { type: "plain_text", text, emoji: false } as const;
  if ("url" in action) {
    if (!isWebAddress(action.url)) return undefined;
    return { type: "button", action_id: `open-${number}`, text: words, url: action.url };
  }
  const said = saidBy(action, number);
  return said && { type: "button", action_id: said.id, text: words, value: said.value };
}

/** Undefined for a line that fits no button. */
function saidBy(
  action: Exclude<Action, { url: string }>,
  number: number,
): { id: string; value: string } | undefined {
  const form = "form" in action ? formValue(action.form, action.line) : undefined;
  if (form) return { id: `${formPrefix}${number}`, value: form };
  const { line } = action;
  if (line.length > LIMITS.value || printable(line) !== line || line.trim() === "") {
    return undefined;
  }
  return { id: `say-${number}`, value: line };
}

function inRows(buttons: readonly Button[]): types.ActionsBlock[] {
  const rows = Math.ceil(buttons.length / LIMITS.actions);
  return Array.from({ length: rows }, (_, row) => ({
    type: "actions",
    elements: buttons.slice(row * LIMITS.actions, (row + 1) * LIMITS.actions),
  }));
}

/** A line that fits no button, or an address no browser opens: shown, to be copied. */
function toCopy(action: Action): types.KnownBlock {
  const target = clip(printable("url" in action ? action.url : action.line), mostCopied) || "–";
  const label = clip(printable(action.label).trim(), LIMITS.button);
  const preformatted: types.RichTextPreformatted = {
    type: "rich_text_preformatted",
    elements: [{ type: "text", text: target }],
  };
  if (label === "") return { type: "rich_text", elements: [preformatted] };
  const named: types.RichTextSection = {
    type: "rich_text_section",
    elements: [{ type: "text", text: `${label}:` }],
  };
  return { type: "rich_text", elements: [named, preformatted] };
}

function leftOut(count: number): types.KnownBlock[] {
  if (count <= 0) return [];
  const text = `and ${count} more ${count === 1 ? "button" : "buttons"}`;
  return [{ type: "context", elements: [{ type: "plain_text", text, emoji: false }] }];
}
