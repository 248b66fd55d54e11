import type { ConversationId } from "./core/address.ts";
import type { Log } from "./core/log.ts";
import type { Records } from "./core/records.ts";
import type { Wish } from "./core/subscription.ts";

/** Conversations that got another id, which the settings file may still call by the old one. */
export interface Moves {
  /** Remembers it, and says which lines of the settings file to change. */
  note(from: ConversationId, to: ConversationId): Promise<void>;
  /** What the settings ask for, of the conversations as they are called now; says which lines to change. */
  follow(wishes: readonly Wish[]): Promise<readonly Wish[]>;
}

export function createMoves(given: {
  records: Records;
  /** The settings, to look for the old id in. */
  settings: object;
  log: Log;
}): Moves {
  const { records, settings, log } = given;

  function advise(from: ConversationId, to: ConversationId): void {
    for (const path of placesOf(from, settings)) {
      log.warn(
        { path, from, to },
        "a conversation has another id now; write it into this line of the settings file",
      );
    }
  }

  return {
    async note(from, to) {
      await records.set(from, to);
      // Back under its old name: nothing leads away from it any more.
      await records.remove(to);
      advise(from, to);
    },
    async follow(wishes) {
      const moved = new Map(
        (await records.list<ConversationId>("")).map(({ key, value }) => [key, value]),
      );
      for (const [from] of moved) advise(from as ConversationId, endOf(from, moved));
      return wishes.map((wish) => ({
        ...wish,
        conversation: endOf(wish.conversation, moved),
      }));
    },
  };
}

/** Where a chain of moves ends; none leads back, since a step to an id removes the step away from it. */
function endOf(from: string, moved: ReadonlyMap<string, ConversationId>): ConversationId {
  const to = moved.get(from);
  return to === undefined ? (from as ConversationId) : endOf(to, moved);
}

/** `subscriptions[0].in`: where a word stands in the settings. */
function placesOf(word: string, part: unknown, path = ""): readonly string[] {
  if (part === word) return [path];
  if (Array.isArray(part)) {
    return part.flatMap((one, index) => placesOf(word, one, `${path}[${index}]`));
  }
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, one]) =>
    placesOf(word, one, path ? `${path}.${key}` : key),
  );
}
