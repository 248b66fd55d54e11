import { MINUTE } from "../core/clock.ts";
import type { CommandContext } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import { sayCount } from "../core/say.ts";
import { sayWhen } from "../core/weekly.ts";
import type { Finding } from "./doctor-finding.ts";

/** One that is later than this has not merely been waiting for its turn. */
const lateLimit = 10 * MINUTE;

/** Whether digests come when they should. Whose they are is not everyone's to know. */
export async function digestsDue(context: CommandContext): Promise<readonly Finding[]> {
  const { store, now, zone } = context;
  const schedules = await store.digests.schedules();
  const subject = "Digests";
  if (schedules.length === 0) return [];
  const dues = schedules.map(({ nextDueAt }) => nextDueAt.getTime()).sort((a, b) => a - b);
  const next = dues[0] ?? 0;
  const overdue = dues.filter((due) => now.getTime() - due > lateLimit);
  if (overdue.length > 0) {
    const late = sayDuration(now.getTime() - next);
    const detail = `${sayCount(overdue.length, "digest is", "digests are")} overdue, the oldest for ${late}`;
    const fix = "If Watchpost has just started, ask again in a minute; else look into its log.";
    return [{ tone: "bad", subject, detail, fix }];
  }
  const count = sayCount(schedules.length, "is", "are");
  const detail = `${count} scheduled, the next for ${sayWhen(new Date(next), zone)}`;
  return [{ tone: "good", subject, detail }];
}
