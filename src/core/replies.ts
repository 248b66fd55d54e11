import { type Access, allows, grantOf, groupsIn, isUnclaimed, type Role } from "./access.ts";
import type { ConversationId } from "./address.ts";
import { partsOf } from "./address.ts";
import { nearest } from "./args.ts";
import type { Person } from "./chat-adapter.ts";
import { type Command, type CommandContext, examplesOf, usageOf } from "./command.ts";
import { sayDuration } from "./duration.ts";
import type { UpstreamError, UserError } from "./errors.ts";
import { excerpt } from "./excerpt.ts";
import { choicesFor, formOf } from "./form.ts";
import { quoted } from "./line.ts";
import { withoutSecrets } from "./mask.ts";
import {
  type Action,
  actions,
  type Block,
  code,
  list,
  type Message,
  note,
  text,
} from "./message.ts";
import { plainText } from "./plain.ts";
import type { TenantError } from "./tenant.ts";
import { whomToAsk } from "./whom.ts";

/** Buttons side by side that every platform shows. */
const mostButtons = 5;

/** Lines to copy after a slip; the command's help has them all. */
const mostExamples = 2;

/** The person can put it right: what is wrong, how the command is said, and its form, if it asks for several things. */
export function wrong(
  error: UserError,
  command: Command,
  known: Pick<CommandContext, "sources" | "tenants">,
): Message {
  const usage = [
    `usage: ${usageOf(command)}`,
    ...examplesOf(command, known)
      .slice(0, mostExamples)
      .map((example) => `   try: ${example}`),
  ];
  const line = `help ${command.name}`;
  const form = formOf(command, {}, choicesFor(command, known));
  const { meant } = error;
  const offers: readonly Action[] = [
    ...(meant === undefined || !isHarmless(meant)
      ? []
      : [{ label: excerpt(meant, 60), line: meant }]),
    ...(form.fields.length > 1 ? [{ label: "Fill in a form", form, line }] : []),
    ...(command.examples.length > mostExamples ? [{ label: line, line }] : []),
  ];
  const buttons = offers.length > 0 ? [actions(...offers)] : [];
  return warn(withoutSecrets(error.message), code(usage.join("\n")), ...buttons);
}

export function unavailable({ system, message, retryAfterMs }: UpstreamError): Message {
  const when = retryAfterMs === undefined ? "in a while" : `in ${sayDuration(retryAfterMs)}`;
  return warn(`${system} could not be asked: ${sentence(message)} Please try again ${when}.`);
}

/** A tenant did not give what was asked: why, and whose move it is, which also says when to ask again. */
export function withheld({ message, fix }: TenantError): Message {
  return warn(`${sentence(message)} ${fix}`);
}

/** While it is worked on: since when, and how far that has got where it is known. */
export function underWay(name: string, ms: number, reached: string): Message {
  const words = `Working on "${name}", ${Math.round(ms / 1000)} s so far${reached && `: ${reached}`}.`;
  return { summary: words, blocks: [note(words)] };
}

export const onceOnly = ({ name }: Pick<Command, "name">): string =>
  `"${name}" does something, and would do it again for another part of its answer.`;

/** Our fault: what broke is in the log, under the reference. */
export function apology(reference: string): Message {
  const words = `Something went wrong on Watchpost's side. If it happens again, give whoever runs Watchpost this reference: ${reference}`;
  return { ...warn(words), tone: "bad" };
}

export function overdue(name: string, limitMs: number, reference: string): Message {
  const words = `"${name}" has not finished after ${sayDuration(limitMs)}, and no answer will follow. Something it needs does not respond. Please ask again in a while; if it happens again, give whoever runs Watchpost this reference: ${reference}`;
  return { ...warn(words), tone: "bad" };
}

/** It was not run, since what it does has to be in the audit trail. */
export function unkeepable({ name }: Pick<Command, "name">, reference: string): Message {
  const words = `"${name}" was not run: the audit trail cannot be written, and what acts or tells of people has to be in it. "doctor" says what is wrong with the store; whoever runs Watchpost finds more in its log. Reference: ${reference}`;
  return { ...warn(words), tone: "bad" };
}

/** It was run, and nobody could tell afterwards. */
export function unkept({ name, acts }: Pick<Command, "name" | "acts">, reference: string): Message {
  const done = acts ? " What it was to do may be done: look before you say it again." : "";
  const words = `The answer to "${name}" is not shown: it could not be written into the audit trail.${done} "doctor" says what is wrong with the store; whoever runs Watchpost finds more in its log. Reference: ${reference}`;
  return { ...warn(words), tone: "bad" };
}

export function tooLong(most: number): Message {
  return warn(`That line is longer than ${most} characters. Please say it in fewer.`);
}

/** What is repeated to whoever said it: a slip of a word. A key, a code or a password holds other signs, or is longer. */
const isWord = /^[\p{L}\p{M}'’_-]{1,30}\d{0,2}[!?.,;:]{0,3}$/u;
const isHarmless = (line: string): boolean => withoutSecrets(line) === line;

/** Not a command: the nearest one, with the rest of the line; where none is near, everything there is. */
export function unknown(
  said: { name: string; words: readonly string[] },
  { commands, role }: { commands: readonly Command[]; role: Role },
): Message {
  const mine = commands.filter(({ access }) => allows(role, access));
  const near = nearest(
    said.name,
    mine.map(({ name }) => name),
  );
  const hint = near ? ` Did you mean "${near}"?` : "";
  const name = isWord.test(said.name) ? `"${said.name}"` : "that word";
  const words = `I do not know ${name}.${hint} Say "help" for everything I answer.`;
  const meant = near ? [[near, ...said.words.map(quoted)].join(" ")] : [];
  const offers = [...new Set([...meant.filter(isHarmless), "help"])];
  return warn(
    words,
    ...(!near && mine.length > 0
      ? [list(mine.map(({ name, summary }) => [{ code: name }, ` – ${summary}`]))]
      : []),
    actions(...offers.map((line) => ({ label: excerpt(line, 60), line }))),
  );
}

/** For the asker alone: it names people. */
export function refusal(
  { name, access }: Pick<Command, "name" | "access">,
  by: Person,
  settings: Access,
): Message {
  const lacks = `"${name}" needs the role ${access}, which you do not have here.`;
  const whom = whomToAsk(settings, by.id);
  const [before, after] = [`${lacks} Ask `, " to add this to the settings:"];
  const grant = grantOf(by, access);
  const notes = [untold(by, access, settings), caution(access, settings)];
  return {
    // The whole of it: whoever hears it read out needs the line too.
    summary: `${before}${plainText([whom])}${after} ${grant}`,
    tone: "warning",
    blocks: [
      text([before, whom, after]),
      code(grant),
      ...notes.filter((words) => words !== undefined).map(note),
    ],
  };
}

/** The same where it has to stand before everybody. */
export function openRefusal({ name, access }: Pick<Command, "name" | "access">): Message {
  return warn(`"${name}" needs the role ${access}, which whoever asked does not have here.`);
}

/** What the platform did not say, where it might have made a difference. */
function untold({ untold: known }: Person, access: Role, settings: Access): string | undefined {
  const byMembership = access === "viewer" && settings.viewers === undefined;
  const words = [
    ...(byMembership && known?.member ? [known.member] : []),
    ...(known?.groups && groupsIn(settings).length > 0 ? [known.groups] : []),
  ];
  return words.length > 0 ? words.join(" ") : undefined;
}

function caution(access: Role, settings: Access): string {
  const { viewers } = settings;
  if (viewers === undefined && access === "viewer") {
    return "Without a list of viewers every member of the workspace is one, and nobody else. With one, only who is on it: list the channels or groups of all who should be. It counts after a restart.";
  }
  if (viewers === undefined && isUnclaimed(settings)) {
    return "The settings name nobody in access yet: every member of the workspace is a viewer, and nobody is more. The line counts after a restart.";
  }
  return `The settings have a section access already: put the id into its list of ${access}s. It counts after a restart.`;
}

/** A private answer with a button that says the line again, for everyone here. */
export function shareable(message: Message, line: string, from: ConversationId): Message {
  if (partsOf(from).kind === "user") return message;
  const share = { label: "Share here", line };
  const last = message.blocks.at(-1);
  const blocks =
    last?.kind === "actions" && last.actions.length < mostButtons
      ? [...message.blocks.slice(0, -1), actions(...last.actions, share)]
      : [...message.blocks, actions(share)];
  return { ...message, blocks };
}

function warn(words: string, ...blocks: readonly Block[]): Message {
  return { summary: words, tone: "warning", blocks: [text(words), ...blocks] };
}

const sentence = (words: string): string => (/[.!?…]$/u.test(words) ? words : `${words}.`);
