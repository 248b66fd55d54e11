import { MINUTE, SECOND } from "../core/clock.ts";
import { sayAge, sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import type { LoginDesk, LoginRun, LoginStanding } from "../core/login.ts";
import { sayMs, totalMs } from "../core/login-words.ts";
import type { Span, Text } from "../core/message.ts";

/**
 * How the synthetic login of a tenant is:
 * - none: none is set up. never: none has run yet
 * - works, fails: as the last one went
 * - old: the last one is too old to say how logins are now
 */
export type LoginState = "none" | "never" | "works" | "fails" | "old";

export interface LoginView {
  readonly state: LoginState;
  readonly standing: LoginStanding | undefined;
  /** Newest first. Without those that say nothing of Auth0 or the user: we had asked too often. */
  readonly runs: readonly LoginRun[];
  /** Since when every one failed. */
  readonly since: Date | undefined;
  /** More than one in a row failed, or an alert is open. */
  readonly confirmed: boolean;
}

const shownRuns = 20;
const ownQuota: readonly string[] = ["rate-limited", "too-many-logins"];
/** Without a schedule, so long one says something about now. */
const usualLimit = 10 * MINUTE;
/** Failing ones are tried less and less often, but never less often than this. */
const longestPause = 25 * MINUTE;

export async function loginViewOf(
  tenant: string,
  { logins, now }: { readonly logins: LoginDesk; readonly now: Date },
): Promise<LoginView> {
  const [standing, all] = await Promise.all([
    logins.standing(tenant),
    logins.latest(tenant, shownRuns),
  ]);
  const runs = all.filter(({ outcome }) => !ownQuota.includes(outcome));
  const firstGood = runs.findIndex(({ ok }) => ok);
  const streak = firstGood < 0 ? runs : runs.slice(0, firstGood);
  const since = standing?.failingSince ?? streak.at(-1)?.at;
  const confirmed = standing?.failingSince !== undefined || streak.length > 1;
  return { state: stateOf(standing, runs[0], now), standing, runs, since, confirmed };
}

function stateOf(
  standing: LoginStanding | undefined,
  last: LoginRun | undefined,
  now: Date,
): LoginState {
  if (!standing) return "none";
  if (!last) return "never";
  // Whoever stopped on purpose is still failing: nothing has shown otherwise since.
  if (standing.stopped && !last.ok) return "fails";
  const least = last.ok ? 5 * MINUTE : longestPause;
  const limit = standing.every ? Math.max(3 * standing.every, least) : usualLimit;
  if (now.getTime() - last.at.getTime() > limit) return "old";
  return last.ok ? "works" : "fails";
}

/** What the last run said, without its full stop. */
export const sayCause = ({ runs }: LoginView): string =>
  excerpt(oneLine(runs[0]?.words ?? ""), 160).replace(/[.\s]+$/u, "");

/** A line for a tenant's own answer; nothing where no login is set up. */
export function loginLine(view: LoginView, now: Date): readonly Text[] {
  const { standing, runs } = view;
  const [last] = runs;
  if (!standing) return [];
  const label = { bold: "Synthetic login" };
  if (!last) return [[label, ": none has run yet."]];
  return [
    [
      label,
      `: ${last.ok ? "worked" : "failed"} ${sayAge(last.at, now)}`,
      ...(last.ok ? [saySpeed(runs)] : saySince(view, now)),
      `; ${sayTrend(runs)}.`,
      ...(standing.stopped ? [` ${oneLine(standing.stopped)}`] : []),
      ...sayFix(last),
    ],
  ];
}

/** One that succeeded may still have found something to mend. */
function sayFix({ ok, words, fix }: LoginRun): readonly string[] {
  if (!fix) return [];
  return [...(ok ? [` ${oneLine(words)}`] : []), ` What to do: ${excerpt(oneLine(fix), 300)}`];
}

/** Why a login fails is in the verdict, unless that is too long ago to say how it is now. */
function saySince(view: LoginView, now: Date): readonly Span[] {
  const { since, confirmed, state } = view;
  return [
    state === "fails" ? "" : `: ${sayCause(view)}`,
    ...(since && confirmed
      ? [", failing since ", { time: since }, ` (${sayLength(since, now)})`]
      : []),
  ];
}

const sayLength = (since: Date, now: Date): string => sayDuration(now.getTime() - since.getTime());

/** "the last 20 all worked", "the last 8 all failed", "3 of the last 20 failed". */
function sayTrend(runs: readonly LoginRun[]): string {
  const good = runs.filter(({ ok }) => ok).length;
  if (runs.length === 1) return "it is the only one so far";
  if (good === runs.length) return `the last ${runs.length} all worked`;
  return good === 0
    ? `the last ${runs.length} all failed`
    : `${runs.length - good} of the last ${runs.length} failed`;
}

/** " in 0.4 s", and that it is slow where it is. */
function saySpeed(runs: readonly LoginRun[]): string {
  const [last = 0, ...before] = runs.filter(({ ok }) => ok).map(totalMs);
  if (last === 0) return "";
  const usual = before.toSorted((a, b) => a - b)[Math.floor(before.length / 2)];
  const slow = usual !== undefined && before.length >= 5 && last > SECOND && last > 3 * usual;
  return ` in ${sayMs(last)}${slow ? `, slower than its usual ${sayMs(usual)}` : ""}`;
}

/** In a few words, for a list of tenants; nothing where there is none. */
export function sayLogin({ state, runs }: LoginView, now: Date): readonly string[] {
  const age = runs[0] ? ` ${sayAge(runs[0].at, now)}` : "";
  switch (state) {
    case "none":
      return [];
    case "never":
      return ["no login tried yet"];
    case "old":
      return [`last login tried${age}`];
    default:
      return [`login ${state === "works" ? "worked" : "failed"}${age}`];
  }
}
