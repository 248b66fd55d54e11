import { cardType, problemsOfCard } from "../../../adapters/teams/card-kit.ts";
import { type Sent, split, team, type World } from "./world.ts";

/** An answer of the Bot Connector that is no success. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export interface Wanted {
  readonly method: string;
  /** Parts of the path behind `/v3/conversations`. */
  readonly path: readonly string[];
  readonly targeted: boolean;
  readonly body: string;
}

const largest = 100 * 1024;

/** Carries a call out, or throws why Teams would not. Gives what is answered. */
export function carryOut(world: World, wanted: Wanted): object {
  if (wanted.body.length * 2 > largest) throw new Refusal(413, "MessageSizeTooBig");
  const body = wanted.body ? parsed(wanted.body) : {};
  const [conversation, kind, id] = wanted.path;
  if (conversation === undefined) return open(world, body as Opening);
  if (kind === "members") return member(world, conversation, id);
  if (kind === "pagedmembers") return members(world, conversation);
  if (kind !== "activities") throw new Refusal(404, "NotFound");
  const at = placeOf(world, conversation);
  if (wanted.method === "POST") return post(world, at, body as Sent, wanted.targeted);
  if (wanted.method === "PUT")
    return edit(world, at, body as Sent, { id, targeted: wanted.targeted });
  if (wanted.method === "DELETE") return remove(world, at, { id, targeted: wanted.targeted });
  throw new Refusal(405, "MethodNotAllowed");
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, "BadSyntax");
  }
}

function placeOf(world: World, id: string) {
  const { bare, thread } = split(id);
  const conversation = world.conversations.get(bare);
  if (!conversation) throw new Refusal(404, "ConversationNotFound");
  if (!conversation.installed) throw new Refusal(403, "BotNotInConversationRoster");
  if (thread !== undefined && conversation.kind !== "channel") {
    throw new Refusal(404, "ConversationNotFound");
  }
  return { conversation, thread };
}

type At = ReturnType<typeof placeOf>;

function post(world: World, { conversation, thread }: At, sent: Sent, targeted: boolean): object {
  checkContent(sent);
  const isRoot = world.messages.some(({ id, thread: of }) => id === thread && of === undefined);
  if (thread !== undefined && !isRoot && !world.roots.has(thread)) {
    throw new Refusal(404, "ActivityNotFoundInConversation");
  }
  const onlyFor = targeted ? targetOf(sent, conversation) : undefined;
  const message = { id: world.newId(), conversation: conversation.id, thread, onlyFor };
  world.messages.push({ ...message, activity: sent });
  world.operations.push({ kind: "post", ...message, activity: sent, answered: true });
  // A message with both words and a card becomes two in Teams, and no id is told.
  return sent.text && sent.attachments?.length ? {} : { id: message.id };
}

function targetOf({ recipient }: Sent, { kind, targeted }: At["conversation"]): string {
  if (kind === "personal" || !recipient?.id || !recipient.isTargeted) {
    throw new Refusal(400, "BadArgument");
  }
  if (!targeted) throw new Refusal(403, "BotNotInConversationRoster");
  return recipient.id;
}

/** A message that one member sees is found only where it is asked for as such, and any other one only where not. */
interface Which {
  readonly id: string | undefined;
  readonly targeted: boolean;
}

function edit(world: World, { conversation }: At, sent: Sent, which: Which): object {
  checkContent(sent);
  const message = found(world, conversation.id, which);
  const { id } = message;
  message.activity = sent;
  const { thread, onlyFor } = message;
  const where = { conversation: conversation.id, thread, onlyFor };
  world.operations.push({ kind: "edit", ...where, id, activity: sent, answered: true });
  return { id };
}

function remove(world: World, { conversation }: At, which: Which): object {
  const message = found(world, conversation.id, which);
  const { id } = message;
  world.messages.splice(world.messages.indexOf(message), 1);
  world.operations.push({ kind: "delete", conversation: conversation.id, id, answered: true });
  return {};
}

function found(world: World, conversation: string, { id, targeted }: Which) {
  const message = world.messages.find(
    (one) =>
      one.id === id &&
      one.conversation === conversation &&
      (one.onlyFor !== undefined) === targeted,
  );
  if (!message) throw new Refusal(404, "ActivityNotFoundInConversation");
  return message;
}

interface Opening {
  readonly members?: readonly { readonly id?: string }[];
  readonly bot?: { readonly id?: string };
  readonly tenantId?: string;
}

function open(world: World, { members, bot, tenantId }: Opening): object {
  const wanted = members?.[0]?.id ?? "";
  const person = world.people.find(({ id, aadObjectId }) => [id, aadObjectId].includes(wanted));
  if (!(person && bot?.id && tenantId)) throw new Refusal(400, "BadArgument");
  const conversation = world.conversations.get(`a:${person.name.toLowerCase()}`);
  if (!conversation?.installed) throw new Refusal(403, "ForbiddenOperationException");
  const { id } = conversation;
  world.operations.push({ kind: "open", conversation: id, id, answered: true });
  return { id };
}

function member(world: World, conversation: string, wanted = ""): object {
  const roster = world.rosters.get(conversation);
  const ofTeam = [...world.conversations.values()].find(({ team }) => team === conversation);
  placeOf(world, (roster && ofTeam?.id) ?? conversation);
  const person = world.people.find(({ id, aadObjectId }) => [id, aadObjectId].includes(wanted));
  if (!person || roster?.has(person.id) === false) {
    throw new Refusal(404, "MemberNotFoundInConversation");
  }
  return person;
}

function members(world: World, conversation: string): object {
  placeOf(world, conversation);
  return { members: world.people };
}

/** A team's name, or the channels in it that the bot may know of; General has no name of its own. */
export function tellOfTeam(world: World, [id = "", what]: readonly string[]): object {
  const all = [...world.conversations.values()].filter((one) => one.team === id);
  if (!all.some(({ installed }) => installed)) throw new Refusal(403, "BotNotInConversationRoster");
  const memberCount = world.rosters.get(id)?.size;
  if (what === undefined) return { ...team, name: "Platform", memberCount };
  const told = all.filter(({ installed, membership }) => installed || membership === "standard");
  return {
    conversations: told.map(({ id: channel, name, membership }) => ({
      id: channel,
      ...(name ? { name } : {}),
      type: membership,
    })),
  };
}

/** What Teams refuses of a message: nothing at all, and a card that is not as its format says. */
function checkContent({ text, attachments = [] }: Sent): void {
  if (!(text || attachments.length > 0)) throw new Refusal(400, "BadSyntax");
  const cards = attachments.filter(({ contentType }) => contentType === cardType);
  const problems = cards.flatMap(({ content }) => problemsOfCard(content));
  if (problems.length > 0) throw new Refusal(400, "BadSyntax");
}
