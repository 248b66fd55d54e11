import { DAY, MINUTE } from "../clock.ts";
import { type LogCause, logCauses } from "../log-causes/index.ts";
import { sayCount, sayList, sayNumber } from "../say.ts";
import { mindOf } from "./messages.ts";
import { type Failures, isAfter, lastOf, type Story } from "./story.ts";
import type { Case, Rule, Verdict } from "./verdict.ts";

/** What their newest failed try failed by. */
export const failureRules: readonly Rule[] = [settledSince, slipped, fails];

/** The last try is this old: much may have changed. */
const old = 2 * DAY;

/** Something has been put right since the last try, and nobody has tried again. */
function settledSince({ story, tell }: Case): Verdict | undefined {
  const [newest] = story.open;
  if (!newest) return undefined;
  const mended = mendedBy(newest, story);
  if (!mended || !isAfter(mended.moment, newest.newest)) return undefined;
  return {
    tone: "neutral",
    words: `${tell.who} could not log in ${tell.ago(newest.newest.at)} (${phraseOf(newest.cause)}); since then ${mended.words}, ${tell.ago(mended.moment.at)}, and nobody has tried again.`,
    sure: "probably it works now: the log has no try after that",
    help: "Have them try again now, and ask once more if it fails.",
    causes: known(newest.cause),
  };
}

function mendedBy({ cause }: Failures, story: Story) {
  const changed = lastOf(story, ["password"]);
  const verified = lastOf(story, ["email"], ({ event }) => event.type === "sv");
  const released = lastOf(story, ["released", "unbarred"]);
  const reset = lastOf(story, ["factor"], ({ event }) =>
    ["gd_unenroll", "gd_enrollment_complete", "gd_recovery_succeed"].includes(event.type),
  );
  const ends: Readonly<Record<string, readonly [typeof changed, string]>> = {
    "wrong-password": [changed, "the password was changed"],
    "credentials-refused": [changed, "the password was changed"],
    "breached-password": [changed, "the password was changed"],
    "blocked-by-attempts": [released ?? changed, "the block was released"],
    "blocked-by-admin": [lastOf(story, ["unbarred"]), "the account was unblocked"],
    "email-unverified": [verified, "the e-mail address was verified"],
    "mfa-failed": [reset, "the second factor was set anew"],
    "too-many-codes": [reset, "the second factor was set anew"],
  };
  const [moment, words] = ends[cause] ?? [undefined, ""];
  return moment && { moment, words };
}

/** So few tries with a wrong password, so soon after a good login, are a slip. */
const fewTries = 2;
const soon = 30 * MINUTE;

function slipped({ story, tell }: Case): Verdict | undefined {
  const [newest, ...others] = story.open;
  const good = lastOf(story, ["login"]);
  if (!newest || !good || others.length > 0 || newest.count > fewTries) return undefined;
  if (newest.cause !== "wrong-password") return undefined;
  if (newest.newest.at.getTime() - good.at.getTime() > soon) return undefined;
  const times = newest.count === 1 ? "once" : `${sayNumber(newest.count)} times`;
  return {
    tone: "warning",
    words: `${tell.who} can log in (last good login ${tell.ago(good.at)}), but typed a wrong password ${times} since, the last ${tell.ago(newest.newest.at)}.`,
    sure: "probably a slip: it worked within half an hour before",
    help: "Have them try again, slowly. If it fails once more, send them through Forgot password.",
    causes: known(newest.cause),
  };
}

function fails(given: Case): Verdict | undefined {
  const { story } = given;
  const [newest] = story.open;
  if (!newest) return undefined;
  const cause = logCauses.get(newest.cause);
  const good = lastOf(story, ["login"]);
  const partly = isAfter(good, newest.newest);
  return {
    tone: partly ? "warning" : "bad",
    words: `${opening(given, newest, partly)} ${sentenceOf(given, newest, cause)}${othersOf(story.open.slice(1))}`,
    sure: sureOf(newest, given, cause),
    help: helpOf(given, newest, cause),
    ...mindOf(story, given.tell, passwordCauses.has(newest.cause) ? "password" : "mail"),
    ...developerOf(newest, given, cause),
    causes: story.open.flatMap(({ cause: each }) => known(each)),
  };
}

const known = (cause: string): readonly string[] => (logCauses.has(cause) ? [cause] : []);
const phraseOf = (cause: string): string => logCauses.get(cause)?.phrase ?? "another reason";

function opening({ tell, story }: Case, { newest, clients }: Failures, partly: boolean): string {
  const aged = story.now.getTime() - newest.at.getTime() > old;
  const [client] = clients;
  const to = client && partly ? ` to ${tell.application(client)}, though elsewhere it works` : "";
  const wanted = newest.event.type === "fs" ? "sign up" : "log in";
  return `${tell.who} ${aged ? "probably cannot" : "cannot"} ${wanted}${to}:`;
}

/** "wrong password, 3 times, the last 5 min ago." */
function sentenceOf(given: Case, failed: Failures, cause: LogCause | undefined): string {
  const { tell } = given;
  const times =
    failed.count === 1
      ? `${tell.ago(failed.newest.at)}`
      : `${sayNumber(failed.count)} times, the last ${tell.ago(failed.newest.at)}`;
  const client = failed.clients.length === 1 ? failed.clients[0] : undefined;
  const where = client ? ` in ${tell.application(client)}` : "";
  if (!cause) return `${unnamed(given, failed)}, ${times}${where}.`;
  return `${cause.phrase}${detailOf(given, failed)}, ${times}${where}.`;
}

function unnamed({ tell }: Case, { newest }: Failures): string {
  const said = tell.said(newest);
  return said ? `Auth0 says "${said}"` : "for a reason that Watchpost has no name for";
}

const passwordCauses = new Set(["wrong-password", "credentials-refused", "weak-password"]);

/** What makes this cause plainer in this story. */
function detailOf({ story, tell, others }: Case, { cause, newest }: Failures): string {
  if (passwordCauses.has(cause)) {
    const changed = lastOf(story, ["password"]);
    return changed && changed.at < newest.at
      ? ` (the password was changed ${tell.ago(changed.at)}: perhaps the old one is still typed or stored)`
      : "";
  }
  const { connection } = newest.event;
  if (cause === "unknown-user" && connection) {
    const home = [story.account, ...others].find(
      (account) => account.connection && account.connection !== connection && account.id !== "",
    );
    return home?.connection
      ? ` in ${tell.connection(connection)}, while their account is in ${tell.connection(home.connection)}`
      : ` in ${tell.connection(connection)}`;
  }
  return "";
}

function othersOf(rest: readonly Failures[]): string {
  if (rest.length === 0) return "";
  const told = rest
    .slice(0, 3)
    .map(({ cause, count }) => `${phraseOf(cause)} (${sayCount(count, "time")})`);
  return ` Before that: ${sayList(told)}.`;
}

function sureOf(
  { newest, count }: Failures,
  { story, tell }: Case,
  cause: LogCause | undefined,
): string {
  const aged = story.now.getTime() - newest.at.getTime() > old;
  if (!cause) return "the log gives the words, and no more";
  if (aged) return `probably: the last try was ${tell.ago(newest.at)}, and nobody has tried since`;
  return count > 1 || cause.move !== "user"
    ? "certain: Auth0 gave this reason, and no good login followed"
    : "certain for the last try; there was only that one";
}

function helpOf({ story, others }: Case, failed: Failures, cause: LogCause | undefined): string {
  if (!cause) {
    return "Read Auth0's words to whoever runs the application; a new try may tell more.";
  }
  const home = others.find(({ connection }) => connection);
  if (failed.cause === "unknown-user" && (story.account.id !== "" || home)) {
    return "Have them log in the way their account was made, and check how they spelled the address.";
  }
  return cause.advice;
}

function developerOf(
  { newest, count, clients }: Failures,
  { tell }: Case,
  cause: LogCause | undefined,
): Pick<Verdict, "developer"> {
  if (cause?.move === "user") return {};
  const said = tell.said(newest);
  const [client] = clients;
  const where = client ? ` in ${tell.application(client)}` : "";
  const words = said ? ` Auth0's words: "${said}".` : "";
  return {
    developer: `It is nothing the person does${where}: see whether others are hit (${count} here).${words}`,
  };
}
