import type { Address } from "../../src/core/address.ts";
import { type Block, type Message, type Span, spansOf, type Text } from "../../src/core/message.ts";

/** Who and what the ids of a platform stand for, so that what each shows by its own names can be held together. */
export interface Known {
  /** What the conversation of this id is called where nobody knows its name. */
  conversation(id: string): string;
  /** What the person or group is called. */
  person(id: string): string;
  /** Words with names of one platform's own taken for what they stand for. */
  plainly(words: string): string;
}

/** What a message itself says of the conversations and people that it names. */
export function knownFrom(message: Message): Known {
  const spans = message.blocks.flatMap(spansIn);
  const conversations = new Map<string, string>();
  const people = new Map<string, string>();
  const shown = new Map<string, string[]>();
  const show = (words: string, name: string) => {
    shown.set(words, [...(shown.get(words) ?? []), name]);
  };
  for (const span of spans) {
    if (typeof span === "string") continue;
    if ("mention" in span) people.set(span.mention, span.name);
    if ("conversation" in span) {
      conversations.set(span.conversation, span.name);
      show(onPage(span.conversation, "#"), span.name);
    }
    if ("who" in span) show(allOnPage(span), span.name);
  }
  return {
    conversation: (id) => conversations.get(id) ?? id,
    person: (id) => people.get(id) ?? id,
    // The same people may stand for several things in one message, in this order.
    plainly(words) {
      const names = shown.get(words) ?? [words];
      return (names.length > 1 ? names.shift() : names[0]) ?? words;
    },
  };
}

/** As the local page writes it, whose names are ids. */
const onPage = (address: string, sign: "#" | "@"): string =>
  `${sign}${address.replace(/^local:(?:user|group|channel):/u, "")}`;

function allOnPage({ who, more }: Extract<Span, { who: unknown }>): string {
  const names = who.map((one) => onPage(one, "@")).join(", ");
  return more > 0 ? `${names} and ${more} more` : names;
}

function spansIn(block: Block): readonly Span[] {
  return textsIn(block).flatMap(spansOf);
}

function textsIn(block: Block): readonly Text[] {
  switch (block.kind) {
    case "text":
    case "note":
      return [block.text];
    case "fields":
      return block.fields.map(({ value }) => value);
    case "list":
      return block.items;
    case "table":
      return block.rows.flat();
    default:
      return [];
  }
}

/**
 * One platform's ids, by what they stand for in the story: `‹here›`, `‹asker›`. `names`: what is called so where no name is
 * known, by its id.
 */
export function knownAs(
  roles: Readonly<Record<string, Address>>,
  names: ReadonlyMap<string, string>,
): Known {
  const roleOf = (id: string) => Object.entries(roles).find(([, address]) => address === id)?.[0];
  const nameOf = (id: string) => names.get(id) ?? roleOf(id) ?? id;
  return {
    conversation: nameOf,
    person: nameOf,
    plainly: (words) =>
      Object.entries(roles).reduce(
        (said, [role, address]) => said.replaceAll(address, `‹${role}›`),
        words,
      ),
  };
}
