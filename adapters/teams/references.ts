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
  /** The team's group id in Entra ID, where it was told. */
  readonly group?: string;
  /** refused: Teams would not let the bot write; left: the app was removed, so the bot does not try. */
  readonly state: "here" | "refused" | "left";
  /** Known from its team's list alone: nothing was heard from there yet. */
  readonly listed?: true;
}

/** How a person is reached: by Teams' id for them, through the service they were last seen on. */
export interface Contact extends Pick<Reference, "serviceUrl" | "bot" | "tenant"> {
  readonly member: string;
}

/** Conversations and people, as the last activity from each told. Kept over restarts: without it nothing can be posted. */
export interface References {
  find(conversation: ConversationId): Promise<Reference | undefined>;
  /** Something was to be posted there, and how it is reached is not known. */
  miss(conversation: ConversationId): void;
  /** True once after it was missed. */
  wasMissed(conversation: ConversationId): boolean;
  /** Keeps it, and gives what was known before. */
  keep(conversation: ConversationId, reference: Reference): Promise<Reference | undefined>;
  mark(conversation: ConversationId, state: Reference["state"]): Promise<void>;
  ofTeam(team: string): Promise<readonly ConversationId[]>;
  /** How a team as a whole is asked about, by its group id or its thread id; undefined where the bot is not in it. */
  team(id: string): Promise<Pick<Reference, "serviceUrl" | "conversation"> | undefined>;
  count(): Promise<number>;
  /** Somewhere that the bot is in. */
  anyPlace(): Promise<Reference | undefined>;
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
  const missed = new Set<ConversationId>();
  const find = (conversation: ConversationId) => records.get<Reference>(prefix + conversation);

  return {
    find,
    miss: (conversation) => void missed.add(conversation),
    wasMissed: (conversation) => missed.delete(conversation),
    async keep(conversation, reference) {
      const before = await find(conversation);
      const team = reference.team ?? before?.team;
      const group = reference.group ?? before?.group;
      const inTeam = { ...(team ? { team } : {}), ...(group ? { group } : {}) };
      await write(prefix + conversation, before, { ...reference, ...inTeam });
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
    async team(id) {
      const all = await records.list<Reference>(prefix);
      const inIt = all.map(({ value }) => value).filter(({ state }) => state !== "left");
      const known = inIt.find(({ team, group }) => team && (team === id || isSame(group, id)));
      return known?.team ? { serviceUrl: known.serviceUrl, conversation: known.team } : undefined;
    },
    count: async () => (await records.list(prefix)).length,
    async anyPlace() {
      const all = await records.list<Reference>(prefix);
      return all.find(({ value }) => value.state === "here")?.value;
    },
    contact: (person) => records.get<Contact>(`person/${person}`),
    async meet(person, contact) {
      const before = await records.get<Contact>(`person/${person}`);
      await write(`person/${person}`, before, contact);
    },
    anyService: () => records.get("service"),
  };
}

/** People write ids of Entra ID in large letters too. */
const isSame = (group: string | undefined, id: string): boolean =>
  group !== undefined && group.toLowerCase() === id.toLowerCase();
