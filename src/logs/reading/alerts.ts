import type { Hole } from "../../core/archive.ts";
import { sayLine } from "../../core/command.ts";
import { sayDuration } from "../../core/duration.ts";
import type { LogReading } from "../../core/log-coverage.ts";
import { sayTime } from "../../core/say.ts";
import type { Observation, Store, TargetName } from "../../core/store.ts";
import type { Phase, Revision, Subject } from "../../core/subject.ts";

/** Alerts of the bot's own belong to this source; whoever follows Auth0's status for the tenant is told. */
const source = "watchpost";

/** What may be wrong with the reading of a log. */
const kinds = ["unread", "silent", "lost"] as const;
export type AlertKind = (typeof kinds)[number];

/** An episode that people were told of. */
export interface Alert {
  readonly kind: AlertKind;
  readonly tenant: string;
  /** Of a hole: when it begins. */
  readonly since: Date;
}

const targetOf = (tenant: string): TargetName => ({
  key: `log:${tenant}`,
  source,
  title: `Log of ${tenant}`,
  tenant,
});

/** The log is not read, for so long already. */
export const unread = (
  alert: Alert,
  stuck: NonNullable<LogReading["stuck"]>,
  at: Date,
): Observation =>
  observing(alert, at, [
    `Watchpost has not got on with reading the log of ${alert.tenant} for ${ageOf(alert, at)}: ${stuck.why}. Until it does, answers may lack the newest events, and silence here does not mean that all is well. Nothing is lost for as long as Auth0 keeps its log.`,
    stuck.fix,
  ]);

export const silent = (alert: Alert, at: Date): Observation =>
  observing(alert, at, [
    `The log stream of ${alert.tenant} has brought nothing for ${ageOf(alert, at)}, although the log goes on. Watchpost reads the log itself meanwhile: nothing is lost, but events come a little later.`,
    "In Auth0 look at Monitoring, Streams, Health: whether the stream is active, and what Watchpost answered.",
  ]);

export const lost = (alert: Alert, { from, to, why }: Hole, zone: string, at: Date): Observation =>
  observing(alert, at, [
    `Events of ${alert.tenant} may be missing for good, from ${sayTime(from, zone)} to ${sayTime(to, zone)}: ${why}.`,
    "Answers about that time may lack events. So that it does not happen again, let Watchpost run without long stops.",
  ]);

const ends: Readonly<Record<AlertKind, (tenant: string) => string>> = {
  unread: (tenant) =>
    `Watchpost reads the log of ${tenant} again. What was not read meanwhile is being read now.`,
  silent: (tenant) => `The log stream of ${tenant} brings events again.`,
  lost: (tenant) =>
    `Since then the log of ${tenant} is whole. The missing part stays missing: doctor names it.`,
};

export const ended = (alert: Alert, at: Date): Observation =>
  observation(alert, at, [
    { ...revision("ended", "resolved", ends[alert.kind](alert.tenant)), at },
  ]);

/** The end of an alert of a tenant whose log is read no more: nothing else would ever end it. */
export const abandoned = (alert: Alert, at: Date): Observation => {
  const words = `The log of ${alert.tenant} is no longer read, so whether it is whole is not known.`;
  return observation(alert, at, [{ ...revision("abandoned", "resolved", words), at }]);
};

const ageOf = ({ since }: Alert, at: Date): string => sayDuration(at.getTime() - since.getTime());

const revision = (key: string, phase: Phase, text: string): Revision => ({ key, phase, text });

const observing = (alert: Alert, at: Date, paragraphs: readonly string[]): Observation =>
  observation(alert, at, [{ ...revision("began", "investigating", paragraphs.join("\n")), at }]);

function observation(alert: Alert, at: Date, revisions: readonly Revision[]): Observation {
  const { kind, tenant, since } = alert;
  const subject: Subject = {
    source,
    id: `log-${kind}:${tenant}:${since.toISOString()}`,
    title: titles[kind](tenant),
    url: "",
    phase: revisions.at(-1)?.phase ?? "investigating",
    revisions,
    labels: ["alert"],
    facts: [],
    about: "status",
    offers: [{ label: "Examine", line: sayLine("doctor", {}) }],
  };
  return { target: targetOf(tenant), at, subjects: [subject] };
}

const titles: Readonly<Record<AlertKind, (tenant: string) => string>> = {
  unread: (tenant) => `The log of ${tenant} is not read`,
  silent: (tenant) => `The log stream of ${tenant} is silent`,
  lost: (tenant) => `Part of the log of ${tenant} is missing`,
};

/** The alerts that are open in the store, of whichever life. */
export async function openAlerts(subjects: Pick<Store["subjects"], "find">): Promise<Alert[]> {
  const open = await subjects.find({ source, open: true });
  return open.flatMap(({ id }) => {
    const [, kind, tenant, since] = /^log-(\w+):(.+?):(\d{4}-\d\d-\d\dT[\d:.]+Z)$/.exec(id) ?? [];
    const known = kinds.find((one) => one === kind);
    return known && tenant && since ? [{ kind: known, tenant, since: new Date(since) }] : [];
  });
}
