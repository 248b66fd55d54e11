import type { Message } from "../../src/core/message.ts";
import type { Entry } from "./entry.ts";

/** Messages kept in one conversation; older ones are forgotten. */
const most = 2000;
/** Characters of all conversations together, as they are written down; in memory they take several times as much. */
const mostCharacters = 8_000_000;

type Entries = ReadonlyMap<string, Entry>;

/** The messages that are not forgotten yet, oldest first in each conversation. */
export interface Kept {
  set(entry: Entry): void;
  delete(entry: Entry): void;
  find(conversation: string, id: string): Entry | undefined;
  /** Looked for with each line: it must not be searched for. */
  answerTo(line: string): Entry | undefined;
  in(conversation: string): readonly Entry[];
  all(): readonly Entry[];
  /** The one to forget next, where there are too many; never this one. */
  excess(newest: Entry): Entry | undefined;
}

export function createKept(): Kept {
  const kept = new Map<string, Map<string, Entry>>();
  const sizes = new Map<string, number>();
  const answers = new Map<string, Pick<Entry, "conversation" | "id">>();
  let total = 0;

  const placeOf = ({ conversation, id }: Entry): string => `${conversation}/${id}`;

  function size(entry: Entry, characters: number): void {
    const place = placeOf(entry);
    total += characters - (sizes.get(place) ?? 0);
    if (characters > 0) sizes.set(place, characters);
    else sizes.delete(place);
  }

  const find: Kept["find"] = (conversation, id) => kept.get(conversation)?.get(id);

  function answerTo(line: string): Entry | undefined {
    const place = answers.get(line);
    return place && find(place.conversation, place.id);
  }

  return {
    set(entry) {
      const { conversation, id, inAnswerTo } = entry;
      if (inAnswerTo !== null && !answerTo(inAnswerTo))
        answers.set(inAnswerTo, { conversation, id });
      const entries = kept.get(entry.conversation) ?? new Map<string, Entry>();
      kept.set(entry.conversation, entries.set(entry.id, compact(entry)));
      size(entry, JSON.stringify(entry).length);
    },
    delete(entry) {
      const entries = kept.get(entry.conversation);
      entries?.delete(entry.id);
      if (entries?.size === 0) kept.delete(entry.conversation);
      if (entry.inAnswerTo !== null && !answerTo(entry.inAnswerTo))
        answers.delete(entry.inAnswerTo);
      size(entry, 0);
    },
    find,
    answerTo,
    in: (conversation) => [...(kept.get(conversation)?.values() ?? [])],
    all: () => [...kept.values()].flatMap((entries) => [...entries.values()]),
    excess(newest) {
      const beside = kept.get(newest.conversation);
      if (beside && beside.size > most) return firstOf(beside);
      const oldest = total > mostCharacters ? oldestIn([...kept.values()]) : undefined;
      return oldest?.id === newest.id ? undefined : oldest;
    },
  };
}

/** What it shows is bytes until somebody looks: as objects, the messages of a busy chat are a third of the heap. */
function compact({ message, ...rest }: Entry): Entry {
  const bytes = Buffer.from(JSON.stringify(message));
  const get = (): Message => JSON.parse(bytes.toString()) as Message;
  return Object.defineProperty({ ...rest, message }, "message", { get, enumerable: true });
}

const firstOf = (entries: Entries): Entry | undefined => entries.values().next().value;

/** Ids grow, in all conversations alike. */
const oldestIn = (conversations: readonly Entries[]): Entry | undefined =>
  conversations
    .flatMap((entries) => firstOf(entries) ?? [])
    .reduce<Entry | undefined>((old, one) => (old && old.id < one.id ? old : one), undefined);
