import type { CommandContext, SourceFacts } from "../core/command.ts";
import { type Course, courseOf } from "../core/course.ts";
import { type Freshness, freshnessOf, isReliable } from "../core/freshness.ts";
import { sayCount, sayList } from "../core/say.ts";
import type { TargetState } from "../core/store.ts";
import type { KnownSubject } from "../core/subject.ts";
import { sourceNamed } from "../core/wish.ts";

/** How many of each are shown; the rest is counted. */
export const most = 10;
/** Whose view it is where no tenant is set up. */
export const everyone = "Auth0";

/** What Auth0 says for one tenant, and how much that is worth. */
export interface View {
  readonly name: string;
  readonly target: TargetState | undefined;
  readonly freshness: Freshness;
  readonly open: readonly Open[];
}

/** Something on the status page that is not over. */
export interface Open {
  readonly subject: KnownSubject;
  readonly course: Course;
}

export async function viewsOf(
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

export function sayNames(views: readonly View[]): string {
  const names = views.map(({ name }) => name);
  const more = names.length - most;
  return sayList(more > 0 ? [...names.slice(0, most), `${more} more`] : names);
}

/** In a word or two, for a list of tenants. */
export function sayState({ freshness, open }: View): string {
  if (!isReliable(freshness)) return "not known";
  const trouble = open.filter(({ course }) => course.stands === "trouble").length;
  if (trouble > 0) return sayCount(trouble, "open incident");
  return open.some(({ course }) => course.stands === "work") ? "maintenance" : "all clear";
}
