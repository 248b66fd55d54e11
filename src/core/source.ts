import type { z } from "zod";
import { duration } from "./duration.ts";
import type { UpstreamError } from "./errors.ts";
import type { Secret } from "./secret.ts";
import type { KnownSubject, Subject } from "./subject.ts";

/** A stretch of text of a feed's entry, with the little of its markup that carries meaning. */
export interface Run {
  readonly text: string;
  readonly strong?: boolean;
  readonly small?: boolean;
  readonly href?: string;
}

/** One entry of a feed of any format. Everything is literal text; links are absolute. */
export interface Entry {
  /** The feed's own id for it, else its link, else a digest of its words. */
  readonly id: string;
  readonly title: string;
  /** Empty where there is none. */
  readonly link: string;
  readonly categories: readonly string[];
  /** The body, in its own order. */
  readonly paragraphs: readonly (readonly Run[])[];
  readonly published?: Date;
  readonly updated?: Date;
}

/** A feed of any format, read. */
export interface FeedDocument {
  readonly title: string;
  readonly link: string;
  readonly entries: readonly Entry[];
  /** Entries that could not be read, each with the reason: one bad entry never hides the good ones. */
  readonly skipped: readonly string[];
}

/** What a source reads with. Limits, safety and conditional requests are the runner's affair. */
export interface Readers {
  /** @throws UpstreamError when it cannot be had or is no feed. */
  feed(url: string): Promise<FeedDocument>;
  /** A page's text, or undefined where it cannot be had: for what is good to know but not needed. */
  page(url: string): Promise<string | undefined>;
  /** What an address answers, as JSON. @throws UpstreamError when it cannot be had or is none. */
  json(url: string, question?: Question): Promise<unknown>;
  /** A file's text. Only for paths that the operator's settings name. @throws UpstreamError when it cannot be had. */
  file(path: string): Promise<string>;
  /** What is remembered of this source's subjects. */
  known(): Promise<readonly KnownSubject[]>;
  /** Says that a part could not be read: what was read is kept, and the read counts as a failure all the same. */
  missed(problem: UpstreamError): void;
}

/** What is asked beyond an address. */
export interface Question {
  /** Sent as JSON, by POST. */
  readonly body?: unknown;
  /** The state of what is asked for, as the other side names it: had once in that state, it is not asked for again. */
  readonly version?: string;
}

/** One address that a source reads. */
export interface Target {
  /** Stable and unique over all sources. Never holds a secret. */
  readonly key: string;
  /** How people see it named. */
  readonly title: string;
  readonly url: string | Secret;
  /** The tenant it speaks of; none where it concerns everyone. */
  readonly tenant?: string;
  /** The address as a subscription names it, where people bring their own (source `rss`): reached only if it is public. */
  readonly feed?: string;
}

/** What a source may know when it lists its targets. */
export interface Known {
  readonly tenants: readonly {
    readonly name: string;
    readonly domain: string;
    readonly statusUrl?: Secret;
  }[];
  /** The feeds that subscriptions to this source name. */
  readonly feeds: readonly string[];
}

export interface PollSettings {
  /** Milliseconds between reads. */
  readonly every: number;
  /** Milliseconds without a successful read after which an alert opens; by default ten reads, and ten minutes at least. */
  readonly staleAfter?: number | undefined;
}

/** Reads and translates; nothing else. When to run, what is new and who wants it are the runner's affair. */
export interface Source<Settings extends PollSettings = PollSettings> {
  readonly id: string;
  /** As in "subscribe <id>", for people: "Auth0 status". */
  readonly title: string;
  /** One line for tables, at most 75 characters, no full stop. */
  readonly summary: string;
  /** What subscriptions may choose by with `only:`. */
  readonly labels: readonly string[];
  /** True where a subscription must name a feed of its own. */
  readonly feedNamed: boolean;
  readonly settings: z.ZodType<Settings>;
  /** False where several things are held against each other, so that one that has not changed is needed all the same. */
  readonly conditional?: false;
  targets(settings: Settings, known: Known): readonly Target[];
  /** All subjects that the target shows now. `now` is for dates that carry no year. */
  read(
    target: Target,
    readers: Readers,
    settings: Settings,
    now: Date,
  ): Promise<readonly Subject[]>;
}

/** Checks the declaration against its settings' type; a registry holds them without it. */
export function defineSource<Settings extends PollSettings>(source: Source<Settings>): Source {
  return source as unknown as Source;
}

/** The settings that every polled source has. */
export const pollSettings = (every: string) => ({
  every: duration()
    .default(() => duration().parse(every))
    .describe("how often it is read"),
  staleAfter: duration().optional().describe("how long it may go unread before an alert opens"),
});

/** Milliseconds without a successful read after which silence is an alert of its own. */
export function staleAfter({ every, staleAfter: given }: PollSettings): number {
  return given ?? Math.max(10 * every, 600_000);
}
