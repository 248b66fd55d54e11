import { UserError } from "../core/errors.ts";
import type { TailWish } from "../core/tail.ts";
import { type Kept, nothingTold } from "./tail-book.ts";
import { sayCard } from "./tail-card.ts";
import {
  beginToHear,
  type Course,
  type CourseParts,
  createCourse,
  showsOf,
  standingOf,
} from "./tail-course.ts";
import { baseline, lookBackMs } from "./tail-inbox.ts";
import { hearingOf } from "./tail-silence.ts";

/**
 * Begins a tail: it listens first, so that nothing is lost between what is there already and what is new; then it is
 * written down; then its card is posted. @throws UserError where it may not be posted.
 */
export async function beginTail(
  wish: TailWish,
  { id, now }: { id: string; now: Date },
  parts: CourseParts,
): Promise<Course> {
  const { tenant, terms, zone } = wish;
  const course = createCourse({ kept: keptOf(wish, id, now), told: [] }, parts);
  beginToHear(course);
  try {
    const { since, ids } = await baseline(parts.archive, { tenant, terms, now });
    course.inbox.ignore(ids);
    course.kept = { ...course.kept, since: since.toISOString() };
    course.hearing = hearingOf(await parts.archive.coverage(tenant), { tenant, now, zone });
    course.silenceSaid = course.hearing.silence !== undefined;
    const there = { ...nothingTold, ids };
    course.tally.add(there);
    await parts.book.told(id, 0, there);
    await parts.book.keep(course.kept);
    await postCard(course, now);
    return course;
  } catch (error) {
    course.unwatch();
    await parts.book.drop(id);
    throw error;
  }
}

function keptOf(wish: TailWish, id: string, now: Date): Kept {
  return {
    ...wish,
    id,
    begunAt: now.toISOString(),
    since: new Date(now.getTime() - lookBackMs).toISOString(),
    until: new Date(now.getTime() + wish.length).toISOString(),
  };
}

/** Where the platform asks for patience, it follows by itself. */
async function postCard(course: Course, now: Date): Promise<void> {
  const { parts, kept } = course;
  const sent = await parts.sender.begin(kept, sayCard(standingOf(course), now));
  if (!sent.sent && sent.refused) {
    throw new UserError(`${sent.refused.message} No tail was begun: say it again then.`);
  }
  if (!sent.sent) return;
  course.kept = { ...kept, card: sent.ref };
  course.cardShows = showsOf(course);
  await parts.book.keep(course.kept);
}
