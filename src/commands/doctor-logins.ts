import { MINUTE } from "../core/clock.ts";
import type { CommandContext } from "../core/command.ts";
import { sayAge, sayDuration } from "../core/duration.ts";
import { oneLine } from "../core/excerpt.ts";
import type { Finding } from "./doctor-finding.ts";

/** However gently a failing login is looked at, it is looked at within so long. */
const longestPause = 20 * MINUTE;

/** Whether the synthetic logins are being run as they should be. How they go is told by `status` and `login`. */
export async function loginRuns(context: CommandContext): Promise<readonly Finding[]> {
  const all = await Promise.all(context.tenants.map(({ name }) => runsOf(name, context)));
  return all.flat();
}

async function runsOf(
  tenant: string,
  { logins, now }: Pick<CommandContext, "logins" | "now">,
): Promise<readonly Finding[]> {
  const standing = await logins.standing(tenant);
  if (!standing?.every) return [];
  const subject = `Synthetic logins of ${tenant}`;
  if (standing.stopped) return [{ tone: "bad", subject, detail: oneLine(standing.stopped) }];
  const [last] = await logins.latest(tenant, 1);
  const age = last ? now.getTime() - last.at.getTime() : Number.POSITIVE_INFINITY;
  if (last && age <= Math.max(3 * standing.every, longestPause)) {
    const ran = `the last ran ${sayAge(last.at, now)}`;
    if (last.ok) return [{ tone: "good", subject, detail: ran }];
    const why = `Say "status ${tenant}": it says why, and whose move it is.`;
    return [{ tone: "warning", subject, detail: `${ran}, and failed`, fix: why }];
  }
  const detail = last ? `none has run for ${sayDuration(age)}` : "none has run yet";
  const fix = "If Watchpost has just started, ask again in a minute; else look into its log.";
  return [{ tone: last ? "bad" : "warning", subject, detail, fix }];
}
