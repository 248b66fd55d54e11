import { isIP } from "node:net";
import { allows } from "./access.ts";
import { createNames, type Names } from "./border-names.ts";
import { type Handing, type Notes, noteEvents, noting } from "./border-notes.ts";
import { withoutRecognized } from "./border-patterns.ts";
import { addressWithoutKeys, withoutKeys } from "./border-secrets.ts";
import { type Crossing, crossed } from "./border-walk.ts";
import type { Invocation, Reply } from "./chat-adapter.ts";
import type { Command, CommandContext } from "./command.ts";
import { personalWords } from "./line.ts";
import type { LogEvent } from "./log-event.ts";
import { createMask, type Mask } from "./mask.ts";
import type { Message } from "./message.ts";

/*
 * The border between answers and platforms: what everybody will see names nobody, and nobody sees what opens doors, whatever a
 * command has put into its message. Commands choose what to show; this is the net below them, which none of them can forget.
 */

/** Who asked may see whom it is about. */
function forOne({ line: own }: Invocation): Crossing {
  const text = (words: string) => withoutOpeners(words, (found) => own.includes(found));
  return {
    text,
    line: (words) => unchanged(words, text),
    url: (address) => unchanged(address, addressWithoutKeys),
  };
}

/** Everybody sees it. `names`: of people and addresses, who become numbers. `isPublic`: it looks personal, and is for all. */
function forMany(
  names: readonly Names[],
  isPublic: (found: string) => boolean = () => false,
): Crossing {
  const named = (words: string) => names.reduce((text, each) => each.hide(text), words);
  const text = (words: string) => withoutRecognized(withoutOpeners(named(words)), isPublic);
  const inAddress = (address: string) =>
    withoutRecognized(addressWithoutKeys(named(address)), isPublic);
  return {
    text,
    line: (words) => unchanged(words, text),
    url: (address) => unchanged(address, inAddress),
  };
}

const unchanged = (words: string, change: (words: string) => string): string | undefined =>
  change(words) === words ? words : undefined;

/** People and places of chat platforms; some have ids as long as a token. */
const place = /\b[a-z]+:(?:user|group|channel):[^\s"'`,\])}]+/gu;

/** Without what opens doors; addresses of people and places stay. */
function withoutOpeners(words: string, isTheirs?: (found: string) => boolean): string {
  const kept = words.match(place);
  if (!kept) return withoutKeys(words, isTheirs);
  const between = words.split(place).map((part) => withoutKeys(part, isTheirs));
  return between.map((part, nth) => `${part}${kept[nth] ?? ""}`).join("");
}

/** What is posted without anybody's asking: everybody there sees it. `told`: the events that it tells of. */
export async function posted(
  message: Message,
  told?: { readonly events: readonly LogEvent[]; readonly mask: Mask },
): Promise<Message> {
  if (!told) return crossed(message, forMany([]));
  const names = createNames(told.mask);
  await noteEvents(told.events, names);
  return crossed(message, forMany([names]));
}

/** The border as one line meets it. */
export interface Border {
  /** What its answer calls people and addresses. */
  readonly mask: Mask;
  /** The ports as its command is given them. */
  handed<Ports extends Handing>(ports: Ports): Ports;
  cross(reply: Reply): Promise<Reply>;
}

/** A line, as far as it is understood before it is answered. */
interface Asked extends Pick<CommandContext, "role" | "audience" | "commands"> {
  readonly invocation: Invocation;
  readonly words: readonly string[];
  readonly command: Command | undefined;
}

export function openBorder(asked: Asked): Border {
  const { role, audience, commands, invocation } = asked;
  const mask = createMask();
  const things = new Set<string>();
  const notes: Notes = { names: createNames(mask, things), published: [] };
  const names = [notes.names, namesOfLine(asked, createNames(mask, things))];
  const isKnown = allows(role, "operator");
  const isPublished = (found: string) =>
    [...notes.published, declaredBy(commands)].some((text) => text.includes(found));
  const toAll = forMany(names, isPublished);
  // Nobody learns anything from what they have said themselves.
  const isTheirs = (found: string) => isPublished(found) || invocation.line.includes(found);
  const toAsker = forOne(invocation);
  const toStranger = forMany([notes.names], isTheirs);

  return {
    mask,
    handed: (ports) => (audience === "asker" && isKnown ? ports : noting(ports, notes)),
    async cross(reply) {
      const isForAll = reply.audience === "all";
      const crossing = isForAll ? toAll : isKnown ? toAsker : toStranger;
      const message = await crossed(reply.message, crossing);
      return { ...reply, message, ...(isForAll ? saidTo(reply, toAll, invocation) : {}) };
    },
  };
}

/** The line beside an answer for all. */
function saidTo({ said }: Reply, { text }: Crossing, { line }: Invocation): Pick<Reply, "said"> {
  const shown = text(said ?? line);
  return said === undefined && shown === line ? {} : { said: shown };
}

/** Whoever is named in the line itself, known or not. */
function namesOfLine({ words, command }: Asked, names: Names): Names {
  for (const word of command ? personalWords(words, command.args) : []) {
    if (isIP(word) > 0) names.address(word);
    else names.person(word);
  }
  return names;
}

const declared = new WeakMap<readonly Command[], string>();

/** What commands say of themselves: their examples name people who do not exist. */
function declaredBy(commands: readonly Command[]): string {
  const known = declared.get(commands);
  if (known !== undefined) return known;
  const all = commands.flatMap(({ summary, examples, args }) => [
    summary,
    ...examples,
    ...Object.values(args).flatMap(({ hint, about }) => [hint, about]),
  ]);
  declared.set(commands, all.join("\n"));
  return all.join("\n");
}
