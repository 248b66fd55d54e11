import { HOUR, MINUTE, SECOND } from "../core/clock.ts";
import { sayDuration } from "../core/duration.ts";
import { UserError } from "../core/errors.ts";
import type { LoginRun } from "../core/login.ts";
import { sayCount } from "../core/say.ts";
import { meaningOf } from "./outcomes.ts";

/**
 * How often the test user logs in at most. Auth0 takes 20 logins a minute of one user from one address, then 10; and
 * blocks the user at 10 failures in a row.
 */
export const manners = {
  /** The schedule's fastest pace, whatever the settings say. */
  fastestMs: 30 * SECOND,
  /** A person who asks so soon after the last run gets that one: at most six a minute. */
  repeatMs: 10 * SECOND,
  /** Runs that people may ask for, of one tenant in an hour. */
  byPeoplePerHour: 30,
  /** A failure is tried once more after so long, before anyone is told. */
  confirmAfterMs: 10 * SECOND,
  /** Refused credentials in a row after which nothing runs by itself any more. */
  strikes: 3,
  /** And after which nobody may run one with the same credentials. */
  strikesAtMost: 9,
  /** Failures of our own making are looked at less and less often, but so often at least. */
  slowestMs: 15 * MINUTE,
} as const;

/** How fast logins may follow each other. */
export type Haste = { readonly fastestMs: number; readonly repeatMs: number };

/** A tenant that is reached at another address (`origin`) is no Auth0's: a sandbox has no quota to spare. */
export const pretendHaste: Haste = { fastestMs: 5 * SECOND, repeatMs: SECOND };

/** The last runs of a tenant, newest first. */
export type History = readonly LoginRun[];

/** What is known of a tenant's logins when it is decided whether another may be run. */
export interface Past {
  readonly history: History;
  /** The mark of the credentials that the settings have now. */
  readonly credentials: string;
  /** Logins whose end nobody learned. */
  readonly cutShort: number;
  /** Nothing runs by itself until then, after those. */
  readonly rest: Date;
}

/** A failure that says something of logins; our own having asked too often does not. */
export const isFailure = (run: LoginRun): boolean => !(run.ok || meaningOf(run).ownQuota);

/**
 * Refusals since the last login that succeeded: of these credentials, and in all. Other failures between them do not
 * excuse any; and a login whose end nobody learned counts as one, where these credentials are known to be refused.
 */
function strikesOf({ history, credentials, cutShort }: Past) {
  const since = history.findIndex(({ ok }) => ok);
  const series = since === -1 ? history : history.slice(0, since);
  const refused = series.filter((run) => meaningOf(run).strikes);
  const own = refused.filter((run) => run.credentials === credentials).length;
  const lost = own > 0 ? cutShort : 0;
  return { own: own + lost, all: refused.length + lost, lost };
}

/** How many refusals of these credentials are one too many. Auth0 counts those of earlier ones too; but new ones must be tried. */
const limitFor = (most: number, strikes: ReturnType<typeof strikesOf>): number =>
  Math.max(1, most - (strikes.all - strikes.own));

/** Why nothing runs by itself any more, and what ends that; undefined while it does. */
export function stoppedBy(tenant: string, past: Past): string | undefined {
  const strikes = strikesOf(past);
  if (strikes.own < limitFor(manners.strikes, strikes)) return undefined;
  const left = limitFor(manners.strikesAtMost, strikes) - strikes.own;
  const why = `Auth0 refused the test user's credentials ${strikes.all} times in a row${sayLost(strikes)}, so Watchpost has stopped logging in on ${tenant}: ten in a row block the user.`;
  return left > 0
    ? `${why} Mend the user or the credentials, then say "login ${tenant} again:yes" (${sayCount(left, "more try", "more tries")} at most).`
    : `${why} Put the right credentials into syntheticLogin in the settings and restart Watchpost.`;
}

const sayLost = ({ lost }: ReturnType<typeof strikesOf>): string =>
  lost > 0
    ? ` (${sayCount(lost, "answer")} among them never came in, because Watchpost was killed)`
    : "";

/** @throws UserError when a person's run would be one too many. */
export function refuseTooMany(
  tenant: string,
  { again, now, notBefore, ...past }: Past & { again: boolean; now: Date; notBefore: Date },
): void {
  const { history } = past;
  const stopped = stoppedBy(tenant, past);
  const strikes = strikesOf(past);
  if (stopped && !(again && strikes.own < limitFor(manners.strikesAtMost, strikes))) {
    throw new UserError(stopped);
  }
  if (now < notBefore) {
    const wait = sayDuration(Math.max(SECOND, notBefore.getTime() - now.getTime()));
    throw new UserError(
      `Auth0 limits logins on ${tenant} just now, and asks to be left alone; ask again in ${wait}.`,
    );
  }
  refuseResumed(tenant, past, now);
  const asked = history.filter(
    ({ trigger, at }) => trigger === "person" && now.getTime() - at.getTime() < HOUR,
  );
  const oldest = asked[manners.byPeoplePerHour - 1];
  if (!oldest) return;
  const wait = sayDuration(HOUR - (now.getTime() - oldest.at.getTime()));
  throw new UserError(
    `People have asked for ${manners.byPeoplePerHour} logins on ${tenant} within the hour, which is as many as the test user's quota leaves room for; ask again in ${wait}.`,
  );
}

/** A line that was not answered before the bot was killed is said again by itself in each new life. */
function refuseResumed(tenant: string, { cutShort, rest }: Past, now: Date): void {
  if (cutShort < 2 || now >= rest) return;
  const wait = sayDuration(Math.max(SECOND, rest.getTime() - now.getTime()));
  throw new UserError(
    `Watchpost was killed in the midst of the last ${cutShort} logins on ${tenant}, so what came of them is not known; ask again in ${wait}.`,
  );
}

/** When the next run is due, and why; undefined when none is. `confirmed`: an alert is open already. */
export function nextRun(
  history: History,
  { every, now, confirmed }: { every: number; now: Date; confirmed: boolean },
): { readonly at: Date; readonly trigger: "schedule" | "confirmation" } {
  const [last] = history;
  if (!last || last.at > now) return { at: now, trigger: "schedule" };
  if (isFailure(last) && !confirmed && last.trigger !== "confirmation") {
    return { at: later(last.at, manners.confirmAfterMs), trigger: "confirmation" };
  }
  return { at: later(last.at, paceOf(history, last, every)), trigger: "schedule" };
}

/** The same as asked for while all is well; gentler the longer it is not. */
function paceOf(history: History, last: LoginRun, every: number): number {
  if (last.ok) return every;
  const { ownQuota } = meaningOf(last);
  const row = inARow(history, (run) => meaningOf(run).ownQuota === ownQuota && !run.ok);
  if (ownQuota) return gentler(Math.max(every, MINUTE), row, every);
  if (last.move === "ours") return gentler(every, row - 1, every);
  // An outage is watched closely: its end is news.
  return row > 5 ? Math.max(every, Math.min(2 * every, 5 * MINUTE)) : every;
}

/** How long after logins that were cut short the next one waits: what kills the bot over them may do so again. */
export const restAfter = (cutShort: number, { fastestMs }: Haste): number =>
  cutShort === 0 ? 0 : gentler(fastestMs, cutShort, 0);

const gentler = (from: number, doublings: number, every: number): number =>
  Math.max(every, Math.min(from * 2 ** Math.min(doublings, 10), manners.slowestMs));

function inARow(history: History, is: (run: LoginRun) => boolean): number {
  const end = history.findIndex((run) => !is(run));
  return end === -1 ? history.length : end;
}

const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

/** Failures further apart than this do not confirm each other: the bot was not running between them. */
const togetherMs = 2 * manners.slowestMs;

/** Since when logins fail for certain: the last two runs both did. */
export function failingSince([last, before]: History): Date | undefined {
  if (!(last && before && isFailure(last) && isFailure(before))) return undefined;
  const apart = last.at.getTime() - before.at.getTime();
  return apart <= togetherMs ? before.at : undefined;
}
