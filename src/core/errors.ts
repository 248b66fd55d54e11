import type { Role } from "./access.ts";
import { excerpt, oneLine } from "./excerpt.ts";

/** The person who asked can put it right: its words are shown to them as they stand, with the usage and the line they may have meant. */
export class UserError extends Error {
  override readonly name: string = "UserError";
  readonly meant: string | undefined;

  constructor(message: string, { meant, ...options }: ErrorOptions & { meant?: string } = {}) {
    super(message, options);
    this.meant = meant;
  }
}

/** The person may not do this part of what the command does; another role may. */
export class RefusedError extends UserError {
  override readonly name = "RefusedError";
  readonly needs: Role;

  constructor(needs: Role, message: string) {
    super(message);
    this.needs = needs;
  }
}

/** Another system would not or could not answer. Time mends it; `retryAfterMs` says how much, where it was told. */
export class UpstreamError extends Error {
  override readonly name: string = "UpstreamError";
  readonly system: string;
  readonly retryAfterMs: number | undefined;

  constructor(
    system: string,
    message: string,
    options: { retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.system = system;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The operator can put it right: the bot refuses to start and lists every problem. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly string[];

  constructor(where: string, problems: readonly string[]) {
    const said = sayProblems(problems);
    super(
      `${excerpt(oneLine(where), 500)} needs attention:\n${said.map((one) => `  - ${one}`).join("\n")}`,
    );
    this.problems = said;
  }
}

/** More of them come of one mistake. */
const mostProblems = 50;

/** A line each, however long what they repeat is, and whatever breaks of lines it holds. */
function sayProblems(problems: readonly string[]): readonly string[] {
  const said = problems.slice(0, mostProblems).map((problem) => excerpt(oneLine(problem), 1000));
  const left = problems.length - said.length;
  return left > 0 ? [...said, `and ${left} more`] : said;
}

/**
 * What became of a post or an edit that did not succeed, as far as the platform's answer tells:
 * - throttled: not shown; the platform says when to come back
 * - unavailable: certainly not shown; try again
 * - unknown: perhaps shown, the answer was never learned; trying again may duplicate
 * - gone: the message to edit or the thread to reply in is no longer there
 * - refused: this conversation will not take messages from the bot until a person mends it
 * - rejected: this message will never be shown as it is; another one might
 */
export type DeliveryOutcome =
  | "throttled"
  | "unavailable"
  | "unknown"
  | "gone"
  | "refused"
  | "rejected";

/** A platform did not take a message. `message` says why in words a channel's owner can act on. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  readonly outcome: DeliveryOutcome;
  readonly retryAfterMs: number | undefined;
  /** Refused: not by this conversation but by the platform, which lets the bot in no more. */
  readonly everywhere: boolean;

  constructor(
    outcome: DeliveryOutcome,
    message: string,
    options: { retryAfterMs?: number | undefined; everywhere?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.outcome = outcome;
    this.retryAfterMs = options.retryAfterMs;
    this.everywhere = options.everywhere ?? false;
  }
}
