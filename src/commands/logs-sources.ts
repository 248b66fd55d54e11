import { MINUTE } from "../core/clock.ts";
import type { CommandContext } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import type { FoundEvents, Unseen } from "../core/logs-desk.ts";
import { sayDate, sayStretch, sayTime } from "../core/say.ts";

type Asking = Pick<CommandContext, "now" | "zone">;

/** So far behind, what an archive holds is a thing of the past. */
const behind = 5 * MINUTE;

/** Whose word an answer is, and how far it goes: small print. */
export function sayFrom(
  tenant: string,
  { from, kept }: Pick<FoundEvents, "from" | "kept">,
  { now, zone }: Asking,
): string {
  if (!kept) {
    return from === "archive"
      ? `Tenant ${tenant}, from the archive, which is not proved to be whole.`
      : `Tenant ${tenant}, by Auth0's own search, which may lag by some seconds.`;
  }
  const late = now.getTime() - kept.to.getTime();
  const since = sayDate(kept.from, zone);
  const held = late > behind ? `from ${since} up to ${sayDuration(late)} ago` : `since ${since}`;
  const archive = `the archive, which holds the log ${held}`;
  if (from === "auth0") return `Tenant ${tenant}, by Auth0's own search, not ${archive}.`;
  const rest = from === "both" ? ", and for other times by Auth0's own search" : "";
  return `Tenant ${tenant}, from ${archive}${rest}.`;
}

/** What nobody could look at, and what to do about it: one sentence for each reason. */
export function sayUnseen(unseen: readonly Unseen[], zone: string): readonly string[] {
  const reasons = [...new Set(unseen.map(({ why }) => why))];
  return reasons.map((why) => {
    const same = unseen.filter((one) => one.why === why);
    const times = same.map((one) => sayTimes(one, zone)).filter((words) => words !== "");
    const fix = same[0]?.error?.fix;
    const when = times.length > 0 && times.length <= 3 ? ` ${times.join(" and ")}` : "";
    return `Events may be missing${when}: ${why}.${fix ? ` ${fix}` : ""}`;
  });
}

function sayTimes({ from, to }: Unseen, zone: string): string {
  if (from && to) return sayStretch({ from, to }, zone);
  if (from) return `since ${sayTime(from, zone)}`;
  return to ? `before ${sayTime(to, zone)}` : "";
}
