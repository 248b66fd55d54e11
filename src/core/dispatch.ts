import { type Access, allows, type Role, roleOf } from "./access.ts";
import { isZone } from "./args.ts";
import { type Border, openBorder } from "./border.ts";
import type { Answer, Invocation, Person, Reply } from "./chat-adapter.ts";
import type { Clock } from "./clock.ts";
import type { Command, CommandContext } from "./command.ts";
import { RefusedError, UpstreamError, UserError } from "./errors.ts";
import { parseArgs, publicWords, wordsOf } from "./line.ts";
import type { Log } from "./log.ts";
import type { Message, Span } from "./message.ts";
import { askedPart, partOf, withoutPart } from "./parts.ts";
import { plainText } from "./plain.ts";
import {
  apology,
  onceOnly,
  openRefusal,
  overdue,
  refusal,
  shareable,
  tooLong,
  unavailable,
  underWay,
  unkeepable,
  unkept,
  unknown,
  withheld,
  wrong,
} from "./replies.ts";
import { type Hearing, isBeside, isHeard, isReady, leavesTrace, type SaidOutcome } from "./said.ts";
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
  /** Hears of every line before its answer is shown. */
  readonly hearing: Hearing;
  /** IANA zone for askers whose own is not known. */
  readonly zone: string;
  /** An id a person can quote and the log can be searched for. */
  reference(): string;
  /** What commands may ask and do, beyond who asks and when. */
  readonly services: Omit<
    CommandContext,
    "by" | "from" | "role" | "audience" | "mask" | "now" | "zone" | "whom" | "commands" | "reached"
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
  readonly border: Border;
  /** How far it has got, as the command says. */
  readonly progress: { words: string };
}

/** How it went, and what is shown for it. Only an answer is for all; anything else concerns nobody but the asker. */
interface Outcome {
  readonly went: SaidOutcome;
  readonly message: Message;
  /** Stands for it where everybody sees it: it names nobody. */
  readonly openly?: Message;
  readonly reference?: string;
}

/** Finds the command a line names, checks who may say it, runs it. The one place where errors become words. */
export function createDispatch(options: DispatchOptions): Answer {
  return async function* answer(invocation) {
    const asked = understand(options, invocation);
    const replies = withProgress(outcomeOf(options, asked), asked, options);
    for await (const reply of replies) {
      yield await asked.border.cross(reply).catch((error) => stopped(error, reply, options));
    }
  };
}

/** What the border cannot look through does not cross it. */
function stopped(error: unknown, reply: Reply, { log, reference }: DispatchOptions): Reply {
  const mark = reference();
  log.error({ err: error, reference: mark }, "an answer could not be looked through");
  const { audience, pending } = reply;
  return { message: apology(mark), audience, pending };
}

function understand({ commands, access }: DispatchOptions, invocation: Invocation): Asked {
  const said = wordsOf(invocation.line.slice(0, longest));
  const { words: plain, part } = askedPart(said.filter((word) => word !== shareWord));
  const [first = "help", ...words] = plain;
  const name = first.toLowerCase().replace(/^\/(?=.)/, "");
  const command = commands.find((known) => known.name === name);
  const share = said.includes(shareWord);
  const { by, from, chosen } = invocation;
  const role = roleOf(by, chosen ? by.id : from.conversation, access);
  const open = share || command?.shares?.(words);
  const audience = open ? "all" : (command?.audience ?? "asker");
  const understood = { invocation, words, command, role, audience };
  return {
    ...understood,
    name,
    part,
    border: openBorder({ ...understood, commands }),
    progress: { words: "" },
  };
}

/** Never rejects. */
async function outcomeOf(options: DispatchOptions, asked: Asked): Promise<Outcome> {
  const { command, role, invocation, name, words } = asked;
  const { commands, access } = options;
  if (invocation.line.length > longest) return { went: "wrong", message: tooLong(longest) };
  if (!command) return { went: "unknown", message: unknown({ name, words }, { commands, role }) };
  if (!allows(role, command.access)) return refused(command, invocation.by, access);
  if (leavesTrace(command, words) && !(await isReady(options))) {
    return heldBack(command, options, unkeepable);
  }
  try {
    return { went: "answered", message: await run(options, asked, command) };
  } catch (error) {
    if (!(error instanceof RefusedError)) return explain(error, command, options);
    return refused({ name: command.name, access: error.needs }, invocation.by, access);
  }
}

function refused(needed: Pick<Command, "name" | "access">, by: Person, access: Access): Outcome {
  return {
    went: "refused",
    message: refusal(needed, by, access),
    openly: openRefusal(needed),
  };
}

async function run(options: DispatchOptions, asked: Asked, command: Command): Promise<Message> {
  const { services, commands, clock } = options;
  const { by, from } = asked.invocation;
  const now = clock.now();
  const zone = by.zone && isZone(by.zone) ? by.zone : options.zone;
  const args = parseArgs(asked.words, command.args, { now, zone });
  const { role, audience, part, border } = asked;
  const [problem] = Object.values(
    command.check?.(args, { ...services, by, from, now, zone }) ?? {},
  );
  if (problem !== undefined) throw new UserError(problem);
  if (command.acts && part > 1) throw new UserError(onceOnly(command));
  const whom = whomFor(audience, whomToAsk(options.access, by.id));
  const { mask } = border;
  const ports = border.handed(services);
  const reached = (words: string) => Object.assign(asked.progress, { words });
  const known = { ...ports, by, from, role, audience, mask, now, zone, whom, commands, reached };
  const message = await command.run(args, known);
  const line = withoutPart(asked.invocation.line).trim() || "help";
  return command.acts ? message : partOf(message, { part, line });
}

/** Before everybody nobody is named: it would call them. */
const whomFor = (audience: Reply["audience"], whom: Span): Span =>
  audience === "all" ? plainText([whom]) : whom;

function explain(error: unknown, command: Command, options: DispatchOptions): Outcome {
  if (error instanceof UserError) {
    return { went: "wrong", message: wrong(error, command, options.services) };
  }
  if (error instanceof UpstreamError) {
    options.log.warn({ err: error, command: command.name }, "an answer could not be had");
    const message = error instanceof TenantError ? withheld(error) : unavailable(error);
    return { went: "unavailable", message };
  }
  const { reference, message } = refer(options, apology);
  options.log.error({ err: error, command: command.name, reference }, "a command failed");
  return { went: "failed", reference, message };
}

/** A message under a reference of its own. */
function refer({ reference }: DispatchOptions, words: (mark: string) => Message) {
  const mark = reference();
  return { reference: mark, message: words(mark) };
}

/**
 * Tells of the line before its outcome is shown: who asked what, where, and how it went. What acts or tells of people is not
 * shown as if nothing were where that could not be kept.
 */
async function told(
  outcome: Outcome,
  { asked, began, late }: { asked: Asked; began: Date; late?: true },
  options: DispatchOptions,
): Promise<Outcome> {
  const { invocation, name, command, words, role, audience } = asked;
  if (isBeside(asked)) return outcome;
  const { went, reference } = outcome;
  const ms = options.clock.now().getTime() - began.getTime();
  const marks = { ...(late ? { late } : {}), ...(reference === undefined ? {} : { reference }) };
  const how = { outcome: went, ms, ...marks };
  const { by, from } = invocation;
  // Never with which words: they may be about a person.
  options.log.info(
    { command: command?.name, by: by.id, in: from.conversation, ...how },
    "a line was said",
  );
  const said = { invocation, name, command, words, role, audience, at: began, ...how };
  const isKept = await isHeard(said, options);
  if (isKept || went !== "answered" || !command || !leavesTrace(command, words)) return outcome;
  return heldBack(command, options, unkept);
}

function heldBack(
  command: Command,
  options: DispatchOptions,
  words: (command: Command, mark: string) => Message,
): Outcome {
  const { reference, message } = refer(options, (mark) => words(command, mark));
  options.log.error({ command: command.name, reference }, "an answer was held back");
  return { went: "failed", reference, message };
}

async function* withProgress(
  done: Promise<Outcome>,
  asked: Asked,
  options: DispatchOptions,
): AsyncGenerator<Reply> {
  const { clock } = options;
  const began = clock.now();
  const show = async (outcome: Outcome, shown: number) =>
    finalOf(await told(outcome, { asked, began }, options), asked, shown > 0);
  // Each wait doubles the one before: few edits are to be had, and they should last.
  for (let wait = patienceMs, shown = 0; ; wait = stillEveryMs * 2 ** shown, shown += 1) {
    const passed = clock.now().getTime() - began.getTime();
    const outcome = await within(done, { clock, ms: Math.min(wait, limitMs - passed) });
    if (outcome) return yield await show(outcome, shown);
    const ms = clock.now().getTime() - began.getTime();
    if (ms >= limitMs) {
      const last = show(giveUp(asked, options), shown);
      // Nobody waits for it any more, and what it did is to be known all the same.
      void done.then((outcome) => told(outcome, { asked, began, late: true }, options));
      return yield await last;
    }
    yield progress(asked, ms);
  }
}

function finalOf({ went, message: given, openly }: Outcome, asked: Asked, shown: boolean): Reply {
  const answered = went === "answered";
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
  const message = underWay(name, ms, asked.progress.words);
  return { message, audience, pending: true, ...saidFor(audience, asked) };
}

function giveUp({ name }: Asked, options: DispatchOptions): Outcome {
  const { reference, message } = refer(options, (mark) => overdue(name, limitMs, mark));
  options.log.error({ command: name, reference }, "a command did not finish in time");
  return { went: "overdue", reference, message };
}
