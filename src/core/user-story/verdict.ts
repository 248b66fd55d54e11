import type { LogEvent } from "../log-event.ts";
import type { Tone } from "../message.ts";
import type { Actor } from "./about.ts";
import type { Account } from "./accounts.ts";
import type { Moment } from "./moments.ts";
import type { Story } from "./story.ts";
import { accountRules } from "./verdict-account.ts";
import { blockRules } from "./verdict-blocks.ts";
import { failureRules } from "./verdict-failures.ts";
import { quietRules } from "./verdict-quiet.ts";

/** What the story comes to, in the words of a help desk. */
export interface Verdict {
  readonly tone: Tone;
  /** A whole sentence, or some. */
  readonly words: string;
  /** How sure it is, and by what. */
  readonly sure: string;
  /** For whoever has the person on the phone. */
  readonly help: string;
  /** What stands in the way of doing that: a mail that did not go out. */
  readonly mind?: string;
  /** For whoever runs the tenant or the application, where it is theirs. */
  readonly developer?: string;
  /** What it speaks of, for those who want to know more. */
  readonly causes: readonly string[];
}

/** How what is personal may be said to whoever reads. */
export interface Teller {
  readonly who: string;
  readonly now: Date;
  /** "12 min ago" */
  ago(at: Date): string;
  address(ip: string): string;
  /** Where an address is, to follow it: " (Berlin, Germany)"; empty where that is not for everybody. */
  place(name: string): string;
  application(name: string): string;
  connection(name: string): string;
  /** Undefined where its name is not for everybody. */
  organization(event: LogEvent): string | undefined;
  actor(actor: Actor): string;
  /** What a user agent says of itself. */
  device(name: string): string;
  /** What Auth0 wrote about it; undefined where that is not for everybody, or is empty. */
  said(moment: Moment): string | undefined;
}

/** What a verdict may rest on. `others`: further accounts of the same person. */
export interface Case {
  readonly story: Story;
  readonly others: readonly Account[];
  readonly tell: Teller;
}

/** Undefined where it has nothing to say. */
export type Rule = (given: Case) => Verdict | undefined;

/** The first that speaks is right: what shuts the whole account comes first, and what shuts nothing last. */
const rules: readonly Rule[] = [...accountRules, ...blockRules, ...failureRules, ...quietRules];

export function verdictOf(given: Case): Verdict {
  for (const rule of rules) {
    const verdict = rule(given);
    if (verdict) return verdict;
  }
  throw new Error("the last rule always speaks");
}
