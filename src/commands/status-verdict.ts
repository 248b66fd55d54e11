import { toneOfAll } from "../core/course.ts";
import { isReliable, sayFreshness } from "../core/freshness.ts";
import type { Tone } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import { everyone, type Open, sayNames, type View } from "./status-view.ts";

/** Sentences, the one that matters most first. */
export function sayVerdict(
  views: readonly View[],
  open: readonly Open[],
  now: Date,
): readonly string[] {
  const blind = views.filter(({ freshness }) => !isReliable(freshness));
  const clear = views.filter(
    (view) =>
      isReliable(view.freshness) && !view.open.some(({ course }) => course.stands !== "ahead"),
  );
  return [
    ...sayBlind(blind, views.length, now),
    ...sayAffected(views, open, "trouble"),
    ...sayAffected(views, open, "work"),
    ...(clear.length > 0 ? [`All clear for ${sayNames(clear)} as far as Auth0 says.`] : []),
  ];
}

function sayBlind(blind: readonly View[], all: number, now: Date): readonly string[] {
  if (blind.length === 0) return [];
  const words =
    blind.length > 2
      ? [`Auth0's status is not known for ${blind.length} of ${all} tenants: ${sayNames(blind)}.`]
      : blind.map(({ name, target, freshness }) => {
          const whose = name === everyone ? "Auth0's status" : `Auth0's status for ${name}`;
          return `${whose} ${sayFreshness(target, freshness, now)}.`;
        });
  return [...words, "Silence here is not health."];
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

export function toneOf(views: readonly View[], open: readonly Open[]): Tone {
  const tone = toneOfAll(open);
  const blind = views.some(({ freshness }) => !isReliable(freshness));
  return blind && tone === "good" ? "warning" : tone;
}
