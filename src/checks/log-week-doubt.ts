import type { Doubt, LogWeek } from "../core/check.ts";
import { sayTime } from "../core/say.ts";

/** Nothing was found in what is there, which is not all. */
export const partial = (about: string, { since }: LogWeek): Doubt => ({
  subject: about,
  unknown: `The kept log has no whole week: it begins on ${sayTime(since, "UTC")}, or lacks a part.`,
  fix: 'Say "doctor" to see what is missing; ask again when a week is there.',
});
