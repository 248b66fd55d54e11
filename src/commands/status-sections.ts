import { sayPhase } from "../core/card.ts";
import type { Standing } from "../core/course.ts";
import { sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { sayFreshness } from "../core/freshness.ts";
import { type Block, heading, list, note, type Text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { TargetState } from "../core/store.ts";
import { most, type Open, sayState, type View } from "./status-view.ts";

/** What stands so, under a heading; nothing where there is none. */
export function section(
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
export function reads(views: readonly View[], now: Date): readonly Block[] {
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
