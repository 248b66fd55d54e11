import { arg, asWritten, keyed, optional } from "../core/args.ts";
import { sayPhase } from "../core/card.ts";
import { DAY } from "../core/clock.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { type Course, courseOf, type Standing, standings, toneOfAll } from "../core/course.ts";
import { sayAge, sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { knownSince, sayReads, targetsOf } from "../core/freshness.ts";
import {
  actions,
  type Block,
  list,
  type Message,
  note,
  type Span,
  type Text,
  text,
} from "../core/message.ts";
import { type Page, pageArg, pageOf } from "../core/page.ts";
import { sayCount } from "../core/say.ts";
import type { KnownSubject } from "../core/subject.ts";
import { sourceNamed, tenantNamed } from "../core/wish.ts";

const usualDays = 30;
const pageSize = 10;
/** More than a status page shows in years. */
const most = 500;

interface Incident {
  readonly subject: KnownSubject;
  readonly course: Course;
}

export const incidents = defineCommand({
  name: "incidents",
  summary: "List Auth0's open and recent incidents, and their root-cause analyses",
  verb: "Show incidents",
  examples: ["incidents", "incidents since:90d", "incidents tenant:prod"],
  access: "viewer",
  audience: "asker",
  args: {
    since: optional(keyed(asWritten(arg.since("how far back")))),
    tenant: optional(keyed(arg.word("a tenant's name", "prod"))),
    page: pageArg,
  },
  async run({ since, tenant: named, page }, context) {
    const tenant = named && tenantNamed(named, context);
    const from = since?.value ?? new Date(context.now.getTime() - usualDays * DAY);
    const found = await incidentsOf(context, { tenant, from });
    const values = { since: since?.written, tenant };
    const shown = pageOf(found, { page, size: pageSize, command: "incidents", values });
    return compose(context, { found, shown, from, tenant });
  },
});

/** What is open first, then work under way, then what is to come, then what is over. */
async function incidentsOf(
  { store }: CommandContext,
  { tenant, from }: { tenant: string | undefined; from: Date },
): Promise<readonly Incident[]> {
  const subjects = await store.subjects.find({ source: "status", limit: most });
  return subjects
    .filter(({ tenants }) => !tenant || tenants.length === 0 || tenants.includes(tenant))
    .map((subject) => ({ subject, course: courseOf(subject) }))
    .filter(({ course }) => course.open || course.lastAt >= from)
    .sort((a, b) => byStanding(a.course, b.course));
}

/** Of what is to come the next is first, of everything else the latest. */
function byStanding(a: Course, b: Course): number {
  const later = b.began.getTime() - a.began.getTime();
  return (
    standings.indexOf(a.stands) - standings.indexOf(b.stands) ||
    (a.stands === "ahead" ? -later : later)
  );
}

async function compose(
  context: CommandContext,
  given: {
    found: readonly Incident[];
    shown: Page<Incident>;
    from: Date;
    tenant: string | undefined;
  },
): Promise<Message> {
  const { found, shown, tenant } = given;
  const source = sourceNamed("status", context);
  const targets = (await targetsOf(context)).filter(
    (target) =>
      target.source === source.id && (!tenant || !target.tenant || target.tenant === tenant),
  );
  const reads = sayReads(targets, source, context.now);
  const verdict =
    found.length > 0
      ? sayVerdict(found, tenant)
      : sayNone(tenant, { blind: reads.warnings.length > 0 });
  const tone = toneOfAll(found);
  return {
    summary: [...reads.warnings.slice(0, 1), verdict].join(" "),
    tone: reads.warnings.length > 0 && tone === "good" ? "warning" : tone,
    blocks: [
      ...reads.warnings.map((words) => text([{ bold: words }])),
      text([{ bold: verdict }, " Looked back to ", { time: given.from }, "."]),
      ...(shown.shown.length > 0
        ? [list(shown.shown.map((item) => describe(item, context.now)))]
        : []),
      ...smallPrint(shown, reads.note, knownSince(targets)),
      ...(shown.more.length > 0 ? [actions(...shown.more)] : []),
    ],
  };
}

/** What was not read may well have been told. */
function sayNone(tenant: string | undefined, { blind }: { blind: boolean }): string {
  const whom = tenant ? ` for ${tenant}` : "";
  return blind
    ? `No incident${whom} is known here in this time.`
    : `Auth0 has told of no incident${whom} in this time.`;
}

/** "1 open incident, 1 planned maintenance, 4 that are over." */
function sayVerdict(found: readonly Incident[], tenant: string | undefined): string {
  const count = (stands: Standing) => found.filter(({ course }) => course.stands === stands).length;
  const [work, ahead, over] = [count("work"), count("ahead"), count("over")];
  const words = [
    count("trouble") > 0 ? sayCount(count("trouble"), "open incident") : "no open incident",
    ...(work > 0 ? [sayCount(work, "maintenance under way", "maintenances under way")] : []),
    ...(ahead > 0 ? [sayCount(ahead, "planned maintenance")] : []),
    ...(over > 0 ? [sayCount(over, "that is over", "that are over")] : []),
  ].join(", ");
  return tenant ? `For ${tenant}: ${words}.` : `${words[0]?.toUpperCase()}${words.slice(1)}.`;
}

function describe({ subject, course }: Incident, now: Date): Text {
  const { title: given, url, phase, tenants } = subject;
  const title = excerpt(oneLine(given), 150) || "Untitled";
  return [
    { bold: sayPhase(phase) },
    " ",
    url ? { link: title, url } : title,
    course.began > now ? " – begins " : " – began ",
    { time: course.began },
    `, ${sayLength(course, now)}`,
    ...(tenants.length > 0 ? [` (${tenants.join(", ")})`] : []),
    ...sayAnalysis(subject, course, now),
  ];
}

function sayLength({ began, ended, open }: Course, now: Date): string {
  if (began > now) return `in ${sayDuration(began.getTime() - now.getTime())}`;
  if (open) return `ongoing for ${sayDuration(now.getTime() - began.getTime())}`;
  if (!ended) return "its end was not told";
  // One update alone says both: how long it took is not known then.
  return ended > began
    ? `lasted ${sayDuration(ended.getTime() - began.getTime())}`
    : "told only when it was over";
}

/** Auth0 publishes one some weeks after; for planned work there is none. */
function sayAnalysis({ url, phase }: KnownSubject, course: Course, now: Date): readonly Span[] {
  // The line begins with it then, and its title leads there.
  if (phase === "postmortem") return [];
  if (course.analysed) {
    const words = "root-cause analysis published";
    return [" – ", url ? { link: words, url } : words];
  }
  if (course.open || course.kind === "maintenance") return [];
  const when = course.ended ? `, resolved ${sayAge(course.ended, now)}` : "";
  return [` – root-cause analysis not published yet${when}`];
}

function smallPrint(
  { words }: Page<Incident>,
  reads: string,
  since: Date | undefined,
): readonly Block[] {
  return [
    ...(words ? [note(`Shown: ${words}.`)] : []),
    note([
      ...(since ? ["Known since ", { time: since }, ". "] : []),
      "Times are Auth0's own. ",
      ...(reads ? [`${reads}.`] : []),
    ]),
  ];
}
