import { toneOfAll } from "../core/course.ts";
import { isReliable, sayFreshness } from "../core/freshness.ts";
import type { Tone } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import { sayRaised } from "./status-figures.ts";
import { sayCause } from "./status-login.ts";
import { everyone, type Open, sayNames, type View } from "./status-view.ts";

/** Of more tenants than this that have the same trouble, the names are said and not each one's cause. */
const named = 2;

/** Sentences, the one that matters most first. */
export function sayVerdict(
  views: readonly View[],
  open: readonly Open[],
  now: Date,
): readonly string[] {
  const blind = views.filter(({ freshness }) => !isReliable(freshness));
  return [
    ...sayFailing(views.filter((view) => isFailing(view) && !hasTrouble(view))),
    ...sayBlind(blind, views.length, now),
    ...sayAffected(views, open, "trouble"),
    ...sayWithTrouble(views.filter(hasTrouble)),
    ...sayAffected(views, open, "work"),
    ...views.flatMap(({ figures, name }) => sayRaised(figures, name, now)).slice(0, named),
    ...sayClear(views.filter(isClear)),
    ...sayOld(views.filter(isOld)),
    ...sayUncounted(views.filter(isUncounted)),
  ];
}

const isFailing = ({ login }: View): boolean => login?.state === "fails";
const isOurs = ({ login }: View): boolean => login?.runs[0]?.move === "ours";
/** Without a schedule, nobody expects one. */
const isOld = ({ login }: View): boolean =>
  login?.state === "old" && login.standing?.every !== undefined;
const hasTrouble = ({ open }: View): boolean =>
  open.some(({ course }) => course.stands === "trouble");

/** Auth0's word can be relied on, names nothing that is under way, and our own login does not belie it. */
const isClear = (view: View): boolean =>
  isReliable(view.freshness) &&
  !isFailing(view) &&
  !view.open.some(({ course }) => course.stands !== "ahead");

/** Logins that fail where the status page names no incident: whose move it is, and why. */
function sayFailing(views: readonly View[]): readonly string[] {
  const ours = views.filter(isOurs);
  const others = views.filter((view) => !isOurs(view));
  return [
    ...sayEach(others, (names, cause) => `Logins fail for ${names}${sayPage(others)}${cause}.`),
    ...sayEach(
      ours,
      (names, cause) => `Our own login fails for ${names}, and that is ours to mend${cause}.`,
    ),
    ...(ours.some(({ freshness }) => isReliable(freshness))
      ? ["Auth0's status page reports nothing."]
      : []),
  ];
}

/** Only what was read can be said to be silent. */
const sayPage = (views: readonly View[]): string =>
  views.every(({ freshness }) => isReliable(freshness))
    ? " although Auth0's status page says nothing"
    : "";

function sayEach(
  views: readonly View[],
  say: (names: string, cause: string) => string,
): readonly string[] {
  if (views.length === 0) return [];
  if (views.length > named) return [say(sayNames(views), "")];
  return views.map((view) => {
    const cause = view.login ? sayCause(view.login) : "";
    const once = view.login?.confirmed ? "" : " (once so far)";
    return say(view.name, `${once}${cause ? `: ${cause}` : ""}`);
  });
}

/** How our own logins are where Auth0 reports an incident. */
function sayWithTrouble(views: readonly View[]): readonly string[] {
  const failing = views.filter(isFailing);
  const works = views.filter(({ login }) => login?.state === "works");
  return [
    ...sayEach(
      failing.filter((view) => !isOurs(view)),
      (names, cause) => `Our own login fails too for ${names}${cause}.`,
    ),
    ...sayEach(
      failing.filter(isOurs),
      (names, cause) => `Our own login fails too for ${names}, but for a reason of ours${cause}.`,
    ),
    ...(works.length > 0 ? [`Our own login works for ${sayNames(works)}.`] : []),
  ];
}

function sayBlind(blind: readonly View[], all: number, now: Date): readonly string[] {
  if (blind.length === 0) return [];
  const words =
    blind.length > named
      ? [`Auth0's status is not known for ${blind.length} of ${all} tenants: ${sayNames(blind)}.`]
      : blind.map(({ name, target, freshness }) => {
          const whose = name === everyone ? "Auth0's status" : `Auth0's status for ${name}`;
          return `${whose} ${sayFreshness(target, freshness, now)}.`;
        });
  const working = blind.filter(({ login }) => login?.state === "works");
  return [
    ...words,
    "Silence here is not health.",
    ...(working.length > 0 ? [`Our own login works for ${sayNames(working)}.`] : []),
  ];
}

function sayAffected(
  views: readonly View[],
  open: readonly Open[],
  kind: "trouble" | "work",
): readonly string[] {
  const count = open.filter(({ course }) => course.stands === kind).length;
  if (count === 0) return [];
  const hit = views.filter((view) => view.open.some(({ course }) => course.stands === kind));
  const [noun, verb] =
    kind === "trouble" ? ["open incident", "affect"] : ["maintenance under way", "concern"];
  const many = kind === "trouble" ? "open incidents" : "maintenances under way";
  const loginsHit = open.some(
    ({ course, subject }) => course.stands === kind && subject.authenticationAffected,
  );
  const logins = loginsHit ? "; logins are affected" : "";
  const affects = `${verb}${count === 1 ? "s" : ""}`;
  return [`${sayCount(count, noun, many)} ${affects} ${sayNames(hit)}${logins}.`];
}

function sayClear(clear: readonly View[]): readonly string[] {
  if (clear.length === 0) return [];
  const works = clear.filter(({ login }) => login?.state === "works");
  const whose = works.length === clear.length ? "" : ` for ${sayNames(works)}`;
  const login = works.length > 0 ? `, and our own login works${whose}` : "";
  return [`All clear for ${sayNames(clear)} as far as Auth0 says${login}.`];
}

/** Silence of our own probe is not health either. */
const sayOld = (old: readonly View[]): readonly string[] =>
  old.length > 0 ? [`No login has been tried lately for ${sayNames(old)}.`] : [];

/** The log should be there, and its tenant did not give it, or not all of it. */
const isUncounted = (view: View): boolean => missedOf(view).some(isWithheld);

const missedOf = ({ figures }: View) => [
  figures?.failedLogins.missing?.reason,
  figures?.limits.missing?.reason,
];

const isWithheld = (reason: string | undefined): boolean => reason === "down" || reason === "late";

function sayUncounted(uncounted: readonly View[]): readonly string[] {
  if (uncounted.length === 0) return [];
  const whole = uncounted.every((view) => missedOf(view).every(isWithheld));
  const log = `${whole ? "The" : "Not all of the"} log of ${sayNames(uncounted)}`;
  return [`${log} could${whole ? " not" : ""} be read.`];
}

export function toneOf(views: readonly View[], open: readonly Open[], now: Date): Tone {
  const tone = toneOfAll(open);
  if (views.some((view) => isFailing(view) && view.login?.confirmed)) return "bad";
  return tone === "good" && views.some((view) => isDoubtful(view, now)) ? "warning" : tone;
}

/** Nothing is known to be wrong, but not all that should be known is. */
function isDoubtful(view: View, now: Date): boolean {
  const { name, freshness, login, figures } = view;
  return [
    !isReliable(freshness),
    login?.state === "fails",
    isOld(view),
    login?.standing?.stopped !== undefined,
    sayRaised(figures, name, now).length > 0,
    isUncounted(view),
  ].some(Boolean);
}
