import { addressOf, type ConversationId, partsOf } from "../../src/core/address.ts";

export const platform = "local";

/** What a person or a channel may be called. */
const form = /^[a-z0-9][a-z0-9._-]{0,39}$/;

export const nameRule =
  'is a name of at most 40 lower-case letters, digits, ".", "_" and "-", like "ada"';

export const isName = (written: string): boolean => form.test(written);

/** A channel by its name, or `@` and the name of the person whose direct messages are meant. */
export const isConversation = (written: string): boolean => isName(written.replace(/^@/, ""));

export const personIdOf = (name: string): ConversationId => addressOf(platform, "user", name);

export const conversationIdOf = (name: string): ConversationId =>
  name.startsWith("@") ? personIdOf(name.slice(1)) : addressOf(platform, "channel", name);

/** Whose direct messages these are, if they are anybody's. */
export const ownerOf = (conversation: string): string | undefined =>
  conversation.startsWith("@") ? conversation.slice(1) : undefined;

/** The conversation's name on the page; undefined for what can be no conversation here. */
export function nameOf(id: ConversationId): string | undefined {
  const { platform: of, kind, id: name } = partsOf(id);
  if (of !== platform || kind === "group" || !isName(name)) return undefined;
  return kind === "user" ? `@${name}` : name;
}
