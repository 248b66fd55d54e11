import { sayLine } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import type { LoginRun } from "../core/login.ts";
import { moves, sayMs, totalMs, whose } from "../core/login-words.ts";
import type { Observation, Store, TargetName } from "../core/store.ts";
import type { Phase, Revision, Subject } from "../core/subject.ts";
import { isFailure } from "./manners.ts";

/** What synthetic logins tell belongs to this source; whoever follows Auth0's status for the tenant hears it too. */
const source = "logins";

/** An episode of failing logins that people were told of. */
export interface Alert {
  readonly tenant: string;
  readonly since: Date;
  /** Keys of what was said: each cause is told once, however often causes take turns. */
  readonly told: ReadonlySet<string>;
}

/** What is observed of a tenant's logins; nothing is read from it. */
const targetOf = (tenant: string): TargetName => ({
  key: `${source}:${tenant}`,
  source,
  title: `Synthetic logins of ${tenant}`,
  tenant,
});

/** What a run adds to what is known, and the alert that is open after it. */
export interface Followed {
  /** Undefined: nothing is news. */
  readonly observation: Observation | undefined;
  readonly alert: Alert | undefined;
}

/** What a run means for the alert. `since`: logins fail for certain since then. */
export function follow(
  run: LoginRun,
  {
    alert,
    since,
    stopped,
  }: { alert: Alert | undefined; since: Date | undefined; stopped: string | undefined },
): Followed {
  if (alert && run.ok) return { observation: observing(ended(alert, run), run), alert: undefined };
  const open = alert ?? (since && { tenant: run.tenant, since, told: new Set<string>() });
  if (!open || run.ok) return { observation: undefined, alert: undefined };
  const news = newsOf(run, open, stopped);
  if (news.length === 0) return { observation: undefined, alert: open };
  const told = new Set([...open.told, ...news.map(({ key }) => key)]);
  return { observation: observing(failing(open, run, news), run), alert: { ...open, told } };
}

const observing = (subject: Subject, { tenant, at }: LoginRun): Observation => ({
  target: targetOf(tenant),
  at,
  subjects: [subject],
});

/** What of it has not been said yet. Our own having asked too often is not a cause. */
function newsOf(run: LoginRun, { told }: Alert, stopped: string | undefined): readonly Revision[] {
  const first = told.size === 0;
  const phase: Phase = first ? "investigating" : "identified";
  const words = first ? run.words : `Now it is another reason: ${run.words}`;
  const fix = run.fix ? ` ${moves[run.move]}: ${run.fix}` : "";
  return [
    ...(isFailure(run) ? [{ key: `cause:${run.outcome}`, phase, text: `${words}${fix}` }] : []),
    ...(stopped ? [{ key: "stopped", phase: "identified" as const, text: stopped }] : []),
  ]
    .filter(({ key }) => !told.has(key))
    .map((revision) => ({ ...revision, at: run.at }));
}

function failing(alert: Alert, run: LoginRun, news: readonly Revision[]): Subject {
  return {
    ...frameOf(alert),
    phase: news.at(-1)?.phase ?? "identified",
    revisions: news,
    facts: [
      { label: "Whose move", value: whose[run.move] },
      ...(run.answered ? [{ label: "Auth0", value: "answered, so it is not down" }] : []),
      seenBy,
    ],
  };
}

const seenBy = { label: "Seen by", value: "Watchpost's own synthetic login" };

function ended(alert: Alert, run: LoginRun): Subject {
  const lasted = sayDuration(run.at.getTime() - alert.since.getTime());
  const text = `Synthetic logins on ${alert.tenant} work again, after ${lasted}. The last one took ${sayMs(totalMs(run))}.`;
  return closed(alert, { key: "works", phase: "resolved", text, at: run.at });
}

const closed = (alert: Alert, revision: Revision): Subject => ({
  ...frameOf(alert),
  phase: revision.phase,
  revisions: [revision],
  // Whose move it was is nobody's concern any more.
  facts: [seenBy],
});

const frameOf = ({ tenant, since }: Alert) => ({
  source,
  id: `${tenant}:${since.toISOString()}`,
  title: `Synthetic login fails on ${tenant}`,
  url: "",
  labels: [],
  authenticationAffected: true,
  about: "status",
  offers: [{ label: "Log in now", line: sayLine("login", { tenant }) }],
});

/** The alerts that are open in the store, of whichever life. */
export async function openAlerts(subjects: Pick<Store["subjects"], "find">): Promise<Alert[]> {
  const open = await subjects.find({ source, open: true });
  return open.flatMap(({ id, revisions }) => {
    const [, tenant, since] = /^(.+?):(\d{4}-\d\d-\d\dT[\d:.]+Z)$/s.exec(id) ?? [];
    const told = new Set(revisions.map(({ key }) => key));
    return tenant && since ? [{ tenant, since: new Date(since), told }] : [];
  });
}

/** The end of an alert of a tenant that the settings no longer have watched: nothing else would ever end it. */
export function abandoned(alert: Alert, at: Date): Observation {
  const text = `Synthetic logins on ${alert.tenant} are no longer run, so whether they work is not known.`;
  const subject = closed(alert, { key: "abandoned", phase: "resolved", text, at });
  return { target: targetOf(alert.tenant), at, subjects: [subject] };
}
