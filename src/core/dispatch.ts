import { type Access, allows, type Role, roleOf } from "./access.ts";
import { isZone } from "./args.ts";
import type { Answer, Invocation, Person, Reply } from "./chat-adapter.ts";
import type { Clock } from "./clock.ts";
import type { Command, CommandContext } from "./command.ts";
import { RefusedError, UpstreamError, UserError } from "./errors.ts";
import { parseArgs, publicWords, wordsOf } from "./line.ts";
import type { Log } from "./log.ts";
import { type Message, note, type Span } from "./message.ts";
import { askedPart, partOf, withoutPart } from "./parts.ts";
import { plainText } from "./plain.ts";
import {
  apology,
  openRefusal,
  overdue,
  refusal,
  shareable,
  tooLong,
  unavailable,
  unknown,
  withheld,
  wrong,
} from "./replies.ts";
import { shareWord, sharing } from "./share.ts";
import { TenantError } from "./tenant.ts";
import { whomToAsk } from "./whom.ts";
import { within } from "./within.ts";

/** How long an answer may take before the asker is shown that it is under way; each later wait is longer. */
const patienceMs = 1500;
const stillEveryMs = 5000;
/** An answer that is not there by now never comes: whoever asked is told so. */
const limitMs = 60_000;
/** Characters of a line; no platform lets people say more at once. */
const longest = 10_000;

export interface DispatchOptions {
  readonly commands: readonly Command[];
  readonly access: Access;
  readonly clock: Clock;
  readonly log: Log;
  /** IANA zone for askers whose own is not known. */
  readonly zone: string;
  /** An id a person can quote and the log can be searched for. */
  reference(): string;
  /** What commands may ask and do, beyond who asks and when. */
  readonly services: Omit<
    CommandContext,
    "by" | "from" | "role" | "audience" | "now" | "zone" | "whom" | "commands"
  >;
}

/** A line, understood as far as it can be without asking anybody. */
interface Asked {
  readonly invocation: Invocation;
  readonly name: string;
  readonly words: readonly string[];
  /** Which part of an answer that is longer than one message. */
  readonly part: number;
  readonly command: Command | undefined;
  readonly role: Role;
  readonly audience: Reply["audience"];
}

/** How it went: only an answer is for all; a slip or a refusal concerns nobody but the asker. */
interface Outcome {
  readonly message: Message;
  /** Stands for it where everybody sees it: it names nobody. */
  readonly openly?: Message;
  readonly answered: boolean;
}

/** Finds the command a line names, checks who may say it, runs it. The one place where errors become words. */
export function createDispatch(options: DispatchOptions): Answer {
  return async function* answer(invocation) {
    const asked = understand(options, invocation);
    yield* withProgress(outcomeOf(options, asked), asked, options);
  };
}

function understand({ commands, access }: DispatchOptions, invocation: Invocation): Asked {
  const said = wordsOf(invocation.line.slice(0, longest));
  const { words: plain, part } = askedPart(said.filter((word) => word !== shareWord));
  const [first = "help", ...words] = plain;
  const name = first.toLowerCase().replace(/^\/(?=.)/, "");
  const command = commands.find((known) => known.name === name);
  const share = said.includes(shareWord);
  const role = roleOf(invocation.by, invocation.from.conversation, access);
  const open = share || command?.shares?.(words);
  const audience = open ? "all" : (command?.audience ?? "asker");
  return { invocation, name, words, part, command, role, audience };
}

/** Never rejects. */
async function outcomeOf(options: DispatchOptions, asked: Asked): Promise<Outcome> {
  const { command, role, invocation, name, words } = asked;
  const { commands, access } = options;
  if (invocation.line.length > longest) return failed(tooLong(longest));
  if (!command) return failed(unknown({ name, words }, { commands, role }));
  if (!allows(role, command.access)) return refused(command, invocation.by, access);
  try {
    const message = await run(options, asked, command);
    record(options, asked, "answered");
    return { message, answered: true };
  } catch (error) {
    if (!(error instanceof RefusedError)) return failed(explain(error, command, options, asked));
    record(options, asked, "refused");
    return refused({ name: command.name, access: error.needs }, invocation.by, access);
  }
}

const failed = (message: Message): Outcome => ({ message, answered: false });

function refused(needed: Pick<Command, "name" | "access">, by: Person, access: Access): Outcome {
  return { message: refusal(needed, by, access), openly: openRefusal(needed), answered: false };
}

async function run(options: DispatchOptions, asked: Asked, command: Command): Promise<Message> {
  const { services, commands, clock } = options;
  const { by, from } = asked.invocation;
  const now = clock.now();
  const zone = by.zone && isZone(by.zone) ? by.zone : options.zone;
  const args = parseArgs(asked.words, command.args, { now, zone });
  const { role, audience, part } = asked;
  const [problem] = Object.values(
    command.check?.(args, { ...services, by, from, now, zone }) ?? {},
  );
  if (problem !== undefined) throw new UserError(problem);
  if (command.acts && part > 1) throw new UserError(onceOnly(command));
  const whom = whomFor(audience, whomToAsk(options.access, by.id));
  const known = { ...services, by, from, role, audience, now, zone, whom, commands };
  const message = await command.run(args, known);
  const line = withoutPart(asked.invocation.line).trim() || "help";
  return command.acts ? message : partOf(message, { part, line });
}

/** Before everybody nobody is named: it would call them. */
const whomFor = (audience: Reply["audience"], whom: Span): Span =>
  audience === "all" ? plainText([whom]) : whom;

const onceOnly = ({ name }: Command): string =>
  `"${name}" does something, and would do it again for another part of its answer.`;

function explain(
  error: unknown,
  command: Command,
  options: DispatchOptions,
  asked: Asked,
): Message {
  if (error instanceof UserError) {
    record(options, asked, "refused");
    return wrong(error, command, options.services);
  }
  if (error instanceof UpstreamError) {
    options.log.warn({ err: error, command: command.name }, "an answer could not be had");
    return error instanceof TenantError ? withheld(error) : unavailable(error);
  }
  const reference = options.reference();
  options.log.error({ err: error, command: command.name, reference }, "a command failed");
  return apology(reference);
}

/** Who asked what, where, and how it went; never with which words: they may be about a person. */
function record({ log }: DispatchOptions, { invocation, name }: Asked, outcome: string): void {
  const { by, from, unasked } = invocation;
  if (unasked) return;
  log.info({ command: name, by: by.id, in: from.conversation, outcome }, "a line was said");
}

async function* withProgress(
  done: Promise<Outcome>,
  asked: Asked,
  options: DispatchOptions,
): AsyncGenerator<Reply> {
  const { clock } = options;
  const began = clock.now().getTime();
  // Each wait doubles the one before: few edits are to be had, and they should last.
  for (let wait = patienceMs, shown = 0; ; wait = stillEveryMs * 2 ** shown, shown += 1) {
    const passed = clock.now().getTime() - began;
    const outcome = await within(done, { clock, ms: Math.min(wait, limitMs - passed) });
    if (outcome) return yield finalOf(outcome, asked, shown > 0);
    const ms = clock.now().getTime() - began;
    if (ms >= limitMs) return yield finalOf(failed(giveUp(asked, options)), asked, shown > 0);
    yield progress(asked, ms);
  }
}

function finalOf(
  { message: given, openly, answered }: Outcome,
  asked: Asked,
  shown: boolean,
): Reply {
  // An answer that has begun to show stays where it is; else only what was asked for is for all.
  const audience = answered || shown ? asked.audience : "asker";
  const message = (audience === "all" && openly) || given;
  const isForOthers = answered && !(asked.command?.acts || message.asksBack);
  const shared = isForOthers && audience === "asker";
  const { line, from } = asked.invocation;
  return {
    message: shared ? shareable(message, sharing(line), from.conversation) : message,
    audience,
    pending: false,
    ...saidFor(audience, asked),
  };
}

/** The line as everybody may see it, where an answer for everybody stands beside it. */
function saidFor(
  audience: Reply["audience"],
  { command, name, words }: Asked,
): Pick<Reply, "said"> {
  const shown = command && audience === "all" ? publicWords(words, command.args) : undefined;
  return shown ? { said: [name, ...shown].join(" ") } : {};
}

function progress(asked: Asked, ms: number): Reply {
  const { name, audience } = asked;
  const words = `Working on "${name}", ${Math.round(ms / 1000)} s so far.`;
  const message = { summary: words, blocks: [note(words)] };
  return { message, audience, pending: true, ...saidFor(audience, asked) };
}

function giveUp({ name }: Asked, { log, reference }: DispatchOptions): Message {
  const mark = reference();
  log.error({ command: name, reference: mark }, "a command did not finish in time");
  return overdue(name, limitMs, mark);
}
