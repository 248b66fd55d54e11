import { allows, grantOf, type Role } from "../core/access.ts";
import { type Arg, arg, nearest, optional } from "../core/args.ts";
import {
  type Command,
  type CommandContext,
  defineCommand,
  examplesOf,
  usageOf,
} from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { formAction } from "../core/form.ts";
import {
  type Action,
  actions,
  type Block,
  code,
  heading,
  list,
  type Message,
  note,
  type Span,
  type Text,
  text,
} from "../core/message.ts";
import { sayCount } from "../core/say.ts";

/** Offered as buttons: what people ask for first. */
const commonest = ["status", "readiness", "incidents", "subscriptions"];
/** Lines to copy: more of them would fill a phone's screen. */
const mostExamples = 4;

export const help = defineCommand({
  name: "help",
  summary: "Say what can be asked, or how one command is said",
  examples: ["help", "help subscribe"],
  access: "viewer",
  audience: "asker",
  args: { command: optional(arg.word("a command", "subscribe")) },
  async run({ command: named }, context) {
    if (!named) return overview(context);
    const name = named.toLowerCase();
    const found = context.commands.find((command) => command.name === name);
    if (found) return explained(found, context);
    const names = context.commands.map((command) => command.name);
    const near = nearest(named, names);
    const hint = near ? ` Did you mean "${near}"?` : "";
    throw new UserError(`"${named}" is not a command.${hint} There are: ${names.join(", ")}.`);
  },
});

function overview(context: CommandContext): Message {
  const { commands, role } = context;
  const mine = commands.filter(({ access }) => allows(role, access));
  const others = commands.filter(({ access }) => !allows(role, access));
  const words = `I answer ${sayCount(mine.length, "command")} for you here, like "status" or "help status".`;
  return {
    summary: words,
    blocks: [
      text(words),
      list([...mine, ...others].map((command) => sayCommand(command, role))),
      ...(others.length > 0 ? [note(["For a role that you lack, ask ", context.whom, "."])] : []),
      text("For example:"),
      code(linesToCopy(mine, context).join("\n")),
      note(
        "Arguments are written name:value, in any order, with quotes around several words. Answers are shown to you alone unless the command says otherwise; a button shares them.",
      ),
      actions(...buttons(mine), ...formAction(context, { name: "subscribe", label: "Subscribe" })),
    ],
  };
}

/** The role is named only where the asker lacks it. */
function sayCommand({ name, summary, access }: Command, role: Role): Text {
  const needs = allows(role, access) ? "" : ` (needs the role ${access})`;
  return [{ code: name }, ` – ${summary}${needs}`];
}

/** Of the commands that can be said in several ways, one that shows more than the name. */
function linesToCopy(mine: readonly Command[], context: CommandContext): readonly string[] {
  return mine
    .filter(({ name }) => name !== "help")
    .flatMap((command) => examplesOf(command, context).slice(1, 2))
    .slice(0, mostExamples);
}

function buttons(mine: readonly Command[]): readonly Action[] {
  return commonest
    .filter((name) => mine.some((command) => command.name === name))
    .map((name) => ({ label: `${name[0]?.toUpperCase()}${name.slice(1)}`, line: name }));
}

function explained(command: Command, context: CommandContext): Message {
  const { name, summary, access, audience, args } = command;
  const form = formAction(context, { name, label: "Fill in a form" });
  const entries = Object.entries(args);
  const offers = [...form, ...(entries.length === 0 ? plainly(command, context.role) : [])];
  return {
    summary: `${name}: ${summary}.`,
    blocks: [
      heading(name),
      text(`${summary}.`),
      code(usageOf(command)),
      ...(usageOf(command).includes("[") ? [note("What stands in [ ] may be left out.")] : []),
      ...(entries.length > 0
        ? [list(entries.map(([key, declared]) => sayArgument(key, declared)))]
        : []),
      text("For example:"),
      code(examplesOf(command, context).join("\n")),
      note([
        ...sayRole(access, context),
        ` The answer is shown to ${audience === "all" ? "everyone here" : "you alone"}.`,
      ]),
      ...grant(access, context),
      ...(offers.length > 0 ? [actions(...offers)] : []),
    ],
  };
}

/** What whoever runs Watchpost would add, as a refusal says it too: for the asker's eyes, since it names them. */
function grant(access: Role, { by, role, audience }: CommandContext): readonly Block[] {
  if (allows(role, access) || audience === "all") return [];
  return [text("To grant it, this is added to the settings:"), code(grantOf(by, access))];
}

/** A command without arguments needs no form: saying it is enough. */
function plainly({ name, access }: Command, role: Role): readonly Action[] {
  return allows(role, access) ? [{ label: `Say ${name}`, line: name }] : [];
}

function sayRole(needs: Role, { role: has, whom }: CommandContext): readonly Span[] {
  if (allows(has, needs)) return [`It needs the role ${needs}, which you have here.`];
  const now = has === "none" ? "have no role" : `are only ${has}`;
  return [`It needs the role ${needs}; you ${now} here: ask `, whom, "."];
}

function sayArgument(name: string, declared: Arg<unknown>): Text {
  const { about, place, required, hint } = declared;
  const written = place === "key" ? `${name}:${hint}` : name;
  return [
    { code: written },
    ` – ${about}`,
    ...(place === "word" ? [`, like ${hint.replaceAll("|", " or ")}`] : []),
    ...(required ? [" (required)"] : []),
  ];
}
