import { join } from "node:path";
import { type Journal, noJournal } from "./core/journal.ts";
import type { Log } from "./core/log.ts";
import { createJournal, doorJournal } from "./journal.ts";

/** The bot's journals, in a folder beside its store. */
export interface Journals {
  /** Absent where the store does not outlive the bot either. */
  readonly folder?: string;
  /** The same journal, however often it is asked for. */
  open(name: string): Journal;
  /** What the door at that path took, for a life in which nobody opens it: an open one writes there itself. */
  ofDoor(path: string): Journal;
}

/** Where the journals of the bot that has this store are. */
export const journalsFolder = (store: string): string => `${store}-taken`;

/** `store`: the file of the store, or `:memory:`. */
export function journalsOf(store: string, log: Log): Journals {
  if (store === ":memory:") return { open: () => noJournal, ofDoor: () => noJournal };
  const folder = journalsFolder(store);
  const opened = new Map<string, Journal>();
  const troubled = (error: unknown) =>
    log.error(
      { err: error },
      "what came in could not be kept on disk; a kill may leave it unanswered",
    );
  function open(name: string): Journal {
    const journal = opened.get(name) ?? createJournal(join(folder, name), troubled);
    opened.set(name, journal);
    return journal;
  }
  return { folder, open, ofDoor: (path) => open(doorJournal(path)) };
}
