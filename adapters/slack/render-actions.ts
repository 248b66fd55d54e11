import type { types } from "@slack/bolt";
import type { Action } from "../../src/core/message.ts";
import { clip, LIMITS, printable } from "./limits.ts";
import { isWebAddress, weigh } from "./render-spans.ts";

type Button = types.Button;

/** Buttons, and for what no button can carry, the line itself to copy. `start` keeps ids unique within the message. */
export function renderActions(
  actions: readonly Action[],
  { start, room }: { start: number; room: number },
): types.KnownBlock[] {
  const made = actions.map((action, index) => buttonOf(action, start + index));
  const { kept, left } = withinRoom(
    made.flatMap((button) => button ?? []),
    room,
  );
  const copied = actions.filter((_, index) => made[index] === undefined);
  return [
    ...inRows(kept),
    ...copied.slice(0, 5).map(toCopy),
    ...leftOut(left + Math.max(0, copied.length - 5)),
  ];
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
  if (action.line.length > LIMITS.value || printable(action.line) !== action.line) return undefined;
  if (action.line.trim() === "") return undefined;
  return { type: "button", action_id: `say-${number}`, text: words, value: action.line };
}

function withinRoom(buttons: readonly Button[], room: number): { kept: Button[]; left: number } {
  const kept: Button[] = [];
  let left = room;
  for (const button of buttons) {
    left -= weigh(button);
    if (left >= 0) kept.push(button);
  }
  return { kept, left: buttons.length - kept.length };
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
  const target = clip(printable("url" in action ? action.url : action.line), LIMITS.section) || "–";
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
