import { affectedBy, severities, severityOf } from "../core/advisory.ts";
import { sayPhase } from "../core/card.ts";
import { DAY } from "../core/clock.ts";
import { type Course, courseOf, standings } from "../core/course.ts";
import { sayDuration } from "../core/duration.ts";
import { freshnessOf, isReliable } from "../core/freshness.ts";
import type { Span, Text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { KnownSubject } from "../core/subject.ts";
import { sayWhen } from "../core/weekly.ts";
import { type Bulletin, isWaiting } from "./facts.ts";
import { short } from "./readiness-section.ts";
import { type Section, sectionOf, type View } from "./view.ts";

/** An analysis that has not come by then will hardly come. */
const analysisDue = 30 * DAY;

export interface Incident {
  readonly subject: KnownSubject;
  readonly course: Course;
}

/** Open ones, those of the time that the digest covers, and those whose analysis came in it; what is worst first. */
export function incidentsOf(view: View): readonly Incident[] {
  return all(view)
    .filter(({ course }) => course.open || course.lastAt >= view.since)
    .sort(
      (a, b) =>
        standings.indexOf(a.course.stands) - standings.indexOf(b.course.stands) ||
        b.course.began.getTime() - a.course.began.getTime(),
    );
}

const all = ({ incidents }: View): readonly Incident[] =>
  incidents.map((subject) => ({ subject, course: courseOf(subject) }));

export function incidentSection(view: View): Section {
  const shown = incidentsOf(view);
  const older = all(view).filter((one) => isAnalysisDue(one, view)).length;
  const due = `Root-cause analysis still due for ${sayCount(older, "earlier incident")}.`;
  return sectionOf("Incidents", [
    ...shown.map((one) => sayIncident(one, view)),
    ...(older > 0 ? [due] : []),
  ]);
}

function isAnalysisDue({ course }: Incident, { at, since }: View): boolean {
  const { kind, open, analysed, lastAt } = course;
  if (kind !== "incident" || open || analysed) return false;
  return lastAt < since && lastAt.getTime() > at.getTime() - analysisDue;
}

function sayIncident({ subject, course }: Incident, view: View): Text {
  const { tenants } = subject;
  return [
    { bold: sayPhase(subject.phase) },
    ": ",
    titleOf(subject),
    tenants.length > 0 ? ` (${tenants.join(", ")})` : "",
    `, ${sayWhen(course.began, view.zone)}, ${sayLength(course, view)}`,
    // The phase says by itself that it is published.
    subject.phase === "postmortem" ? "" : sayAnalysis(course),
  ];
}

function sayLength({ began, ended, open }: Course, { at }: View): string {
  if (began > at) return `in ${sayDuration(began.getTime() - at.getTime())}`;
  if (open) return `${sayDuration(at.getTime() - began.getTime())} so far`;
  return ended && ended > began
    ? `lasted ${sayDuration(ended.getTime() - began.getTime())}`
    : "its length was not told";
}

function sayAnalysis({ kind, open, analysed }: Course): string {
  if (kind === "maintenance" || open) return "";
  return analysed ? "; root-cause analysis published" : "; root-cause analysis still due";
}

/** "2 new incidents, 1 is over; 1 new bulletin": what came and went, as lines. */
export function changedInTheWorld(view: View): readonly Text[] {
  const { since } = view;
  const mine = incidentsOf(view).filter(({ course }) => course.kind === "incident");
  const began = mine.filter(({ course }) => course.began >= since).length;
  const ended = mine.filter(({ course }) => course.ended && course.ended >= since).length;
  const analysed = mine.filter(({ subject }) =>
    subject.revisions.some(({ phase, at }) => phase === "postmortem" && at && at >= since),
  ).length;
  const bulletins = view.bulletins.filter(({ subject }) => subject.firstSeenAt >= since).length;
  const incidents = [
    ...(began > 0 ? [`${began} began`] : []),
    ...(ended > 0 ? [`${ended} ended`] : []),
    ...(analysed > 0 ? [sayCount(analysed, "root-cause analysis", "root-cause analyses")] : []),
  ];
  return [
    ...(incidents.length > 0 ? [`Incidents: ${incidents.join(", ")}.`] : []),
    ...(bulletins > 0 ? [`Bulletins: ${bulletins} new.`] : []),
  ];
}

export function bulletinSection(view: View): Section {
  const waiting = view.bulletins.filter(isWaiting).toSorted(byGravity);
  return sectionOf(
    "Bulletins that wait for somebody",
    waiting.map((one) => sayBulletin(one, view)),
  );
}

const gravity = ({ subject }: Bulletin): number => {
  const severity = severityOf(subject);
  return severity ? severities.indexOf(severity) : severities.length;
};

const byGravity = (a: Bulletin, b: Bulletin): number =>
  gravity(a) - gravity(b) || a.subject.firstSeenAt.getTime() - b.subject.firstSeenAt.getTime();

function sayBulletin({ subject, line }: Bulletin, { zone }: View): Text {
  const [affected, ...others] = affectedBy(subject);
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  const who = line
    ? `${line.state} by ${short(line.by.name, 60)}, ${sayWhen(line.at, zone)}`
    : "nobody has taken it on";
  return [
    { bold: severityOf(subject) ?? "open" },
    ": ",
    titleOf(subject),
    affected ? ` – affects ${short(affected, 100)}${more}` : "",
    ` – ${who}`,
  ];
}

function titleOf({ title: given, url }: KnownSubject): Span {
  const title = short(given, 100) || "Untitled";
  return url ? { link: title, url } : title;
}

/** Whether silence of a source means that nothing happened; undefined where it is not read at all. */
export function isKnown(
  { targets, sources, at }: View,
  id: "status" | "advisories",
): boolean | undefined {
  const source = sources.find((one) => one.id === id);
  if (!source) return undefined;
  const mine = targets.filter((target) => target.source === id);
  return mine.length > 0 && mine.every((target) => isReliable(freshnessOf(target, source, at)));
}
