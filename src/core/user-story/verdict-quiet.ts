import { DAY } from "../clock.ts";
import { logCauses, sayCause } from "../log-causes/index.ts";
import { sayCount, sayList } from "../say.ts";
import { isWayIn, messageName, mindOf } from "./messages.ts";
import { isAfter, lastOf } from "./story.ts";
import type { Case, Rule, Verdict } from "./verdict.ts";

/** Nothing stands in the way, as far as the log tells. */
export const quietRules: readonly Rule[] = [codeUnsent, stuckAtFactor, loggedOut, works, nothing];

/** Without a password, a code that does not come is a login that failed: no other event says so. */
function codeUnsent({ story, tell }: Case): Verdict | undefined {
  const unsent = lastOf(story, ["unsent"], isWayIn);
  if (!unsent || isAfter(lastOf(story, ["login"]), unsent)) return undefined;
  if (lastOf(story, ["sent"], ({ at }) => at > unsent.at)) return undefined;
  const cause = logCauses.get(unsent.cause);
  const why = cause ? `: ${cause.phrase}` : "";
  return {
    tone: "bad",
    words: `${tell.who} cannot log in: ${messageName(unsent)} did not reach them, ${tell.ago(unsent.at)}${why}.`,
    sure: "certain that this one did not go out; none has since, and no good login followed",
    help: cause?.advice ?? "Have them ask for another one, and see the reason in the event.",
    causes: cause ? [unsent.cause] : [],
  };
}

/** So long a second factor may take. */
const factorTakes = 10 * 60_000;

/** A second factor was asked for and never given: no event says that somebody gave up. */
function stuckAtFactor({ story, tell }: Case): Verdict | undefined {
  const asked = story.moments.findLast(({ event }) => event.type === "gd_start_auth");
  const good = lastOf(story, ["login"]);
  const passed = lastOf(story, ["factor"], ({ event }) => event.type === "gd_auth_succeed");
  if (!asked || isAfter(good, asked) || isAfter(passed, asked)) return undefined;
  if (story.now.getTime() - asked.at.getTime() < factorTakes) return undefined;
  return {
    tone: "warning",
    words: `${tell.who} probably gets stuck at the second factor: it was asked for ${tell.ago(asked.at)}, and no answer came.`,
    sure: "probably: the log has no failed try, only one that was not finished",
    help: "Ask what they see: no push or text message, a lost phone, a new one? Have them use a recovery code or another factor; reset the second factor once you are sure who they are.",
    ...mindOf(story, tell, "mail"),
    causes: ["mfa-failed"],
  };
}

/** Their session was ended, and nothing else is wrong. */
function loggedOut({ story, tell }: Case): Verdict | undefined {
  const ended = lastOf(story, ["session"], ({ cause }) => cause !== "");
  if (!ended || isAfter(lastOf(story, ["login"]), ended)) return undefined;
  return {
    tone: "neutral",
    words: `${tell.who} was logged out ${tell.ago(ended.at)} (${sayCause(ended.cause)}), and has not tried to log in since.`,
    sure: "certain that they are logged out; nobody has tried to log in since",
    help: "Have them log in again. If they are logged out again and again, tell whoever keeps the application.",
    causes: [ended.cause],
  };
}

function works({ story, tell }: Case): Verdict | undefined {
  const good = lastOf(story, ["login"]);
  if (!good) return undefined;
  const { clientName } = good.event;
  const before = story.failures.filter(
    ({ newest }) => good.at.getTime() - newest.at.getTime() < DAY,
  );
  const aged = story.now.getTime() - good.at.getTime() > 7 * DAY;
  return {
    tone: aged ? "neutral" : "good",
    words: `${tell.who} can log in: the last good login was ${tell.ago(good.at)}${clientName ? `, to ${tell.application(clientName)}` : ""}, and none has failed since.${sayBefore(before)}`,
    sure: aged
      ? "probably: that is long ago, and nobody has tried since"
      : "certain, as far as Auth0 sees: no try was refused after it",
    help: "If they say that they cannot, the try does not reach Auth0, or goes by another account: ask which address they type, which page they see, and what it says.",
    ...mindOf(story, tell, "mail"),
    developer:
      "If the page after the login fails, the trouble is in the application, not in the login.",
    causes: [],
  };
}

function sayBefore(before: readonly { cause: string; count: number }[]): string {
  if (before.length === 0) return "";
  const told = before
    .slice(0, 3)
    .map(({ cause, count }) => `${sayCause(cause)} (${sayCount(count, "time")})`);
  return ` Before it there was trouble: ${sayList(told)}.`;
}

/** Somebody whose sessions go on has no need to log in: what they miss lies elsewhere. */
function sayRenewed({ story, tell }: Pick<Case, "story" | "tell">): string {
  const { events } = story.account;
  const renewed = events.findLast(({ type }) => type === "ssa" || type === "sertft");
  if (!renewed || story.now.getTime() - renewed.at.getTime() > DAY) return "";
  const { clientName } = renewed;
  const where = clientName ? `, in ${tell.application(clientName)}` : "";
  return ` They are still logged in: a session of theirs was renewed ${tell.ago(renewed.at)}${where}.`;
}

function nothing({ story, tell }: Case): Verdict {
  const made = lastOf(story, ["made"]);
  const mind = mindOf(story, tell, "password");
  const since = made ? ` The account was made ${tell.ago(made.at)}.` : "";
  return {
    tone: mind.mind ? "warning" : "neutral",
    words: `Nothing in the log says why ${tell.who} could not log in: there is neither a good login nor a failed one.${since}${sayRenewed({ story, tell })}`,
    sure: "not known: their tries did not reach Auth0, or go by another address, or are older than what was looked through",
    help: "Ask which address they type, on which page, and what it says there; look further back with since:.",
    ...mind,
    causes: [],
  };
}
