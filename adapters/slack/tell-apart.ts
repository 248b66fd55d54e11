import type { types } from "@slack/bolt";
import { clip, LIMITS } from "./limits.ts";

/** So many get words of their own: past that they would cost more room than they are worth. */
const most = 20;

/**
 * Buttons that read the same ("Unsubscribe", once for each source), or are a number alone, say to screen readers what each
 * of them does.
 */
export function tellApart(blocks: readonly types.KnownBlock[]): types.KnownBlock[] {
  const labels = blocks.flatMap((block) => buttonsIn(block).map(({ text }) => text.text));
  const bare = new Set(
    labels.filter((label, index) => labels.indexOf(label) < index || /^\d+$/.test(label)),
  );
  if (bare.size === 0) return [...blocks];
  let left = most;
  const named = (button: types.Button): types.Button => {
    const words = bare.has(button.text.text) ? wordsFor(button) : undefined;
    if (words === undefined || left === 0) return button;
    left -= 1;
    return { ...button, accessibility_label: words };
  };
  return blocks.map((block) =>
    block.type === "actions" ? { ...block, elements: buttonsIn(block).map(named) } : block,
  );
}

/** Every element that the renderer puts into a row of actions is a button. */
const buttonsIn = (block: types.KnownBlock): types.Button[] =>
  block.type === "actions" ? (block.elements as types.Button[]) : [];

function wordsFor({ text, action_id, value, url }: types.Button): string | undefined {
  // A form's value is data, not words.
  const says = action_id?.startsWith("say-") ? value : url;
  return says ? clip(`${text.text}: ${says}`, LIMITS.button) : undefined;
}
