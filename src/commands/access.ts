import { type Access, allows, type Ground, groundOf, isUnclaimed } from "../core/access.ts";
import { type Pronoun, sayGround, sayGroundOpenly, whyNotMore } from "../core/access-why.ts";
import { arg, keyed, optional, personal, shownAs } from "../core/args.ts";
import type { Person } from "../core/chat-adapter.ts";
import { claim } from "../core/claim.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { RefusedError } from "../core/errors.ts";
import { type Block, code, heading, list, type Message, note, text } from "../core/message.ts";
import { plainText } from "../core/plain.ts";
import { whoHasWhat } from "./access-list.ts";
import { lookUp, personNamed, sayPerson } from "./access-person.ts";

export const access = defineCommand({
  name: "access",
  summary: "Say who may do what here, and why",
  examples: ["access", "access who:me"],
  access: "viewer",
  audience: "asker",
  args: {
    who: personal(
      shownAs("Who", optional(keyed(arg.word("somebody else, by mention or id", "me"))), {
        asks: "person",
      }),
    ),
  },
  async run({ who }, context) {
    const id = who === undefined ? context.by.id : personNamed(who, context);
    if (id === context.by.id) return own(context);
    if (!allows(context.role, "admin")) {
      throw new RefusedError("admin", "What somebody else may do is for admins to ask.");
    }
    return ofAnother(await lookUp(id, context), context);
  },
});

const grounds = ({ roles, from }: CommandContext, person: Person): Ground =>
  groundOf(person, from.conversation, roles.settings);

async function own(context: CommandContext): Promise<Message> {
  const { by, role, audience } = context;
  if (audience === "all") return openly(context);
  const settings = context.roles.settings;
  const ground = grounds(context, by);
  const words = ground.role === "none" ? "You have no role here" : `You are ${ground.role} here`;
  return {
    ...verdict(words, by, ground, { settings, they: "you" }),
    blocks: [
      ...verdictBlocks(words, by, ground, { settings, they: "you" }),
      ...whyNot(by, ground, context, "you"),
      ...next(context),
      ...whatRolesDo(context),
      ...(allows(role, "operator") ? await whoHasWhat(context) : []),
      note(everybodyElse(settings)),
    ],
  };
}

/** Before everybody nobody is named, and no group. */
function openly(context: CommandContext): Message {
  const ground = grounds(context, context.by);
  const words = `Whoever asked is ${ground.role} here, ${sayGroundOpenly(ground)}.`;
  return {
    summary: words,
    blocks: [text(words), ...whatRolesDo(context), note(everybodyElse(context.roles.settings))],
  };
}

async function ofAnother(person: Person, context: CommandContext): Promise<Message> {
  const settings = context.roles.settings;
  const ground = grounds(context, person);
  if (context.audience === "all") {
    const words = `The person asked about is ${ground.role} here, ${sayGroundOpenly(ground)}.`;
    return { summary: words, blocks: [text(words)] };
  }
  const has = ground.role === "none" ? "has no role" : `is ${ground.role}`;
  const name = `${person.name} ${has} here`;
  return {
    ...verdict(name, person, ground, { settings, they: "they" }),
    blocks: [
      ...verdictBlocks(name, person, ground, { settings, they: "they" }),
      ...sayPerson(person, context),
      ...whyNot(person, ground, context, "they"),
    ],
  };
}

type Known = { readonly settings: Access; readonly they: Pronoun };

function verdict(
  words: string,
  person: Person,
  ground: Ground,
  { settings, they }: Known,
): Pick<Message, "summary" | "tone"> {
  const why = plainText(sayGround(ground, person, settings, they));
  return { summary: `${words}: ${why}`, ...(ground.role === "none" ? { tone: "warning" } : {}) };
}

function verdictBlocks(
  words: string,
  person: Person,
  ground: Ground,
  { settings, they }: Known,
): readonly Block[] {
  const why = sayGround(ground, person, settings, they);
  const untold = Object.values(person.untold ?? {});
  return [
    text([{ bold: words }, ": ", ...(typeof why === "string" ? [why] : why)]),
    ...untold.map((words) => note(words)),
  ];
}

function whyNot(
  person: Person,
  { role }: Ground,
  { roles, from }: CommandContext,
  they: Pronoun,
): readonly Block[] {
  // That nobody has more is said already.
  if (they === "you" && isUnclaimed(roles.settings)) return [];
  const reasons = whyNotMore(person, from.conversation, roles.settings, { role, they });
  if (reasons.length === 0) return [];
  return [heading("Why not more"), list(reasons)];
}

/** How to get the next role. */
function next(context: CommandContext): readonly Block[] {
  const { by, roles, role, whom } = context;
  if (isUnclaimed(roles.settings)) return claim(context);
  if (allows(role, "admin")) return [];
  const wanted = allows(role, "operator") ? "admin" : "operator";
  return [
    text([`To be ${wanted}, ask `, whom, ` to put this into access.${wanted}s and restart:`]),
    code(JSON.stringify(by.id)),
  ];
}

/** What each role lets people say, beside what the roles before it do. */
function whatRolesDo({ commands }: CommandContext): readonly Block[] {
  const items = (["viewer", "operator", "admin"] as const).flatMap((role) => {
    const names = commands.filter((command) => command.access === role).map(({ name }) => name);
    return names.length > 0 ? [[{ bold: role }, `: ${names.join(", ")}`]] : [];
  });
  return [heading("What each role may say"), list(items)];
}

function everybodyElse({ viewers }: Access): string {
  const nobody =
    "Guests and people from outside have a role only by their own id or a group that they are in.";
  return viewers
    ? `Who is not named in access may say nothing. ${nobody}`
    : `Every other member of the workspace is a viewer. ${nobody}`;
}
