import type { Role } from "./access.ts";
import type { Args, Parsed } from "./args.ts";
import type { Person, Place, ProbeResult } from "./chat-adapter.ts";
import { quoted } from "./line.ts";
import type { Form, Message } from "./message.ts";
import type { Store } from "./store.ts";
import type { KnownSubject } from "./subject.ts";

/** A source as commands see it. */
export interface SourceFacts {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly labels: readonly string[];
  readonly feedNamed: boolean;
  /** Milliseconds. */
  readonly every: number;
  readonly staleAfter: number;
}

/** What a command may ask and do. Everything is a port: a command does no I/O of its own. */
export interface CommandContext {
  readonly by: Person;
  readonly from: Place;
  readonly role: Role;
  readonly now: Date;
  /** The asker's IANA zone, else the settings' one. */
  readonly zone: string;
  readonly store: Pick<Store, "subjects" | "subscriptions" | "outbox">;
  readonly sources: readonly SourceFacts[];
  readonly tenants: readonly { readonly name: string; readonly domain: string }[];
  readonly commands: readonly Command[];
  /**
   * Reads a feed that a person named, at once, and remembers what is there. Reached only if public.
   * @throws UpstreamError when it cannot be had or is no feed; UserError when it may not be reached.
   */
  follow(source: string, feed: string): Promise<readonly KnownSubject[]>;
  /** The bot's own health, every part of it. */
  probe(): Promise<readonly ProbeResult[]>;
}

/** A word people can say to the bot. */
export interface Command {
  readonly name: string;
  /** One line for help and tables, at most 75 characters, no full stop. */
  readonly summary: string;
  /** Lines that people can copy. */
  readonly examples: readonly string[];
  readonly access: Role;
  /** asker: shown to whoever asked, with a button to share it. all: shown to the conversation. */
  readonly audience: "asker" | "all";
  readonly args: Args;
  run(args: Parsed<Args>, context: CommandContext): Promise<Message>;
}

export function defineCommand<A extends Args>(
  command: Omit<Command, "args" | "run"> & {
    readonly args: A;
    run(args: Parsed<A>, context: CommandContext): Promise<Message>;
  },
): Command {
  return command as unknown as Command;
}

/** `subscribe <source> [feed] [as:card|thread|all]` */
export function usageOf({ name, args }: Pick<Command, "name" | "args">): string {
  const parts = Object.entries(args).map(([key, { place, required, hint }]) => {
    const shown = place === "key" ? `${key}:${hint}` : required ? `<${key}>` : key;
    return required ? shown : `[${shown}]`;
  });
  return [name, ...parts].join(" ");
}

/** The form that asks for a command's arguments. */
export function formOf(
  { name, summary, args }: Pick<Command, "name" | "summary" | "args">,
  values: Readonly<Record<string, string>> = {},
): Form {
  return {
    command: name,
    title: summary,
    fields: Object.entries(args).map(([key, declared]) => ({
      name: key,
      label: key,
      hint: declared.choices ? declared.about : `${declared.about}, like ${declared.hint}`,
      required: declared.required,
      ...(declared.choices ? { choices: declared.choices } : {}),
      ...(values[key] === undefined ? {} : { value: values[key] }),
    })),
  };
}

/** The line that a filled form says. Empty answers are left out. */
export function lineOf(
  form: Pick<Form, "command" | "fields">,
  answers: Readonly<Record<string, string>>,
): string {
  const words = form.fields.flatMap(({ name }) => {
    const answer = answers[name]?.trim();
    return answer ? [`${name}:${quoted(answer)}`] : [];
  });
  return [form.command, ...words].join(" ");
}
