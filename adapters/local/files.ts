import type { Clock } from "../../src/core/clock.ts";
import { createFilesForNow } from "../../src/core/files-for-now.ts";
import { actions, type Block, type FileBlock, type Message, note } from "../../src/core/message.ts";
import { sayFile } from "../../src/core/plain.ts";
import type { Messages } from "./messages.ts";

/** Files that the page offers to save. */
export interface Files {
  /** The message with links in the place of its files. `address`: where the page is. */
  offer(message: Message, address: string): Message;
  /** Undefined where it is not there any more. */
  find(id: string): FileBlock | undefined;
  clear(): void;
}

export function createFiles(clock: Clock): Files {
  const kept = createFilesForNow<{ file: FileBlock }>(clock);

  function offerOne(block: Block, address: string): readonly Block[] {
    if (block.kind !== "file") return [block];
    const url = `${address}/api/local/files/${kept.keep({ file: block })}/${encodeURIComponent(block.name)}`;
    return [actions({ label: `Save ${sayFile(block)}`, url }), note(soon)];
  }

  return {
    offer: (message, address) =>
      message.blocks.some(({ kind }) => kind === "file")
        ? { ...message, blocks: message.blocks.flatMap((block) => offerOne(block, address)) }
        : message,
    find: (id) => kept.find(id)?.file,
    clear: kept.clear,
  };
}

/** Messages that are kept with links in the place of their files. */
export function offering(messages: Messages, offer: (message: Message) => Message): Messages {
  const offered = <Shows extends { readonly message: Message }>(shows: Shows): Shows => ({
    ...shows,
    message: offer(shows.message),
  });
  return {
    ...messages,
    add: (draft) => messages.add(offered(draft)),
    change: (entry, shows) => messages.change(entry, offered(shows)),
  };
}

const soon = "The file can be saved for an hour, and until Watchpost is stopped.";
