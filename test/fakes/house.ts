import { arg, optional } from "../../src/core/args.ts";
import type { Invocation, Reply } from "../../src/core/chat-adapter.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { type Command, type CommandContext, defineCommand } from "../../src/core/command.ts";
import { createDispatch, type DispatchOptions } from "../../src/core/dispatch.ts";
import type { Log } from "../../src/core/log.ts";
import { text } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ada, fakeContext } from "./context.ts";
import { type ManualClock, manualClock } from "./manual-clock.ts";

/** A diary that can be read: one line for each entry. */
export function fakeLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const note = (level: string) => (details: object, message: string) =>
    void lines.push(`${level} ${JSON.stringify(details)} ${message}`);
  return { lines, info: note("info"), warn: note("warn"), error: note("error") };
}

/** Keeps account of nothing. */
export const deaf: DispatchOptions["hearing"] = { heard: async () => {}, ready: async () => {} };

/** Dispatch with everything around it, and a clock that runs while lines are answered. */
export interface House {
  readonly clock: ManualClock;
  readonly log: Log & { readonly lines: string[] };
  /** The contexts in which commands were run. */
  readonly seen: CommandContext[];
  /** A command that answers "done", unless told to do something else. */
  command(name: string, more?: Partial<Command>): Command;
  fails(name: string, error: unknown, more?: Partial<Command>): Command;
  dispatch(
    commands: readonly Command[],
    more?: Partial<DispatchOptions>,
  ): ReturnType<typeof createDispatch>;
  /** Everything shown for a line. */
  replies(commands: readonly Command[], line: string, more?: Asking): Promise<Reply[]>;
  /** The last thing shown. */
  answer(commands: readonly Command[], line: string, more?: Asking): Promise<Reply>;
  plainly(commands: readonly Command[], line: string, more?: Asking): Promise<string>;
}

type Asking = Partial<DispatchOptions> & { invocation?: Partial<Invocation> };

export const said = (line: string, more: Partial<Invocation> = {}): Invocation => ({
  line,
  by: ada,
  from: { conversation: "local:channel:ops" },
  ...more,
});

export function openHouse(): House {
  const clock = manualClock();
  const log = fakeLog();
  const seen: CommandContext[] = [];

  function command(name: string, more: Partial<Command> = {}): Command {
    return defineCommand({
      name,
      summary: `Do ${name}`,
      examples: [`${name} now`],
      access: "viewer",
      audience: "asker",
      args: { what: optional(arg.word("what to do")) },
      async run(_args, context) {
        seen.push(context);
        return { summary: "done", blocks: [text("done")] };
      },
      ...more,
    } as Command);
  }

  function dispatch(commands: readonly Command[], more: Partial<DispatchOptions> = {}) {
    return createDispatch({
      commands,
      access: { operators: [], admins: [] },
      clock,
      log,
      hearing: deaf,
      zone: "UTC",
      reference: () => "ref-1",
      services: fakeContext(),
      ...more,
    });
  }

  async function replies(commands: readonly Command[], line: string, more: Asking = {}) {
    const { invocation, ...options } = more;
    const shown: Reply[] = [];
    let over = false;
    const all = (async () => {
      const answer = dispatch(commands, options);
      for await (const reply of answer(said(line, invocation))) shown.push(reply);
      over = true;
    })();
    for (let minute = 0; minute < 3 && !over; minute += 1) await clock.advance(MINUTE);
    await all;
    return shown;
  }

  async function answer(...given: Parameters<House["replies"]>): Promise<Reply> {
    const last = (await replies(...given)).at(-1);
    if (!last) throw new Error("no reply at all");
    return last;
  }

  return {
    clock,
    log,
    seen,
    command,
    fails: (name, error, more) => command(name, { ...more, run: () => Promise.reject(error) }),
    dispatch,
    replies,
    answer,
    plainly: async (...given) => renderPlain((await answer(...given)).message),
  };
}
