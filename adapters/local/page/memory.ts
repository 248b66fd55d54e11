import type { Entry } from "../entry.ts";

/** Every message that the page has been told of. */
export interface Memory {
  /** True for a card whose replies came before it: what changed last comes last, so an edited card follows its thread. */
  keep(entry: Entry): boolean;
  /** Oldest first. */
  of(conversation: string): readonly Entry[];
}

export function createMemory(): Memory {
  const kept = new Map<string, Map<string, Entry>>();
  return {
    keep(entry) {
      const entries = kept.get(entry.conversation) ?? new Map<string, Entry>();
      const isNew = !entries.has(entry.id);
      kept.set(entry.conversation, entries.set(entry.id, entry));
      return isNew && [...entries.values()].some(({ replyTo }) => replyTo === entry.id);
    },
    of: (conversation) =>
      [...(kept.get(conversation)?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
