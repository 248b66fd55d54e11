import { DAY } from "../clock.ts";
import { sayCount } from "../say.ts";
import { mindOf } from "./messages.ts";
import { isAfter, isBlocked, lastOf, type Story } from "./story.ts";
import type { Rule, Teller, Verdict } from "./verdict.ts";

type Given = Parameters<Rule>[0];

/** What protection does about an account or an address. */
export const blockRules: readonly Rule[] = [worksUnderAttack, blockedElsewhere, blocked, leaked];

/** So many failures from strange addresses are no slip. */
const manyTries = 5;

/** The person comes in well, and somebody tries from elsewhere. */
function worksUnderAttack({ story, tell }: Given): Verdict | undefined {
  const good = lastOf(story, ["login"]);
  const tries = strangeTries(story);
  if (!good || tries.count < manyTries || story.open.some(({ count }) => count > tries.count)) {
    return undefined;
  }
  if (tries.last && tries.last > good.at && !recently(good.at, tries.last)) return undefined;
  if (isBlocked(story) && !isAfter(good, lastOf(story, ["block"]))) return undefined;
  return {
    tone: "warning",
    words: `${tell.who} can log in (last good login ${tell.ago(good.at)}), but somebody else tries to: ${sayCount(tries.count, "failed try", "failed tries")} from ${sayCount(tries.addresses, "address", "addresses")} that no good login ever came from.`,
    sure: "probably: it may be the person themselves in another network",
    help: "Ask whether they tried from elsewhere. If not: have them choose a new password that they use nowhere else, and set up a second factor.",
    developer: "Search the logs for the address: does it try other accounts too?",
    causes: isBlocked(story) ? ["blocked-by-attempts"] : ["wrong-password"],
  };
}

const recently = (good: Date, tried: Date): boolean => tried.getTime() - good.getTime() < DAY;

function strangeTries({ failures, logins, now }: Story) {
  const own = new Set(logins.flatMap(({ event }) => event.ip ?? []));
  const guesses = failures.filter(
    ({ cause, newest }) =>
      (cause === "wrong-password" || cause === "blocked-by-attempts") &&
      now.getTime() - newest.at.getTime() < 7 * DAY,
  );
  const strange = guesses.every(({ addresses }) => !addresses.some((ip) => own.has(ip)));
  if (!strange || own.size === 0) return { count: 0, addresses: 0, last: undefined };
  return {
    count: guesses.reduce((sum, { count }) => sum + count, 0),
    addresses: new Set(guesses.flatMap(({ addresses }) => addresses)).size,
    last: guesses[0]?.newest.at,
  };
}

/** Blocked for an address that the person has never come from, and not tried from their own since. */
function blockedElsewhere({ story, tell }: Given): Verdict | undefined {
  const { block } = story;
  if (!(block?.strange && isBlocked(story))) return undefined;
  const good = lastOf(story, ["login"]);
  return {
    tone: "warning",
    words: `${tell.who} is blocked, but only from ${fromWhere(block.addresses, tell)}, since ${tell.ago(block.at)}, after ${reason(block.tries)}. No good login ever came from there${good ? `; the last one was ${tell.ago(good.at)}, from elsewhere` : ""}.`,
    sure: "probably: they should get in from where they usually are, unless the tenant blocks accounts for every address at once",
    help: "Ask where they are. If that is their address now (another network, a trip), let them use the link in the mail from Auth0 or reset the password. If not, somebody else is trying: a new password and a second factor.",
    causes: ["blocked-by-attempts"],
  };
}

function blocked({ story, tell }: Given): Verdict | undefined {
  const { block } = story;
  if (!block || !isBlocked(story)) return undefined;
  return {
    tone: "bad",
    words: `${tell.who} cannot log in: the account is blocked after ${reason(block.tries)} from ${fromWhere(block.addresses, tell)}, ${tell.ago(block.at)}. Nothing has released it since.`,
    sure: "certain for that address; from another network the right password still works, unless the tenant blocks for every address",
    help: "If the tries were theirs: let them use the link in the mail from Auth0, or choose a new password with Forgot password, which ends the block. Or release it on their profile (Unblock). If they were not theirs: a new password first.",
    ...mindOf(story, tell, "password"),
    causes: ["blocked-by-attempts"],
  };
}

const reason = (tries: number): string =>
  tries > 0 ? sayCount(tries, "wrong password") : "too many failed logins";

function fromWhere(addresses: readonly string[], tell: Teller): string {
  const [only, ...others] = addresses;
  if (only === undefined) return "one address";
  return others.length === 0
    ? `one address (${tell.address(only)})`
    : `${addresses.length} addresses`;
}

function leaked({ story, tell }: Given): Verdict | undefined {
  const found = story.open.find(({ cause }) => cause === "breached-password");
  if (!found || isAfter(lastOf(story, ["password"]), found.newest)) return undefined;
  return {
    tone: "bad",
    words: `${tell.who} cannot log in with this password: it is on a list stolen from another site, so Auth0 refuses it (${tell.ago(found.newest.at)}).`,
    sure: `certain: Auth0 gave this reason ${found.count === 1 ? "once" : `${found.count} times`}, and the password has not been changed since`,
    help: "Send them through Forgot password, to one that they use nowhere else. Nothing else helps.",
    ...mindOf(story, tell, "password"),
    causes: ["breached-password"],
  };
}
