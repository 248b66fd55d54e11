import type { ConversationId, PersonId } from "../../src/core/address.ts";
import type { Records } from "../../src/core/records.ts";

/** How a conversation is reached. Teams tells it with each activity, and nobody else does. */
export interface Reference {
  readonly serviceUrl: string;
  /** Teams' own id, without any thread. */
  readonly conversation: string;
  readonly kind: "channel" | "groupChat" | "personal";
  readonly tenant: string;
  /** The bot's own id there. */
  readonly bot: string;
  /** The team's thread id, for a channel. */
  readonly team?: string;
  /** refused: Teams would not let the bot write; left: the app was removed, so the bot does not try. */
  readonly state: "here" | "refused" | "left";
}

/** How a person is reached: by Teams' id for them, through the service they were last seen on. */
export interface Contact extends Pick<Reference, "serviceUrl" | "bot" | "tenant"> {
  readonly member: string;
  /** What Teams' roster said, and when. */
  readonly roster?: { readonly isMember: boolean; readonly at: number };
}

/** Conversations and people, as the last activity from each told. Kept over restarts: without it nothing can be posted. */
export interface References {
  find(conversation: ConversationId): Promise<Reference | undefined>;
  /** Keeps it, and gives what was known before. */
  keep(conversation: ConversationId, reference: Reference): Promise<Reference | undefined>;
  mark(conversation: ConversationId, state: Reference["state"]): Promise<void>;
  ofTeam(team: string): Promise<readonly ConversationId[]>;
  count(): Promise<number>;
  contact(person: PersonId): Promise<Contact | undefined>;
  meet(person: PersonId, contact: Contact): Promise<void>;
  /** The service last heard from. */
  anyService(): Promise<Pick<Reference, "serviceUrl" | "bot" | "tenant"> | undefined>;
}

const prefix = "conversation/";

export function createReferences(records: Records): References {
  /** Most activities tell nothing new: a write for each would be wasted. */
  async function write(key: string, before: unknown, value: unknown): Promise<void> {
    if (JSON.stringify(before) !== JSON.stringify(value)) await records.set(key, value);
  }
  /** As this life of the bot wrote it last. */
  let service: Pick<Reference, "serviceUrl" | "bot" | "tenant"> | undefined;
  const find = (conversation: ConversationId) => records.get<Reference>(prefix + conversation);

  return {
    find,
    async keep(conversation, reference) {
      const before = await find(conversation);
      const team = reference.team ?? before?.team;
      await write(prefix + conversation, before, { ...reference, ...(team ? { team } : {}) });
      const { serviceUrl, bot, tenant } = reference;
      await write("service", service, { serviceUrl, bot, tenant });
      service = { serviceUrl, bot, tenant };
      return before;
    },
    async mark(conversation, state) {
      const known = await find(conversation);
      // What Teams said of a removal is not undone by a refusal that follows from it.
      if (known && known.state !== state && known.state !== "left")
        await records.set(prefix + conversation, { ...known, state });
    },
    async ofTeam(team) {
      const all = await records.list<Reference>(prefix);
      return all
        .filter(({ value }) => value.team === team)
        .map(({ key }) => key.slice(prefix.length) as ConversationId);
    },
    count: async () => (await records.list(prefix)).length,
    contact: (person) => records.get<Contact>(`person/${person}`),
    async meet(person, contact) {
      const before = await records.get<Contact>(`person/${person}`);
      const roster = contact.roster ?? before?.roster;
      await write(`person/${person}`, before, { ...contact, ...(roster ? { roster } : {}) });
    },
    anyService: () => records.get("service"),
  };
}
