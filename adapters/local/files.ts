import { randomBytes } from "node:crypto";
import { type Clock, HOUR } from "../../src/core/clock.ts";
import { actions, type Block, type FileBlock, type Message, note } from "../../src/core/message.ts";
import { sayFile } from "../../src/core/plain.ts";
import type { Messages } from "./messages.ts";

/** How long a file is there to be saved. */
const keptMs = HOUR;
/** Characters of all files together; the oldest go first. */
const most = 40_000_000;

/** Files that the page offers to save. They are held in memory alone: whoever wants one later asks again. */
export interface Files {
  /** The message with links in the place of its files. `address`: where the page is. */
  offer(message: Message, address: string): Message;
  /** Undefined where it is not there any more. */
  find(id: string): FileBlock | undefined;
}

export function createFiles(clock: Clock): Files {
  const kept = new Map<string, { readonly file: FileBlock; readonly at: number }>();

  function forgetOld(): void {
    let size = 0;
    for (const [id, { file, at }] of [...kept].reverse()) {
      size += file.content.length;
      if (size > most || clock.now().getTime() - at > keptMs) kept.delete(id);
    }
  }

  function keep(file: FileBlock): string {
    // Nobody guesses it: the address alone opens what only one person was shown.
    const id = randomBytes(16).toString("base64url");
    kept.set(id, { file, at: clock.now().getTime() });
    forgetOld();
    return id;
  }

  function offerOne(block: Block, address: string): readonly Block[] {
    if (block.kind !== "file") return [block];
    const url = `${address}/api/local/files/${keep(block)}/${encodeURIComponent(block.name)}`;
    return [actions({ label: `Save ${sayFile(block)}`, url }), note(soon)];
  }

  return {
    offer: (message, address) =>
      message.blocks.some(({ kind }) => kind === "file")
        ? { ...message, blocks: message.blocks.flatMap((block) => offerOne(block, address)) }
        : message,
    find(id) {
      forgetOld();
      return kept.get(id)?.file;
    },
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
