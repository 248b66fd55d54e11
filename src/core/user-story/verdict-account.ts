import { actorOf } from "./about.ts";
import { isAfter, lastOf, type Story } from "./story.ts";
import type { Rule, Verdict } from "./verdict.ts";

/** What shuts the account itself. */
export const accountRules: readonly Rule[] = [deleted, barred];

function deleted({ story, tell }: Parameters<Rule>[0]): Verdict | undefined {
  const gone = lastOf(story, ["deleted"]);
  if (!gone || isAfter(lastOf(story, ["made", "login"]), gone)) return undefined;
  return {
    tone: "bad",
    words: `${tell.who} cannot log in: the account was deleted ${tell.ago(gone.at)} by ${tell.actor(actorOf(gone.event))}.`,
    sure: `certain: the log has the deletion, and neither a login nor a new account after it`,
    help: "It cannot be brought back from here. Ask whoever deleted it whether it was meant; else have them sign up, or be invited, anew.",
    causes: ["unknown-user"],
  };
}

function barred({ story, tell }: Parameters<Rule>[0]): Verdict | undefined {
  const shut = lastOf(story, ["barred"]);
  const told = story.open.find(({ cause }) => cause === "blocked-by-admin");
  const opened = lastOf(story, ["unbarred"]);
  const last = [shut, told?.newest].filter((one) => one !== undefined);
  const newest = last.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1);
  if (!newest || isAfter(opened, newest)) return undefined;
  if (isAfter(lastOf(story, ["login"]), newest)) return undefined;
  return {
    tone: "bad",
    words: `${tell.who} cannot log in: the account is blocked${byWhom(story, tell)}.`,
    sure: told
      ? `certain: Auth0 refused the last try, ${tell.ago(told.newest.at)}, with this reason`
      : "certain: the log has the blocking, and no unblocking after it",
    help: "Do not unblock it by yourself: ask whoever blocked it why. Once that is settled, it is opened on the user's profile (Unblock).",
    causes: ["blocked-by-admin"],
  };
}

function byWhom(story: Story, tell: Parameters<Rule>[0]["tell"]): string {
  const shut = lastOf(story, ["barred"]);
  return shut
    ? ` since ${tell.ago(shut.at)}, by ${tell.actor(actorOf(shut.event))}`
    : " by an administrator; when and by whom is not in the log that was looked through";
}
