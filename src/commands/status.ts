import { arg, optional } from "../core/args.ts";
import { sayPhase } from "../core/card.ts";
import {
  type CommandContext,
  defineCommand,
  formAction,
  type SourceFacts,
} from "../core/command.ts";
import { type Course, courseOf, type Standing, toneOfAll } from "../core/course.ts";
import { sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { type Freshness, freshnessOf, isReliable, sayFreshness } from "../core/freshness.ts";
import {
  actions,
  type Block,
  heading,
  list,
  note,
  type Text,
  type Tone,
  text,
} from "../core/message.ts";
import { sayCount, sayList } from "../core/say.ts";
import type { TargetState } from "../core/store.ts";
import type { KnownSubject } from "../core/subject.ts";
import { sourceNamed, tenantNamed } from "../core/wish.ts";

/** How many of each are shown; the rest is counted. */
const most = 10;
const everyone = "Auth0";

/** What Auth0 says for one tenant, and how much that is worth. */
interface View {
  readonly name: string;
  readonly target: TargetState | undefined;
  readonly freshness: Freshness;
  readonly open: readonly Open[];
}

interface Open {
  readonly subject: KnownSubject;
  readonly course: Course;
}

export const status = defineCommand({
  name: "status",
  summary: "Say how Auth0 is, for each tenant, and how fresh that is",
  examples: ["status", "status prod"],
  access: "viewer",
  audience: "all",
  args: { tenant: optional(arg.word("a tenant's name", "prod")) },
  async run({ tenant }, context) {
    const names = tenant ? [tenantNamed(tenant, context)] : context.tenants.map(({ name }) => name);
    const views = await viewsOf(context, names.length > 0 ? names : [everyone]);
    const open = [
      ...new Map(views.flatMap((view) => view.open).map((o) => [o.subject.id, o])).values(),
    ];
    const verdict = sayVerdict(views, open, context.now);
    return {
      summary: verdict.join(" "),
      tone: toneOf(views, open),
      blocks: [
        text([{ bold: verdict.join(" ") }]),
        ...section("Open incidents", open, "trouble", context.now),
        ...section("Maintenance under way", open, "work", context.now),
        ...section("Upcoming maintenance", open, "ahead", context.now),
        ...reads(views, context.now),
        actions(
          { label: "Incidents", line: "incidents" },
          { label: "Changes", line: "changes" },
          ...formAction(context, {
            name: "subscribe",
            label: "Subscribe",
            values: { source: "status" },
          }),
        ),
      ],
    };
  },
});

async function viewsOf(
  context: CommandContext,
  names: readonly string[],
): Promise<readonly View[]> {
  const { store, now } = context;
  const source = sourceNamed("status", context);
  const states = (await store.subjects.targets()).filter((state) => state.source === source.id);
  const subjects = await store.subjects.find({ source: source.id, open: true, limit: 200 });
  return names.map((name) => viewOf(name, { source, states, subjects, now }));
}

function viewOf(
  name: string,
  known: {
    source: SourceFacts;
    states: readonly TargetState[];
    subjects: readonly KnownSubject[];
    now: Date;
  },
): View {
  const mine = known.states.filter(
    ({ tenant }) => tenant === undefined || tenant === name || name === everyone,
  );
  // Of several targets the one that is worst off: none of them may be taken for the others.
  const target = mine.toSorted((a, b) => Number(a.lastReadAt ?? 0) - Number(b.lastReadAt ?? 0))[0];
  const open = known.subjects
    .filter(({ tenants }) => name === everyone || tenants.length === 0 || tenants.includes(name))
    .map((subject) => ({ subject, course: courseOf(subject) }));
  return { name, target, freshness: freshnessOf(target, known.source, known.now), open };
}

/** Sentences, the one that matters most first. */
function sayVerdict(views: readonly View[], open: readonly Open[], now: Date): readonly string[] {
  const blind = views.filter(({ freshness }) => !isReliable(freshness));
  const clear = views.filter(
    (view) =>
      isReliable(view.freshness) && !view.open.some(({ course }) => course.stands !== "ahead"),
  );
  return [
    ...sayBlind(blind, views.length, now),
    ...sayAffected(views, open, "trouble"),
    ...sayAffected(views, open, "work"),
    ...(clear.length > 0 ? [`All clear for ${sayNames(clear)} as far as Auth0 says.`] : []),
  ];
}

function sayBlind(blind: readonly View[], all: number, now: Date): readonly string[] {
  if (blind.length === 0) return [];
  const words =
    blind.length > 2
      ? [`Auth0's status is not known for ${blind.length} of ${all} tenants: ${sayNames(blind)}.`]
      : blind.map(({ name, target, freshness }) => {
          const whose = name === everyone ? "Auth0's status" : `Auth0's status for ${name}`;
          return `${whose} ${sayFreshness(target, freshness, now)}.`;
        });
  return [...words, "Silence here is not health."];
}

function sayAffected(
  views: readonly View[],
  open: readonly Open[],
  kind: "trouble" | "work",
): readonly string[] {
  const count = open.filter(({ course }) => course.stands === kind).length;
  if (count === 0) return [];
  const hit = views.filter((view) => view.open.some(({ course }) => course.stands === kind));
  const [noun, verb] =
    kind === "trouble" ? ["open incident", "affect"] : ["maintenance under way", "concern"];
  const many = kind === "trouble" ? "open incidents" : "maintenances under way";
  const loginsHit = open.some(
    ({ course, subject }) => course.stands === kind && subject.authenticationAffected,
  );
  const logins = loginsHit ? "; logins are affected" : "";
  const affects = `${verb}${count === 1 ? "s" : ""}`;
  return [`${sayCount(count, noun, many)} ${affects} ${sayNames(hit)}${logins}.`];
}

function sayNames(views: readonly View[]): string {
  const names = views.map(({ name }) => name);
  const more = names.length - most;
  return sayList(more > 0 ? [...names.slice(0, most), `${more} more`] : names);
}

function toneOf(views: readonly View[], open: readonly Open[]): Tone {
  const tone = toneOfAll(open);
  const blind = views.some(({ freshness }) => !isReliable(freshness));
  return blind && tone === "good" ? "warning" : tone;
}

function section(
  title: string,
  open: readonly Open[],
  kind: Standing,
  now: Date,
): readonly Block[] {
  const mine = open.filter(({ course }) => course.stands === kind);
  if (mine.length === 0) return [];
  const more = mine.length - most;
  return [
    heading(title),
    list(mine.slice(0, most).map((each) => describe(each, now))),
    ...(more > 0 ? [note(`and ${more} more`)] : []),
  ];
}

function describe({ subject, course }: Open, now: Date): Text {
  const title = excerpt(oneLine(subject.title), 150) || "Untitled";
  const { url, tenants, authenticationAffected } = subject;
  const far = sayDuration(course.began.getTime() - now.getTime());
  return [
    { bold: sayPhase(subject.phase) },
    " ",
    url ? { link: title, url } : title,
    course.stands === "ahead" ? " – begins " : " – since ",
    { time: course.began },
    course.began > now ? `, in ${far}` : `, ${far} ago`,
    ...(authenticationAffected ? ["; ", { bold: "logins are affected" }] : []),
    ...(tenants.length > 0 ? [` (${tenants.join(", ")})`] : []),
  ];
}

/** How fresh each figure is. */
function reads(views: readonly View[], now: Date): readonly Block[] {
  const [only] = views;
  if (views.length === 1 && only) {
    const { name, target, freshness } = only;
    const words = sayFreshness(target, freshness, now);
    return [note([`${target?.title ?? name}: ${words}`, ...lastRead(target), "."])];
  }
  const shown = views
    .slice(0, 2 * most)
    .map(
      (view): Text => [
        { bold: view.name },
        `: ${sayState(view)}; ${sayFreshness(view.target, view.freshness, now)}`,
        ...lastRead(view.target),
      ],
    );
  const more = views.length - shown.length;
  return [
    heading("Tenants"),
    list(shown),
    ...(more > 0 ? [note(`and ${sayCount(more, "more tenant")}; ask for one by name`)] : []),
  ];
}

function lastRead(target: TargetState | undefined) {
  return target?.lastReadAt ? [" (", { time: target.lastReadAt }, ")"] : [];
}

function sayState({ freshness, open }: View): string {
  if (!isReliable(freshness)) return "not known";
  const trouble = open.filter(({ course }) => course.stands === "trouble").length;
  if (trouble > 0) return sayCount(trouble, "open incident");
  return open.some(({ course }) => course.stands === "work") ? "maintenance" : "all clear";
}
