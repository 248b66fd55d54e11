import { type Access, allows, grantOf, roleOf } from "./access.ts";
import { nearest } from "./args.ts";
import type { Answer, Invocation, Reply } from "./chat-adapter.ts";
import type { Clock } from "./clock.ts";
import { type Command, type CommandContext, usageOf } from "./command.ts";
import { UpstreamError, UserError } from "./errors.ts";
import { parseArgs, wordsOf } from "./line.ts";
import type { Log } from "./log.ts";
import { actions, code, type Message, note, text } from "./message.ts";

/** How long an answer may take before the asker is shown that it is under way. */
const patienceMs = 1500;
const stillEveryMs = 5000;

/** Said with any line whose answer is private: answer it to the whole conversation. */
const shareWord = "share:here";

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
  readonly services: Omit<CommandContext, "by" | "from" | "role" | "now" | "zone" | "commands">;
}

/** Finds the command a line names, checks who may say it, runs it. The one place where errors become words. */
export function createDispatch(options: DispatchOptions): Answer {
  return async function* answer(invocation) {
    const words = wordsOf(invocation.line);
    const share = words.includes(shareWord);
    const [name = "help", ...rest] = words.filter((word) => word !== shareWord);
    const command = options.commands.find((known) => known.name === name.toLowerCase());
    const audience = share ? "all" : (command?.audience ?? "asker");
    const done = answerTo(options, command, invocation, { name, rest }).then(
      (message): Reply => ({
        message: audience === "asker" ? shareable(message, invocation) : message,
        audience,
        pending: false,
      }),
    );
    yield* withProgress(done, { audience, clock: options.clock, name });
  };
}

async function answerTo(
  options: DispatchOptions,
  command: Command | undefined,
  invocation: Invocation,
  { name, rest }: { name: string; rest: readonly string[] },
): Promise<Message> {
  const { commands, access, clock, services } = options;
  if (!command) return unknown(name, commands);
  const role = roleOf(invocation.by, invocation.from.conversation, access);
  if (!allows(role, command.access)) return refusal(command, invocation);
  const now = clock.now();
  const zone = invocation.by.zone ?? options.zone;
  try {
    const args = parseArgs(rest, command.args, { now, zone });
    const context = {
      ...services,
      by: invocation.by,
      from: invocation.from,
      role,
      now,
      zone,
      commands,
    };
    return await command.run(args, context);
  } catch (error) {
    return explain(error, command, options);
  }
}

function explain(error: unknown, command: Command, { log, reference }: DispatchOptions): Message {
  if (error instanceof UserError) {
    const usage = [
      `usage: ${usageOf(command)}`,
      ...command.examples.map((example) => `   try: ${example}`),
    ];
    return {
      summary: error.message,
      tone: "warning",
      blocks: [text(error.message), code(usage.join("\n"))],
    };
  }
  if (error instanceof UpstreamError) {
    log.warn({ err: error, command: command.name }, "an answer could not be had");
    const words = `${error.system} could not be asked: ${error.message} Please try again in a while.`;
    return { summary: words, tone: "warning", blocks: [text(words)] };
  }
  const mark = reference();
  log.error({ err: error, command: command.name, reference: mark }, "a command failed");
  const words = `Something went wrong on Watchpost's side. If it happens again, give whoever runs Watchpost this reference: ${mark}`;
  return { summary: words, tone: "bad", blocks: [text(words)] };
}

function unknown(name: string, commands: readonly Command[]): Message {
  const near = nearest(
    name,
    commands.map((command) => command.name),
  );
  const words = `I do not know "${name}".${near ? ` Did you mean "${near}"?` : ""} Say "help" for everything I answer.`;
  const offers = [...new Set([...(near ? [near] : []), "help"])].map((line) => ({
    label: line,
    line,
  }));
  return { summary: words, tone: "warning", blocks: [text(words), actions(...offers)] };
}

function refusal({ name, access }: Command, { by }: Invocation): Message {
  const words = `"${name}" needs the role ${access}, which you do not have here. Whoever runs Watchpost can give it to you with this line in its settings:`;
  return {
    summary: words,
    tone: "warning",
    blocks: [text(words), code(access === "none" ? "" : grantOf(by, access))],
  };
}

function shareable(message: Message, { line, from }: Invocation): Message {
  if (from.conversation.split(":")[1] === "user") return message;
  const share = { label: "Share here", line: `${line.trim() || "help"} ${shareWord}` };
  const last = message.blocks.at(-1);
  const blocks =
    last?.kind === "actions"
      ? [...message.blocks.slice(0, -1), actions(...last.actions, share)]
      : [...message.blocks, actions(share)];
  return { ...message, blocks };
}

async function* withProgress(
  done: Promise<Reply>,
  { audience, clock, name }: { audience: Reply["audience"]; clock: Clock; name: string },
): AsyncGenerator<Reply> {
  const began = clock.now().getTime();
  for (let wait = patienceMs; ; wait = stillEveryMs) {
    const first = await within(done, clock, wait);
    if (first) {
      yield first;
      return;
    }
    const seconds = Math.round((clock.now().getTime() - began) / 1000);
    const words = `Working on "${name}" – ${seconds} s so far.`;
    yield { message: { summary: words, blocks: [note(words)] }, audience, pending: true };
  }
}

async function within<Value>(
  value: Promise<Value>,
  clock: Clock,
  ms: number,
): Promise<Value | undefined> {
  const stop = new AbortController();
  try {
    return await Promise.race([value, clock.after(ms, stop.signal).then(() => undefined)]);
  } finally {
    stop.abort();
  }
}
