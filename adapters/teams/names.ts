import { type ConversationId, isAddress, partsOf } from "../../src/core/address.ts";
import { type Clock, HOUR, SECOND } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Message } from "../../src/core/message.ts";
import { within } from "../../src/core/within.ts";
import type { Directory } from "./directory.ts";
import type { Members } from "./members.ts";
import type { References } from "./references.ts";

/** Names conversations to those who may know what they are called. */
export interface Names {
  /** The message as it is shown to `reader`: everybody in a conversation, or one person. Never rejects. */
  tell(message: Message, reader: ConversationId): Promise<Message>;
}

/** Somebody waits for the message, and a name is not worth much of that. */
const patienceMs = 2 * SECOND;
const remembered = 5000;

export function createNames(given: {
  members: Members;
  directory: Pick<Directory, "find">;
  references: References;
  clock: Clock;
}): Names {
  const { members, directory, references, clock } = given;
  const insiders = new Map<string, { readonly isIn: boolean; readonly at: number }>();

  async function nameFor(
    conversation: ConversationId,
    reader: ConversationId,
  ): Promise<string | undefined> {
    if (conversation === reader) return undefined; // "This conversation" says it better.
    const entry = await directory.find(conversation);
    if (!entry) return undefined;
    const knows =
      partsOf(reader).kind === "user"
        ? await isInsider(reader, conversation)
        : entry.membership === "standard" && (await isOfTeam(reader, entry.team));
    return knows ? entry.name : undefined;
  }

  /** Everybody in a standard or a private channel is of its team; in a shared one others read along. */
  async function isOfTeam(reader: ConversationId, team: string): Promise<boolean> {
    const entry = await directory.find(reader);
    const inside = entry?.membership === "standard" || entry?.membership === "private";
    return inside && entry?.team === team;
  }

  async function isInsider(person: ConversationId, conversation: ConversationId): Promise<boolean> {
    const key = `${person} ${conversation}`;
    const known = insiders.get(key);
    if (known && clock.now().getTime() - known.at < HOUR) return known.isIn;
    const isIn = await ask(person, conversation);
    if (insiders.size >= remembered) insiders.clear();
    insiders.set(key, { isIn, at: clock.now().getTime() });
    return isIn;
  }

  async function ask(person: ConversationId, conversation: ConversationId): Promise<boolean> {
    const reference = await references.find(conversation);
    if (!reference) return false;
    const member = (await references.contact(person))?.member ?? partsOf(person).id;
    try {
      return (await members.find(reference, member)) !== undefined;
    } catch (error) {
      if (error instanceof DeliveryError && error.outcome === "refused") return false;
      throw error;
    }
  }

  async function namesIn(message: Message, reader: ConversationId) {
    const mentioned = [...new Set(conversationsIn(message))];
    const names = await Promise.all(
      mentioned.map(async (one) => [one, await nameFor(one, reader)] as const),
    );
    return new Map(names);
  }

  return {
    async tell(message, reader) {
      if (conversationsIn(message).length === 0) return message;
      const named = namesIn(message, reader).catch(() => undefined);
      const names = await within(named, { clock, ms: patienceMs });
      return names ? (renamed(message, (one) => names.get(one)) as Message) : message;
    },
  };
}

interface Named {
  readonly conversation: ConversationId;
  readonly name: string;
}

function isNamed(part: object): part is Named {
  const { conversation, name } = part as Partial<Named>;
  return typeof conversation === "string" && typeof name === "string" && isAddress(conversation);
}

/** The conversations that a part of a message names, wherever they stand in it. */
function conversationsIn(part: unknown): readonly ConversationId[] {
  if (typeof part !== "object" || part === null) return [];
  if (isNamed(part)) return [part.conversation];
  return Object.values(part).flatMap(conversationsIn);
}

function renamed(part: unknown, nameOf: (one: ConversationId) => string | undefined): unknown {
  if (Array.isArray(part)) return part.map((one) => renamed(one, nameOf));
  if (typeof part !== "object" || part === null || part instanceof Date) return part;
  if (isNamed(part)) return { ...part, name: nameOf(part.conversation) ?? part.name };
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, renamed(one, nameOf)]));
}
