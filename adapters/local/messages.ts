import type { Clock } from "../../src/core/clock.ts";
import type { Records } from "../../src/core/records.ts";
import type { Entry } from "./entry.ts";
import { ownerOf } from "./names.ts";

/** Messages kept in one conversation; older ones are forgotten. */
const most = 2000;

/** What is shown first; the rest of an entry follows from it. */
export type Draft = Pick<Entry, "conversation" | "message"> &
  Partial<
    Pick<
      Entry,
      "replyTo" | "alsoInChannel" | "privateTo" | "inAnswerTo" | "asked" | "pending" | "key"
    >
  >;

/** What a message shows from now on. */
export type Shows = Pick<Entry, "message" | "pending"> & Partial<Pick<Entry, "asked">>;

/** Which messages: those that this person may see. Without `as`, those that anybody may. */
export interface View {
  readonly as?: string | undefined;
  readonly conversation?: string | undefined;
}

/** Every message of the local chat. A change is durable before it is seen by anyone. */
export interface Messages {
  /** Reads what was kept. Everything else needs this first. */
  load(): Promise<void>;
  add(draft: Draft): Promise<Entry>;
  /** Replaces what a message shows. */
  change(entry: Entry, shows: Shows): Promise<void>;
  /** Whoever may see them. */
  all(): readonly Entry[];
  find(conversation: string, id: string): Entry | undefined;
  answerTo(line: string): Entry | undefined;
  postedAs(conversation: string, key: string): Entry | undefined;
  /** Oldest first, within each conversation. */
  list(view: View): readonly Entry[];
  /** Calls back with each entry that was added or changed, until the returned function is called. */
  watch(see: (entry: Entry) => void): () => void;
}

export function isVisible(entry: Entry, { as, conversation }: View): boolean {
  const reader = entry.privateTo ?? ownerOf(entry.conversation);
  return (
    (reader === undefined || reader === as) &&
    (conversation === undefined || conversation === entry.conversation)
  );
}

export function createMessages(records: Records, clock: Clock): Messages {
  const kept = new Map<string, Map<string, Entry>>();
  const watchers = new Set<(entry: Entry) => void>();
  const inTurn = queue();
  let newest = 0;

  const all = () => [...kept.values()].flatMap((entries) => [...entries.values()]);

  function take(entry: Entry): void {
    const entries = kept.get(entry.conversation) ?? new Map<string, Entry>();
    kept.set(entry.conversation, entries.set(entry.id, entry));
    newest = Math.max(newest, entry.version);
    for (const see of watchers) see(entry);
  }

  async function load(): Promise<void> {
    for (const { value } of await records.list<Entry>("message/")) {
      if (value.version > (kept.get(value.conversation)?.get(value.id)?.version ?? 0)) take(value);
    }
  }

  async function write(entry: Entry): Promise<Entry> {
    try {
      await records.set(keyOf(entry), entry);
    } catch (error) {
      // It may have been written all the same; if it was, whoever watches has to see it.
      await load().catch(() => undefined);
      throw error;
    }
    take(entry);
    return entry;
  }

  /** A version is never used twice, not even after a write that failed. */
  function stamp(): { version: number; at: string } {
    newest += 1;
    return { version: newest, at: clock.now().toISOString() };
  }

  async function forgetOldest(conversation: string): Promise<void> {
    const entries = kept.get(conversation) ?? new Map<string, Entry>();
    const [oldest] = entries.values();
    if (!oldest || entries.size <= most) return;
    await records.remove(keyOf(oldest));
    entries.delete(oldest.id);
  }

  return {
    load,
    add: (draft) =>
      inTurn(async () => {
        const entry = await write(entryOf(draft, stamp()));
        await forgetOldest(entry.conversation);
        return entry;
      }),
    change: ({ conversation, id }, shows) =>
      inTurn(async () => {
        const entry = kept.get(conversation)?.get(id);
        if (!entry) return;
        const { version, at } = stamp();
        await write({ ...entry, ...shows, version, editedAt: at });
      }),
    all,
    find: (conversation, id) => kept.get(conversation)?.get(id),
    answerTo: (line) => all().find(({ inAnswerTo }) => inAnswerTo === line),
    postedAs: (conversation, key) => postedAs(key, kept.get(conversation)),
    list: (view) => all().filter((entry) => isVisible(entry, view)),
    watch(see) {
      watchers.add(see);
      return () => watchers.delete(see);
    },
  };
}

/** One change after the other, so that the order on the page is the order in the records. */
function queue(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}

function postedAs(key: string, entries = new Map<string, Entry>()): Entry | undefined {
  return [...entries.values()].find((entry) => entry.key === key);
}

const keyOf = ({ conversation, id }: Entry): string => `message/${conversation}/${id}`;

function entryOf(draft: Draft, { version, at }: { version: number; at: string }): Entry {
  return {
    id: String(version).padStart(9, "0"),
    replyTo: null,
    alsoInChannel: false,
    privateTo: null,
    inAnswerTo: null,
    asked: null,
    pending: false,
    postedAt: at,
    editedAt: null,
    version,
    ...draft,
  };
}
