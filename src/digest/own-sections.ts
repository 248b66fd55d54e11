import { MINUTE } from "../core/clock.ts";
import { courseOf } from "../core/course.ts";
import { sayDuration } from "../core/duration.ts";
import { freshnessOf, sayFreshness } from "../core/freshness.ts";
import { type LoginTrend, sayMs, sayShare, trendOf } from "../core/login-words.ts";
import type { Text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { TargetState } from "../core/store.ts";
import { sayWhen } from "../core/weekly.ts";
import type { TenantFacts } from "./facts.ts";
import { short } from "./readiness-section.ts";
import { type Section, sectionOf, type View } from "./view.ts";

/** What waits longer than this is held up. */
const heldUp = 10 * MINUTE;

/** How a tenant's synthetic logins went. */
export interface LoginsTold {
  readonly words: Text;
  readonly well: boolean;
  /** The test user cannot log in now, or may try no more. */
  readonly broken: boolean;
  /** Nobody looked whether anybody can. */
  readonly untried: boolean;
}

/** One for each tenant that has a synthetic login. */
export function loginsOf(view: View): readonly LoginsTold[] {
  return view.tenants.flatMap((tenant) =>
    tenant.logins ? [tell(tenant, tenant.logins, view)] : [],
  );
}

function tell(
  { name }: TenantFacts,
  { standing, runs }: NonNullable<TenantFacts["logins"]>,
  view: View,
): LoginsTold {
  const { since, zone } = view;
  const trend = trendOf(runs, since);
  const alerts = view.alerts.filter(
    (subject) => subject.tenants.includes(name) && courseOf(subject).lastAt >= since,
  );
  const failing = standing.failingSince
    ? `failing since ${sayWhen(standing.failingSince, zone)}. `
    : "";
  const stopped = standing.stopped ? `${short(standing.stopped)} ` : "";
  const told = alerts.length > 0 ? `, ${sayCount(alerts.length, "alert")}` : "";
  const broken = Boolean(standing.failingSince ?? standing.stopped);
  const untried = !broken && trend.count === 0;
  return {
    words: [{ bold: name }, `: ${failing}${stopped}${sayRuns(trend)}${told}.`],
    well: !(broken || untried) && trend.succeeded === trend.count && alerts.length === 0,
    broken,
    untried,
  };
}

/** "99.9% of 10080 succeeded, median 402 ms, worst 2.1 s" */
function sayRuns(trend: LoginTrend): string {
  const { count, medianMs, worstMs } = trend;
  if (count === 0) return "no login was tried";
  const told = medianMs !== undefined && worstMs !== undefined;
  const times = told ? `, median ${sayMs(medianMs)}, worst ${sayMs(worstMs)}` : "";
  return `${sayShare(trend)} of ${count} succeeded${times}`;
}

/** What is wrong with Watchpost itself, or could not be looked at. */
export function ownSection(view: View): Section {
  return sectionOf("Watchpost itself", [
    ...view.gaps,
    ...view.probes
      .filter(({ ok }) => !ok)
      .map(({ subject, detail }): Text => [{ bold: short(subject, 80) }, `: ${short(detail)}`]),
    ...unread(view),
    ...(view.held > 0
      ? [`${sayCount(view.held, "conversation")} cannot be posted in; doctor says which and why.`]
      : []),
    ...held(view),
  ]);
}

function unread(view: View): readonly Text[] {
  return view.targets.flatMap((target): readonly Text[] => {
    const source = view.sources.find(({ id }) => id === target.source);
    const freshness = freshnessOf(target, source, view.at);
    if (freshness === "fresh") return [];
    const words = sayFreshness(withoutSecrets(target), freshness, view.at);
    return [[{ bold: nameOf(target) }, `: ${words}. Silence there is not health.`]];
  });
}

/** A feed that people brought may be nobody else's to know. */
const nameOf = ({ feed, title }: TargetState): string =>
  feed === undefined ? title : "A feed that a conversation follows";

function withoutSecrets(target: TargetState): TargetState {
  const { error: _private, ...rest } = target;
  return target.feed === undefined ? target : rest;
}

function held({ waiting: { count, oldest }, at }: View): readonly Text[] {
  const age = oldest ? at.getTime() - oldest.getTime() : 0;
  if (count === 0 || age <= heldUp) return [];
  const waits = sayCount(count, "delivery waits", "deliveries wait");
  return [`${waits}, the oldest for ${sayDuration(age)}: something is muted, quiet or held up.`];
}
