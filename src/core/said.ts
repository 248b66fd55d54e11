import type { Role } from "./access.ts";
import type { Invocation, Reply } from "./chat-adapter.ts";
import type { Clock } from "./clock.ts";
import type { Command } from "./command.ts";
import type { Log } from "./log.ts";
import { within } from "./within.ts";

/**
 * How a line went:
 * - answered: the command did what was asked
 * - refused: whoever asked does not have the role
 * - unknown: its first word is no command
 * - wrong: the command could not make sense of it, or could not do it as asked
 * - unavailable: another system did not give what is needed
 * - failed: our fault; there is a reference
 * - overdue: there was no answer in time; there is a reference, and what the command did afterwards is said once it is over
 */
export const outcomes = [
  "answered",
  "refused",
  "unknown",
  "wrong",
  "unavailable",
  "failed",
  "overdue",
] as const;
export type SaidOutcome = (typeof outcomes)[number];

/** A line that somebody said, and how it went. */
export interface Said {
  readonly invocation: Invocation;
  /** Its first word, whatever it is. */
  readonly name: string;
  /** Undefined where its first word is no command. */
  readonly command: Command | undefined;
  /** The words after the first one, without those that any line may have. They may be about a person. */
  readonly words: readonly string[];
  readonly role: Role;
  readonly audience: Reply["audience"];
  readonly outcome: SaidOutcome;
  /** When it came to be answered, and how many milliseconds that took. */
  readonly at: Date;
  readonly ms: number;
  /** It was overdue, and this is how it went in the end: nobody was shown it. */
  readonly late?: true;
  /** Under which the log says more. */
  readonly reference?: string;
}

/** Whoever keeps account of what is said. */
export interface Hearing {
  /** Once for each line that somebody said, before its answer is shown, and again for what ended late. Rejects where it cannot be kept. */
  heard(said: Said): Promise<void>;
  /** Before a command is run that acts, or tells of people. Rejects while nothing can be kept. */
  ready(): Promise<void>;
}

/** Less than anybody waits for an answer. */
const patienceMs = 10_000;

/** False where it could not be kept, or not in time: the log says why. */
export function isHeard(said: Said, given: Given): Promise<boolean> {
  return isDone(() => given.hearing.heard(said), "a line could not be kept", given);
}

/** False where nothing that is said can be kept. */
export function isReady(given: Given): Promise<boolean> {
  return isDone(() => given.hearing.ready(), "nothing that is said can be kept", given);
}

interface Given {
  readonly hearing: Hearing;
  readonly clock: Clock;
  readonly log: Log;
}

async function isDone(
  keep: () => Promise<void>,
  otherwise: string,
  { clock, log }: Given,
): Promise<boolean> {
  try {
    const done = await within(
      keep().then(() => true),
      { clock, ms: patienceMs },
    );
    if (done === undefined) log.error({ waitedMs: patienceMs }, `${otherwise} in time`);
    return done ?? false;
  } catch (error) {
    log.error({ err: error }, otherwise);
    return false;
  }
}

/** Whether it acts, or tells what not everybody may know: then nobody may say it without leaving a trace. */
export function leavesTrace(command: Command, words: readonly string[]): boolean {
  return Boolean(command.acts || command.access !== "viewer" || command.shares?.(words));
}

/**
 * Nobody said it just now, and it does and tells nothing that needs a trace. What a platform's button hands back may be any line,
 * so what it says of itself is not believed alone.
 */
export const isBeside = ({
  invocation: { unasked },
  command,
  words,
}: Pick<Said, "invocation" | "command" | "words">): boolean =>
  unasked === true && !(command && leavesTrace(command, words));
