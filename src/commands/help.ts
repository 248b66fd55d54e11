import { allows, grantOf, type Role } from "../core/access.ts";
import { type Arg, arg, nearest, optional } from "../core/args.ts";
import { claim } from "../core/claim.ts";
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
      ...claim(context),
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
  const { role } = context;
  const form = formAction(context, { name, label: "Fill in a form" });
  const entries = Object.entries(args);
  const offers = [...form, ...(entries.length === 0 ? plainly(command, role) : [])];
  return {
    summary: `${name}: ${summary}.`,
    blocks: [
      heading(name),
      text(`${summary}.`),
      ...refusal(access, context),
      code(usageOf(command)),
      ...(usageOf(command).includes("[") ? [note("What stands in [ ] may be left out.")] : []),
      ...(entries.length > 0
        ? [list(entries.map(([key, declared]) => sayArgument(key, declared)))]
        : []),
      text("For example:"),
      code(examplesOf(command, context).join("\n")),
      note([
        ...(allows(role, access) ? [`It needs the role ${access}, which you have here. `] : []),
        `The answer is shown to ${audience === "all" ? "everyone here" : "you alone"}.`,
      ]),
      ...(offers.length > 0 ? [actions(...offers)] : []),
    ],
  };
}

/** Before how it is said, which is of no use to the asker yet; the line that would grant it names them, so it is for them alone. */
function refusal(needs: Role, context: CommandContext): readonly Block[] {
  const { by, role, audience, whom } = context;
  if (allows(role, needs)) return [];
  const now = role === "none" ? "have no role" : `are only ${role}`;
  const words = text([
    { bold: `It needs the role ${needs}; you ${now} here:` },
    " ask ",
    whom,
    ".",
  ]);
  if (audience === "all") return [words];
  return [words, text("To grant it, this is added to the settings:"), code(grantOf(by, needs))];
}

/** A command without arguments needs no form: saying it is enough. */
function plainly({ name, access }: Command, role: Role): readonly Action[] {
  return allows(role, access) ? [{ label: `Say ${name}`, line: name }] : [];
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
