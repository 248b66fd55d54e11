import { DAY } from "./clock.ts";
import { isOpen, type KnownSubject, type Revision, type Subject } from "./subject.ts";
import { type Subscription, wants } from "./subscription.ts";

/** How old something must be to count as history that turned up late rather than as news. */
const historyMs = 7 * DAY;

/** What reading a subject once more has brought. */
export interface Novelty {
  readonly after: KnownSubject;
  /** Revisions not known before. */
  readonly fresh: readonly Revision[];
  /** The subject reads differently now, so its cards do too. */
  readonly changed: boolean;
}

/** A subject as one target showed it. */
export interface Sighting {
  readonly seen: Subject;
  readonly at: Date;
  /** The one the target speaks of. */
  readonly tenant: string | undefined;
}

/** Holds all that several targets show of one subject at once against what is remembered: one novelty, told once. */
export function noveltyOfAll(
  [first, ...others]: readonly [Sighting, ...Sighting[]],
  before: KnownSubject | undefined,
): Novelty {
  const start = noveltyOf(first.seen, before, first.at, first.tenant);
  if (others.length === 0) return start;
  const { after, fresh } = others.reduce((sofar, { seen, at, tenant }) => {
    const next = noveltyOf(seen, sofar.after, at, tenant);
    return { ...next, fresh: [...sofar.fresh, ...next.fresh] };
  }, start);
  if (!before)
    return { after: { ...after, changedAt: start.after.changedAt }, fresh, changed: true };
  // Two targets that word it differently must not make it change at every read.
  const changed = !sameContent(before, after);
  return { after: changed ? after : { ...after, changedAt: before.changedAt }, fresh, changed };
}

/** Holds what a target shows against what is remembered. `tenant`: the one the target speaks of. */
export function noveltyOf(
  shown: Subject,
  before: KnownSubject | undefined,
  at: Date,
  tenant: string | undefined,
): Novelty {
  const seen = standing(shown, before);
  const told = new Set(before?.revisions.map(({ key }) => key));
  const fresh = [...seen.revisions, ...ownRevisions(seen, before, at)].filter(
    ({ key }) => !told.has(key),
  );
  const tenants = [...new Set([...(before?.tenants ?? []), ...(tenant ? [tenant] : [])])].sort();
  const draft: KnownSubject = {
    ...seen,
    // What the bot itself concluded (the planned hour has come) stands until the source says more.
    phase: fresh.some(isBeginning) || hasBegun(seen, before, at) ? "in progress" : seen.phase,
    revisions: [...(before ? refreshed(before.revisions, seen.revisions) : []), ...fresh],
    tenants,
    firstSeenAt: before?.firstSeenAt ?? at,
    changedAt: before ? at : saidAt(seen, at),
  };
  const changed = before === undefined || !sameContent(before, draft);
  return {
    after: changed ? draft : { ...draft, changedAt: before.changedAt },
    fresh,
    changed,
  };
}

/** What a subscription is to be told of it: these revisions, with the card or without anything new (`none`). */
export function newsFor(
  subscription: Subscription,
  { after, fresh }: Novelty,
  given: {
    before: KnownSubject | undefined;
    firstRead: boolean;
    firstReadAt: Date;
    oldestAt: Date | undefined;
    /** The read before this one. */
    lastReadAt?: Date | undefined;
  },
): { readonly card: boolean; readonly revisions: readonly Revision[] } {
  const nothing = { card: false, revisions: [] };
  if (!wants(subscription, after)) return nothing;
  if (given.before) {
    const wanted = wants(subscription, given.before);
    return { card: !wanted && isWorthACard(after, fresh, given), revisions: fresh };
  }
  if (after.history) return nothing;
  if (given.firstRead) return { card: isOpen(after.phase), revisions: [] };
  const history = isHistory(after, given) || predates(after, subscription, given.lastReadAt);
  return history ? nothing : { card: true, revisions: fresh };
}

/** The date of the oldest of them, where any is dated: what is older and turns up later is history. */
export function oldestOf(subjects: readonly Subject[]): Date | undefined {
  const dates = subjects.flatMap((subject) => newestDate(subject)?.getTime() ?? []);
  return dates.length > 0
    ? new Date(dates.reduce((one, other) => Math.min(one, other)))
    : undefined;
}

/** A known subject that a subscription only now begins to want: another tenant is hit, or it was labelled late. */
function isWorthACard(
  after: KnownSubject,
  fresh: readonly Revision[],
  { firstRead }: { firstRead: boolean },
): boolean {
  if (isOpen(after.phase) || fresh.length > 0) return true;
  const said = newestDate(after) ?? after.firstSeenAt;
  return !firstRead && said.getTime() > after.changedAt.getTime() - historyMs;
}

/** An entry older than all that was there at the first read: the feed shows more of its past now, nothing happened. */
function isHistory(
  subject: KnownSubject,
  { firstReadAt, oldestAt }: { firstReadAt: Date; oldestAt: Date | undefined },
): boolean {
  const at = newestDate(subject);
  if (!at || isOpen(subject.phase)) return false;
  // Nothing was dated, or nothing was there at all: then a week is the whole measure.
  return (!oldestAt || at < oldestAt) && at.getTime() < firstReadAt.getTime() - historyMs;
}

/** A feed that nobody read for days (nobody followed it) holds what was said before this subscription: no news to it. */
function predates(
  subject: KnownSubject,
  { createdAt }: Subscription,
  lastReadAt: Date | undefined,
): boolean {
  if (isOpen(subject.phase) || !lastReadAt) return false;
  const said = newestDate(subject);
  return lastReadAt.getTime() < createdAt.getTime() - DAY && !(said && said >= createdAt);
}

const beginsKey = "watchpost:begins";
const authenticationKey = "watchpost:authentication";

/** True for the revision that says authentication has become affected: it calls whoever is to be called. */
export const saysAuthentication = ({ key }: Revision): boolean => key === authenticationKey;

const isBeginning = ({ key }: Revision): boolean => key.startsWith(beginsKey);

function ownRevisions(
  seen: Subject,
  before: KnownSubject | undefined,
  at: Date,
): readonly Revision[] {
  const own: Revision[] = [];
  if (
    seen.phase === "scheduled" &&
    seen.startsAt &&
    seen.startsAt <= at &&
    !hasBegun(seen, before, at)
  ) {
    own.push({
      // What was put off begins again.
      key: `${beginsKey}:${seen.startsAt.getTime()}`,
      phase: "in progress",
      text: "The planned start has come.",
      at: seen.startsAt,
    });
  }
  if (
    before &&
    isOpen(seen.phase) &&
    seen.authenticationAffected &&
    !before.authenticationAffected
  ) {
    own.push({
      key: authenticationKey,
      phase: seen.phase,
      text: "The status page now says that authentication is affected.",
      at,
    });
  }
  return own;
}

/** The source still calls it scheduled, the bot has said that it began, and it was not put off since. */
function hasBegun(seen: Subject, before: KnownSubject | undefined, at: Date): boolean {
  if (seen.phase !== "scheduled" || (seen.startsAt && seen.startsAt > at)) return false;
  return before?.phase === "in progress" && before.revisions.some(isBeginning);
}

/** Some of it is read from a page that cannot always be had, and that forgets: not to know is not a change. */
function standing(seen: Subject, before: Subject | undefined): Subject {
  const authenticationAffected = seen.authenticationAffected ?? before?.authenticationAffected;
  const startsAt = seen.startsAt ?? before?.startsAt;
  return {
    ...seen,
    facts: seen.facts.length > 0 ? seen.facts : (before?.facts ?? []),
    ...(startsAt ? { startsAt } : {}),
    ...(authenticationAffected === undefined ? {} : { authenticationAffected }),
  };
}

/** When a subject that is new to the bot last changed: as its source dates it, but never in the future. */
function saidAt(seen: Subject, at: Date): Date {
  const said = newestDate(seen);
  return said && said < at ? said : at;
}

function newestDate({ revisions }: Subject): Date | undefined {
  const times = revisions.flatMap(({ at }) => (at ? [at.getTime()] : []));
  return times.length > 0 ? new Date(Math.max(...times)) : undefined;
}

/** Revisions keep their order of arrival; their dates follow the source. */
function refreshed(known: readonly Revision[], seen: readonly Revision[]): readonly Revision[] {
  const latest = new Map(seen.map((revision) => [revision.key, revision]));
  return known.map((revision) => latest.get(revision.key) ?? revision);
}

/** Whether a card shows the same of both, but for what a feed changes for no reason. */
function sameContent(one: KnownSubject, other: KnownSubject): boolean {
  return (
    one.revisions.length === other.revisions.length &&
    one.revisions.every((revision, index) => sameWords(revision, other.revisions[index])) &&
    frameOf(one) === frameOf(other)
  );
}

function sameWords(one: Revision, other: Revision | undefined): boolean {
  if (one.key !== other?.key) return false;
  return one.text === other.text || tidy(one.text) === tidy(other.text);
}

const tidy = (words: string): string => words.replace(/\s+/g, " ").trim();

function frameOf(subject: KnownSubject): string {
  const { title, url, phase, labels, facts, startsAt, authenticationAffected, tenants } = subject;
  return JSON.stringify([
    title,
    url,
    phase,
    labels,
    facts,
    startsAt,
    authenticationAffected,
    tenants,
  ]);
}
