import { randomBytes } from "node:crypto";
import type { ConversationId } from "../../src/core/address.ts";
import { type Clock, HOUR } from "../../src/core/clock.ts";
import type { FileBlock } from "../../src/core/message.ts";

const heldMs = HOUR;
/** Characters of all files together; the oldest go first. */
const most = 40_000_000;

/** Files that wait for a person's consent to store them. They are held in memory alone: after a restart they are asked for anew. */
export interface HeldFiles {
  hold(file: FileBlock, person: ConversationId): string;
  /** Once, and only for the person it is for. */
  take(id: string, person: ConversationId): FileBlock | undefined;
}

export function createHeldFiles(clock: Clock): HeldFiles {
  const held = new Map<string, { file: FileBlock; person: ConversationId; at: number }>();

  function forgetOld(): void {
    let size = 0;
    for (const [id, { file, at }] of [...held].reverse()) {
      size += file.content.length;
      if (size > most || clock.now().getTime() - at > heldMs) held.delete(id);
    }
  }

  return {
    hold(file, person) {
      const id = randomBytes(16).toString("base64url");
      held.set(id, { file, person, at: clock.now().getTime() });
      forgetOld();
      return id;
    },
    take(id, person) {
      forgetOld();
      const one = held.get(id);
      if (one?.person !== person) return undefined;
      held.delete(id);
      return one.file;
    },
  };
}
