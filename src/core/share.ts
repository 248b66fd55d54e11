import { actions, type Message, note } from "./message.ts";

/** Said with any line whose answer is private: answer it to the whole conversation. */
export const shareWord = "share:here";

/** The line whose answer everybody here sees. */
export const sharing = (line: string): string => `${line.trim() || "help"} ${shareWord}`;

/**
 * What stands in the place of a private answer once it was shared, so that nobody shares it twice; undefined for a
 * line that shares nothing.
 */
export function afterSharing(line: string): Message | undefined {
  if (!line.endsWith(` ${shareWord}`)) return undefined;
  const words = "Shared with everyone here.";
  const again = { label: "Show it to me again", line: line.slice(0, -shareWord.length).trim() };
  return { summary: words, blocks: [note(words), actions(again)] };
}

/** An answer without the button that shares it, for where it would share it with nobody. */
export function unshareable(message: Message): Message {
  const blocks = message.blocks.map((block) =>
    block.kind === "actions"
      ? {
          ...block,
          actions: block.actions.filter(
            (action) => !("line" in action && action.line.endsWith(` ${shareWord}`)),
          ),
        }
      : block,
  );
  return { ...message, blocks };
}
