import type { Role } from "./access.ts";
import type { ConversationId } from "./address.ts";
import type { Archive } from "./archive.ts";
import type { Args, Parsed } from "./args.ts";
import type { AuditDesk } from "./audit.ts";
import type { Person, Place, ProbeResult } from "./chat-adapter.ts";
import type { Plan, Readiness } from "./check.ts";
import type { DigestDesk } from "./digest.ts";
import type { FiguresDesk } from "./figures.ts";
import type { Forgetting } from "./forgetting.ts";
import { quoted } from "./line.ts";
import type { LogReading } from "./log-coverage.ts";
import type { LogStreams } from "./log-streams.ts";
import type { LoginDesk } from "./login.ts";
import type { LogsDesk } from "./logs-desk.ts";
import type { Mask } from "./mask.ts";
import type { Message, Span } from "./message.ts";
import type { RolesDesk } from "./roster.ts";
import type { Store } from "./store.ts";
import type { KnownSubject } from "./subject.ts";
import type { Tails } from "./tail.ts";
import type { Tenant } from "./tenant.ts";

/** A source as commands see it. */
export interface SourceFacts {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly labels: readonly string[];
  readonly feedNamed: boolean;
  /** False where nothing is read: what it tells is made by Watchpost itself, so it cannot be unread. */
  readonly polled?: false;
  /** Nothing is read as the settings are: it reads of each tenant, and there is none. */
  readonly idle?: true;
  /** Milliseconds. */
  readonly every: number;
  readonly staleAfter: number;
}

/** A tenant of the settings, as commands see it. */
export interface TenantKnown {
  readonly name: string;
  readonly domain: string;
  readonly plan?: Plan | undefined;
  readonly environment?: "production" | "development" | undefined;
  /** The application as which Watchpost itself asks the Management API. */
  readonly management?: { readonly clientId: string } | undefined;
}

/** What a command may ask and do. Everything is a port: a command does no I/O of its own. */
export interface CommandContext {
  readonly by: Person;
  readonly from: Place;
  readonly role: Role;
  /** Who will see the answer: what is for the asker's eyes alone is left out of one for all. */
  readonly audience: "asker" | "all";
  /** What the answer calls people and addresses where it names nobody. */
  readonly mask: Mask;
  readonly now: Date;
  /** The asker's IANA zone, else the settings' one. */
  readonly zone: string;
  /** Whom to ask for a role, as words that follow "ask". */
  readonly whom: Span;
  /** Says how far it has got, for whoever waits, without naming anybody: "looked back to 3 Nov 2026, 10:00 CET". */
  reached(words: string): void;
  readonly store: Omit<Store, "records" | "check" | "close" | "loginRuns" | "audit">;
  readonly sources: readonly SourceFacts[];
  readonly tenants: readonly TenantKnown[];
  readonly commands: readonly Command[];
  /**
   * Reads a feed that a person named, at once, and remembers what is there. Reached only if public.
   * @throws UpstreamError when it cannot be had or is no feed; UserError when it may not be reached.
   */
  follow(source: string, feed: string): Promise<readonly KnownSubject[]>;
  /** The Management API of a tenant that the settings name; without credentials for it, each call says so. */
  tenant(name: string): Tenant;
  /** Log events, from wherever they are to be had. */
  readonly logs: LogsDesk;
  /** What the bot itself keeps of the tenants' logs. */
  readonly archive: Pick<
    Archive,
    "search" | "event" | "counts" | "kinds" | "coverage" | "facts" | "watch"
  >;
  readonly streams: LogStreams;
  readonly forgetting: Forgetting;
  /** Who said what. */
  readonly audit: AuditDesk;
  /** How reading a tenant's log goes; undefined where it is not read. */
  logReading(tenant: string): LogReading | undefined;
  readonly tails: Tails;
  readonly logins: LoginDesk;
  readonly figures: FiguresDesk;
  readonly readiness: Readiness;
  readonly digests: DigestDesk;
  /** Why nothing can be posted in a conversation, and what to do; undefined where it can, or where that is not known. */
  reach(conversation: ConversationId): Promise<string | undefined>;
  /** Who may do what, and what gives it to them. */
  readonly roles: RolesDesk;
  /** The bot's own health, every part of it. */
  probe(): Promise<readonly ProbeResult[]>;
}

/** A word people can say to the bot. */
export interface Command {
  readonly name: string;
  /** One line for help and tables, at most 75 characters, no full stop. */
  readonly summary: string;
  /** What the button of its form says, where its name is no verb; at most 24 characters. */
  readonly verb?: string;
  /** Lines that people can copy. */
  readonly examples: readonly string[];
  readonly access: Role;
  /** asker: shown to whoever asked, with a button to share it. all: shown to the conversation. */
  readonly audience: "asker" | "all";
  /** Whether a line with these words after the name does something that the conversation should see: its answer is for all. */
  shares?(words: readonly string[]): boolean;
  /** It does something, and saying its line again would do it again: its answer has no button to share it. */
  readonly acts?: boolean;
  readonly args: Args;
  /** What is wrong with arguments as far as that can be said without asking anybody: by argument, in words for the person. */
  check?(args: Parsed<Args>, facts: CommandFacts): Problems;
  run(args: Parsed<Args>, context: CommandContext): Promise<Message>;
}

/** What is known when a line is said, and needs no asking. */
export type CommandFacts = Pick<
  CommandContext,
  "by" | "from" | "now" | "zone" | "sources" | "tenants"
>;

/** What is wrong with answers, by argument; empty when nothing is. */
export type Problems = Readonly<Record<string, string>>;

export function defineCommand<A extends Args>(
  command: Omit<Command, "args" | "check" | "run"> & {
    readonly args: A;
    check?(args: Parsed<A>, facts: CommandFacts): Problems;
    run(args: Parsed<A>, context: CommandContext): Promise<Message>;
  },
): Command {
  return command as unknown as Command;
}

/** `subscribe <source> [feed] [as:card|thread|all]` */
export function usageOf({ name, args }: Pick<Command, "name" | "args">): string {
  const said = Object.entries(args).filter(([, { unsaid }]) => !unsaid);
  const parts = said.map(([key, { place, required, hint }]) => {
    const shown = place === "key" ? `${key}:${hint}` : required ? `<${key}>` : key;
    return required ? shown : `[${shown}]`;
  });
  return [name, ...parts].join(" ");
}

/** The tenant that examples speak of. */
const anyTenant = "prod";

/** A command's examples as they can be said here: they speak of a tenant that there is. */
export function examplesOf(
  { examples }: Pick<Command, "examples">,
  { tenants }: Pick<CommandContext, "tenants">,
): readonly string[] {
  const [first] = tenants;
  if (!first || tenants.some(({ name }) => name === anyTenant)) return examples;
  return examples.map((line) => line.replace(/(?<=[ :])prod\b/g, () => quoted(first.name)));
}

/** The line that says a command with these arguments. Empty ones are left out. */
export function sayLine(
  command: string,
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  const words = Object.entries(values).flatMap(([name, value]) => {
    const word = quoted(String(value ?? "").trim());
    return word ? [`${name}:${word}`] : [];
  });
  return [command, ...words].join(" ");
}
