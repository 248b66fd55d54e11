import type { CommandContext, SourceFacts } from "../core/command.ts";
import { type Course, courseOf } from "../core/course.ts";
import type { Figures } from "../core/figures.ts";
import { type Freshness, freshnessOf } from "../core/freshness.ts";
import { sayList } from "../core/say.ts";
import type { TargetState } from "../core/store.ts";
import type { KnownSubject } from "../core/subject.ts";
import { sourceNamed } from "../core/wish.ts";
import { type LoginView, loginViewOf } from "./status-login.ts";

/** How many of each are shown; the rest is counted. */
export const most = 10;
/** Whose view it is where no tenant is set up. */
export const everyone = "Auth0";

/** What is known of one tenant, and how much that is worth. */
export interface View {
  readonly name: string;
  readonly login: LoginView | undefined;
  /** Undefined where there is no tenant, or there are too many to ask them all. */
  readonly figures: Figures | undefined;
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
  const known = { source, states, subjects, now };
  return Promise.all(
    names.map(async (name) => {
      if (name === everyone)
        return { ...viewOf(name, known), login: undefined, figures: undefined };
      const [login, figures] = await Promise.all([
        loginViewOf(name, context),
        // Each costs of its tenant's quota: whoever has many asks for one by name.
        names.length <= most ? context.figures.read(name) : undefined,
      ]);
      return { ...viewOf(name, known), login, figures };
    }),
  );
}

function viewOf(
  name: string,
  known: {
    source: SourceFacts;
    states: readonly TargetState[];
    subjects: readonly KnownSubject[];
    now: Date;
  },
): Omit<View, "login" | "figures"> {
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
