import type { Clock } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Records } from "../../src/core/records.ts";
import type { Entry } from "./entry.ts";
import { createKept } from "./kept.ts";
import { ownerOf } from "./names.ts";

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
  /** Replaces what a message shows. Both reject with a DeliveryError, and may have been written all the same. */
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

const pageSize = 100;

export function createMessages(records: Records, clock: Clock): Messages {
  const kept = createKept();
  const watchers = new Set<(entry: Entry) => void>();
  const inTurn = queue();
  let newest = 0;

  function take(entry: Entry): void {
    kept.set(entry);
    newest = Math.max(newest, entry.version);
    for (const see of watchers) see(entry);
  }

  /** Not all at once: of some thousand messages that would be tens of megabytes for a moment, which stay taken. */
  async function load(): Promise<void> {
    let page = await records.list<Entry>("message/", { limit: pageSize });
    while (page.length > 0) {
      for (const { value } of page) {
        if (value.version > (kept.find(value.conversation, value.id)?.version ?? 0)) take(value);
      }
      const after = page.at(-1)?.key;
      page = await records.list<Entry>("message/", { after, limit: pageSize });
    }
  }

  async function write(entry: Entry): Promise<Entry> {
    try {
      await records.set(keyOf(entry), entry);
    } catch (cause) {
      // It may have been written all the same; if it was, whoever watches has to see it.
      await load().catch(() => undefined);
      throw unwritten(cause);
    }
    take(entry);
    return entry;
  }

  /** A version is never used twice, not even after a write that failed. */
  function stamp(): { version: number; at: string } {
    newest += 1;
    return { version: newest, at: clock.now().toISOString() };
  }

  async function forgetBefore(newest: Entry): Promise<void> {
    for (let old = kept.excess(newest); old; old = kept.excess(newest)) {
      await records.remove(keyOf(old));
      kept.delete(old);
    }
  }

  return {
    load,
    add: (draft) =>
      inTurn(async () => {
        const entry = await write(entryOf(draft, stamp()));
        await forgetBefore(entry);
        return entry;
      }),
    change: ({ conversation, id }, shows) =>
      inTurn(async () => {
        const entry = kept.find(conversation, id);
        if (!entry) return;
        const { version, at } = stamp();
        await write({ ...entry, ...shows, version, editedAt: at });
      }),
    all: kept.all,
    find: kept.find,
    answerTo: kept.answerTo,
    postedAs: (conversation, key) => kept.in(conversation).find((entry) => entry.key === key),
    list: (view) => kept.all().filter((entry) => isVisible(entry, view)),
    watch(see) {
      watchers.add(see);
      return () => watchers.delete(see);
    },
  };
}

/** It may have been kept: whoever shows it must not take it for lost, and tries again. */
const unwritten = (cause: unknown): DeliveryError =>
  new DeliveryError(
    "unknown",
    "The local chat could not write the message down. Look at the disk that holds Watchpost's data: it may be full or read-only.",
    { cause },
  );

/** One change after the other, so that the order on the page is the order in the records. */
function queue(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
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
