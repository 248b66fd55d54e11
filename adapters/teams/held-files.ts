import type { ConversationId } from "../../src/core/address.ts";
import type { Clock } from "../../src/core/clock.ts";
import { createFilesForNow } from "../../src/core/files-for-now.ts";
import type { FileBlock } from "../../src/core/message.ts";

/** Files that wait for a person's consent to store them. */
export interface HeldFiles {
  hold(file: FileBlock, person: ConversationId): string;
  /** Once, and only for the person it is for. */
  take(id: string, person: ConversationId): FileBlock | undefined;
  clear(): void;
}

export function createHeldFiles(clock: Clock): HeldFiles {
  const files = createFilesForNow<{ file: FileBlock; person: ConversationId }>(clock);
  return {
    hold: (file, person) => files.keep({ file, person }),
    clear: files.clear,
    take(id, person) {
      const held = files.find(id);
      if (held?.person !== person) return undefined;
      files.drop(id);
      return held.file;
    },
  };
}
