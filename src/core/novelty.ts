import { DAY } from "./clock.ts";
import { isOpen, type KnownSubject, type Revision, type Subject } from "./subject.ts";
import { type Subscription, wants } from "./subscription.ts";

/** How much older than the first read an entry must be, to be history that turned up late rather than news. */
const history = 7 * DAY;

/** What reading a subject once more has brought. */
export interface Novelty {
  readonly after: KnownSubject;
  /** Revisions not known before. */
  readonly fresh: readonly Revision[];
  /** The subject reads differently now, so its cards do too. */
  readonly changed: boolean;
}

/** Holds what a target shows against what is remembered. `tenant`: the one the target speaks of. */
export function noveltyOf(
  seen: Subject,
  before: KnownSubject | undefined,
  at: Date,
  tenant: string | undefined,
): Novelty {
  const told = new Set(before?.revisions.map(({ key }) => key));
  const fresh = [...seen.revisions, ...ownRevisions(seen, before, at)].filter(
    ({ key }) => !told.has(key),
  );
  const tenants = [...new Set([...(before?.tenants ?? []), ...(tenant ? [tenant] : [])])].sort();
  const inProgress = fresh.find(({ key }) => key === beginsKey);
  const draft: KnownSubject = {
    ...seen,
    // What the bot itself concluded (the planned hour has come) stands until the source says more.
    phase: inProgress?.phase ?? standing(seen, before),
    revisions: [...(before ? refreshed(before.revisions, seen.revisions) : []), ...fresh],
    tenants,
    firstSeenAt: before?.firstSeenAt ?? at,
    changedAt: at,
  };
  const changed = before === undefined || content(before) !== content(draft);
  return {
    after: changed ? draft : { ...draft, changedAt: before?.changedAt ?? at },
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
  },
): { readonly card: boolean; readonly revisions: readonly Revision[] } {
  const nothing = { card: false, revisions: [] };
  if (!wants(subscription, after)) return nothing;
  if (given.before) {
    const wanted = wants(subscription, given.before);
    return { card: !wanted && isOpen(after.phase), revisions: fresh };
  }
  if (given.firstRead) return { card: isOpen(after.phase), revisions: [] };
  return isHistory(after, given) ? nothing : { card: true, revisions: fresh };
}

/** An entry older than all that was there at the first read: the feed shows more of its past now, nothing happened. */
function isHistory(
  subject: KnownSubject,
  { firstReadAt, oldestAt }: { firstReadAt: Date; oldestAt: Date | undefined },
): boolean {
  const at = subject.revisions.at(-1)?.at;
  if (!(at && oldestAt) || isOpen(subject.phase)) return false;
  return at < oldestAt && at.getTime() < firstReadAt.getTime() - history;
}

const beginsKey = "watchpost:begins";
const authenticationKey = "watchpost:authentication";

/** True for the revision that says authentication has become affected: it calls whoever is to be called. */
export const saysAuthentication = ({ key }: Revision): boolean => key === authenticationKey;

function ownRevisions(
  seen: Subject,
  before: KnownSubject | undefined,
  at: Date,
): readonly Revision[] {
  const own: Revision[] = [];
  if (seen.phase === "scheduled" && seen.startsAt && seen.startsAt <= at) {
    own.push({
      key: beginsKey,
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

function standing(seen: Subject, before: KnownSubject | undefined): Subject["phase"] {
  const begun = before?.revisions.some(({ key }) => key === beginsKey);
  return begun && seen.phase === "scheduled" ? "in progress" : seen.phase;
}

/** Revisions keep their order of arrival; their dates follow the source. */
function refreshed(known: readonly Revision[], seen: readonly Revision[]): readonly Revision[] {
  const latest = new Map(seen.map((revision) => [revision.key, revision]));
  return known.map((revision) => latest.get(revision.key) ?? revision);
}

/** Everything a card may show, and nothing that a feed changes for no reason. */
function content(subject: KnownSubject): string {
  const { title, url, phase, labels, facts, startsAt, authenticationAffected, tenants, revisions } =
    subject;
  const words = revisions.map(({ key, text }) => [key, text]);
  return JSON.stringify([
    title,
    url,
    phase,
    labels,
    facts,
    startsAt,
    authenticationAffected,
    tenants,
    words,
  ]);
}
