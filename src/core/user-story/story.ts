import { DAY } from "../clock.ts";
import type { LogEvent } from "../log-event.ts";
import type { Account } from "./accounts.ts";
import { beforeBlock, type Moment, momentsOf, type Part } from "./moments.ts";

/** Failures of one cause. */
export interface Failures {
  readonly cause: string;
  readonly count: number;
  readonly first: Date;
  readonly newest: Moment;
  readonly addresses: readonly string[];
  readonly clients: readonly string[];
}

/** Brute-force protection let nobody in from an address. */
export interface Block {
  readonly at: Date;
  /** Wrong passwords that led to it, as far as they are in the log. */
  readonly tries: number;
  readonly addresses: readonly string[];
  /** What ended it. */
  readonly released?: Moment;
  /** None of its addresses is one of a good login. */
  readonly strange: boolean;
}

/** What is known of one account, in the order that questions are asked. */
export interface Story {
  readonly account: Account;
  readonly now: Date;
  /** Oldest first. */
  readonly moments: readonly Moment[];
  /** Oldest first. */
  readonly logins: readonly Moment[];
  /** Newest first. */
  readonly failures: readonly Failures[];
  /** Those that no good login has followed; newest first. */
  readonly open: readonly Failures[];
  readonly block?: Block;
}

export function storyOf(account: Account, now: Date): Story {
  const moments = momentsOf(account.events);
  const logins = moments.filter(({ part }) => part === "login");
  const failed = moments.filter(({ part }) => part === "failure" || part === "block");
  const block = blockOf(moments, logins);
  return {
    ...{ account, now, moments, logins },
    failures: grouped(failed),
    open: grouped(failed.filter((moment) => isOpen(moment, logins, now))),
    ...(block ? { block } : {}),
  };
}

/** The newest moment of these parts; only of those that a test lets through. */
export function lastOf(
  { moments }: Pick<Story, "moments">,
  parts: readonly Part[],
  test: (moment: Moment) => boolean = () => true,
): Moment | undefined {
  return moments.findLast((moment) => parts.includes(moment.part) && test(moment));
}

export const isAfter = (one: Moment | undefined, other: Moment | undefined): boolean =>
  one !== undefined && (other === undefined || one.at >= other.at);

/** What stands in the way of one application alone; everything else is settled by any good login. */
const ofApplication = new Set(
  (
    "denied-by-action access-denied callback-mismatch connection-missing organization-missing not-a-member " +
    "grant-not-allowed bad-client-credentials unknown-client api-not-allowed invalid-request " +
    "expired-or-used-code bad-verifier origin-not-allowed legacy-off insufficient-scope"
  ).split(" "),
);

/** Whether no good login has followed. One to another application says nothing of this one, for a day. */
function isOpen({ event, at, cause }: Moment, logins: readonly Moment[], now: Date): boolean {
  const apart = ofApplication.has(cause) && now.getTime() - at.getTime() < DAY;
  return !logins.some((login) => {
    const { clientId } = login.event;
    const same = !(clientId && event.clientId) || clientId === event.clientId;
    return login.at >= at && (same || !apart);
  });
}

function grouped(moments: readonly Moment[]): readonly Failures[] {
  const groups = new Map<string, Moment[]>();
  for (const moment of moments) {
    const group = groups.get(moment.cause);
    if (group) group.push(moment);
    else groups.set(moment.cause, [moment]);
  }
  return [...groups.values()]
    .flatMap((group) => failuresOf(group) ?? [])
    .sort((a, b) => b.newest.at.getTime() - a.newest.at.getTime());
}

function failuresOf(group: readonly Moment[]): Failures | undefined {
  const [first, newest] = [group[0], group.at(-1)];
  if (!(first && newest)) return undefined;
  const { cause } = newest;
  const addresses = valuesOf(group, ({ ip }) => ip);
  const clients = valuesOf(group, ({ clientName }) => clientName);
  return { cause, count: group.length, first: first.at, newest, addresses, clients };
}

/** Each value once, the newest first. */
export function valuesOf(
  moments: readonly Moment[],
  field: (event: LogEvent) => string | undefined,
): readonly string[] {
  return [...new Set(moments.toReversed().flatMap(({ event }) => field(event) ?? []))];
}

/** So long after the last try an address is let in again by itself. */
const blockEnds = 30 * DAY;

function blockOf(moments: readonly Moment[], logins: readonly Moment[]): Block | undefined {
  const last = moments.findLast(({ part }) => part === "block");
  if (!last) return undefined;
  const released = moments.find((moment) => moment.at > last.at && releases(moment, last));
  const before = moments.findLast((moment) => moment.at < last.at && releases(moment, last));
  const run = moments.filter(
    ({ at, part, cause }) =>
      at <= last.at &&
      (!before || at > before.at) &&
      last.at.getTime() - at.getTime() <= beforeBlock &&
      (part === "block" || cause === "wrong-password" || cause === "credentials-refused"),
  );
  const addresses = valuesOf(
    run.filter(({ part }) => part === "block"),
    ({ ip }) => ip,
  );
  const begun = run.find(({ part }) => part === "block") ?? last;
  const own = new Set(valuesOf(logins, ({ ip }) => ip));
  return {
    at: begun.at,
    tries: run.filter(({ at, part }) => part === "failure" && at <= begun.at).length,
    addresses,
    ...(released ? { released } : {}),
    strange: own.size > 0 && addresses.length > 0 && !addresses.some((ip) => own.has(ip)),
  };
}

/** A new password ends a block, and so does an administrator; a good login from there shows that it has ended. */
function releases({ part, event }: Moment, block: Moment): boolean {
  if (part === "released" || part === "password") return true;
  return part === "login" && event.ip !== undefined && event.ip === block.event.ip;
}

/** Whether a block is still in force. */
export const isBlocked = ({ block, now }: Pick<Story, "block" | "now">): boolean =>
  block !== undefined && !block.released && now.getTime() - block.at.getTime() < blockEnds;
