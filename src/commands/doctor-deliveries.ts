import { allows } from "../core/access.ts";
import { MINUTE } from "../core/clock.ts";
import type { CommandContext } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import type { Text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { Condition } from "../core/store.ts";
import type { Finding } from "./doctor-finding.ts";

/** Work that waits longer than this, though nothing is paused, is stuck. */
const waitLimit = 10 * MINUTE;

/** What is still to be told. */
export async function waiting({ store, now }: CommandContext): Promise<readonly Finding[]> {
  const { count, oldest } = await store.outbox.waiting();
  const subject = "Deliveries";
  if (count === 0) return [{ tone: "good", subject, detail: "nothing waits" }];
  const age = oldest ? now.getTime() - oldest.getTime() : 0;
  const detail: Text = [
    `${sayCount(count, "delivery waits", "deliveries wait")}`,
    ...(oldest ? [`, the oldest for ${sayDuration(age)}, since `, { time: oldest }] : []),
  ];
  if (age <= waitLimit) return [{ tone: "good", subject, detail }];
  const fix =
    "Conversations that are muted, quiet or paused hold theirs back on purpose; if none is, look into the log for refusals of the platform.";
  return [{ tone: "warning", subject, detail, fix }];
}

/** Conversations that get nothing. Another conversation's name is not a viewer's to know. */
export async function held(context: CommandContext): Promise<readonly Finding[]> {
  const { store, from, role } = context;
  const conditions = (await store.subscriptions.conditions()).filter(
    ({ paused, failures }) => paused !== undefined || failures > 0,
  );
  const named = conditions.filter(
    ({ conversation }) => conversation === from.conversation || allows(role, "operator"),
  );
  const others = conditions.length - named.length;
  return [
    ...named.map((condition) => heldOf(condition, context)),
    ...(others > 0
      ? [
          {
            tone: "warning" as const,
            subject: "Other conversations",
            detail: `${sayCount(others, "conversation")} elsewhere cannot be posted in`,
            fix: "Ask somebody with the role operator to say doctor: it names them then.",
          },
        ]
      : []),
  ];
}

function heldOf(
  { conversation, paused, failures, error }: Condition,
  { from }: CommandContext,
): Finding {
  const about =
    conversation === from.conversation
      ? { subject: "This conversation" }
      : { subject: "Another conversation", conversation };
  if (paused) {
    const reason = excerpt(oneLine(paused.reason), 300);
    const detail: Text = [`paused since `, { time: paused.since }, `: ${reason}`];
    const fix =
      "Put the reason right there: invite the bot, or unarchive it. Watchpost then goes on by itself.";
    return { tone: "bad", ...about, detail, fix };
  }
  const why = error ? `: ${excerpt(oneLine(error), 200)}` : "";
  return {
    tone: "warning",
    ...about,
    detail: `the last ${sayCount(failures, "try", "tries")} to post failed${why}`,
    fix: "Watchpost tries again by itself; if it goes on, look at the platform's own status.",
  };
}
