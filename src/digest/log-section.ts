import type { Hole } from "../core/archive.ts";
import { mattersOf, type Part, pastMattersOf } from "../core/failure-matters.ts";
import { sayKind, sayMadeOf, sayPart } from "../core/failure-words.ts";
import { heardOf } from "../core/history.ts";
import { sayCause } from "../core/log-causes/index.ts";
import { completenessOf } from "../core/log-coverage.ts";
import { mailFailureTypes } from "../core/log-types/index.ts";
import type { Text } from "../core/message.ts";
import { sayCount, sayDate, sayList, sayNumber } from "../core/say.ts";
import { isMore, sayUsual } from "../core/usual.ts";
import { sayWhen } from "../core/weekly.ts";
import type { LogFacts } from "./log-facts.ts";
import { sayLimitsMet } from "./log-limits.ts";
import { short } from "./readiness-section.ts";
import { type Section, sectionOf, type View, whose } from "./view.ts";

const most = 3;

/** What failed more than usual, what is new, which mails and limits; nothing where all went as it always does. */
export function logSection(view: View): Section {
  return sectionOf(
    "Failures and limits",
    logsOf(view).flatMap(({ name, logs }) =>
      linesOf(logs, view).map((line): Text => [whose(view, name), ...line].filter((x) => x !== "")),
    ),
  );
}

/** One line for each tenant of which the section says nothing, and how far its log is whole. */
export function logsInOrder(view: View): readonly Text[] {
  return logsOf(view).flatMap(({ name, logs }) => [
    ...(linesOf(logs, view).length > 0 ? [] : [sayCalm(name, logs)]),
    ...sayWhole(name, logs, view),
  ]);
}

/** How many kinds or families of failures are more than usual now. */
export const risingIn = (view: View): number =>
  logsOf(view).reduce((sum, { logs }) => sum + mattersOf(logs.failures).length, 0);

const logsOf = ({ tenants }: View) =>
  tenants.flatMap(({ name, logs }) => (logs ? [{ name, logs }] : []));

type Line = readonly (string | { readonly bold: string })[];

function linesOf(logs: LogFacts, view: View): readonly Line[] {
  return [
    ...matters(logs, view),
    ...pastOnes(logs, view),
    ...upOnWeek(logs),
    ...firstSeen(logs),
    ...mails(logs),
    ...sayLimitsMet(logs.limits),
    ...holes(logs, view),
  ];
}

function matters({ failures }: LogFacts, { zone }: View): readonly Line[] {
  return mattersOf(failures)
    .filter(isToldHere)
    .slice(0, most)
    .map((matter) => {
      const { count, usual, run } = matter;
      const since = run ? ` since ${sayWhen(run.from, zone)}` : "";
      const made = sayMadeOf(matter);
      return [
        { bold: sayPart(matter) },
        `: ${sayNumber(count)}${since}, ${sayUsual(usual)}${made ? `; ${made}` : ""}.`,
      ];
    });
}

function pastOnes({ failures }: LogFacts, { zone }: View): readonly Line[] {
  return pastMattersOf(failures)
    .filter(isToldHere)
    .slice(-most)
    .map(({ run, ...part }) => [
      { bold: sayPart(part) },
      `: ${sayNumber(run.count)} from ${sayWhen(run.from, zone)} to ${sayWhen(run.to, zone)}, ${sayUsual(run.usual)}; over.`,
    ]);
}

/** Limits and mail have lines of their own, with who and why. */
const isToldHere = ({ family }: Part): boolean => family !== "limit" && family !== "mail";

/** Kinds that are clearly up on the week before, where it is only that week that there is to compare with. */
function upOnWeek({ failures, before }: LogFacts): readonly Line[] {
  if (failures.earlier || !before) return [];
  const up = failures.kinds.flatMap(({ kind, hourly: { count } }) => {
    const same = before.find(({ type, cause }) => type === kind.type && cause === kind.cause);
    const was = same?.count ?? 0;
    return isMore(count, { median: was, spread: 0 }) ? [{ kind, count, was }] : [];
  });
  return up
    .slice(0, most)
    .map(({ kind, count, was }) => [
      { bold: sayKind(kind) },
      `: ${sayNumber(count)}, ${was === 0 ? "none" : sayNumber(was)} the week before.`,
    ]);
}

function firstSeen({ failures }: LogFacts): readonly Line[] {
  const fresh = failures.fresh ?? [];
  if (fresh.length === 0) return [];
  const named = fresh
    .slice(0, most)
    .map(({ count, ...kind }) => `${sayKind(kind)} ${sayNumber(count)}×`);
  const more = fresh.length - named.length;
  const all = more > 0 ? [...named, `${more} more`] : named;
  return [[{ bold: "Never seen before" }, `: ${sayList(all)}.`]];
}

function mails({ failures }: LogFacts): readonly Line[] {
  const mine = failures.kinds.filter(({ kind }) => mailFailureTypes.includes(kind.type));
  const count = mine.reduce((sum, { hourly }) => sum + hourly.count, 0);
  if (count === 0) return [];
  const causes = mine
    .slice(0, most)
    .map(
      ({ kind, hourly }) =>
        `${sayCause(kind.cause) || "no reason given"} ${sayNumber(hourly.count)}×`,
    );
  const { usual } = failures.families.find(({ family }) => family === "mail")?.hourly ?? {};
  const than = usual ? ` (${sayUsual(usual)})` : "";
  return [[{ bold: sayCount(count, "mail") }, ` did not go out${than}: ${sayList(causes)}.`]];
}

function holes(logs: LogFacts, { zone }: View): readonly Line[] {
  return holesOfWeek(logs).map(({ from, to, why }) => [
    { bold: "The kept log" },
    ` may lack events from ${sayWhen(from, zone)} to ${sayWhen(to, zone)}: ${short(why)}.`,
  ]);
}

const holesOfWeek = ({ coverage, failures: { stretch } }: LogFacts): readonly Hole[] =>
  coverage.holes.filter(({ to, foundAt }) => to > stretch.from || foundAt > stretch.from);

function sayCalm(name: string, { failures, before }: LogFacts): string {
  const count = sayCount(failures.total.count, "failure");
  const was = before?.reduce((sum, each) => sum + each.count, 0);
  const usual = failures.total.usual
    ? `, ${sayUsual(failures.total.usual)}`
    : was === undefined
      ? ""
      : `, ${sayNumber(was)} the week before`;
  return `${name}: nothing failed more than usual (${count}${usual}), and no limit was met.`;
}

function sayWhole(
  name: string,
  { coverage, failures }: LogFacts,
  { at, zone }: View,
): readonly string[] {
  const { proved } = coverage;
  const heard = heardOf(coverage);
  if (!proved || completenessOf(coverage, { now: at }) !== "whole") {
    const last = heard ? `, and was last heard of ${sayWhen(heard, zone)}` : "";
    return [
      `${name}'s log is kept since ${sayWhen(failures.stretch.from, zone)}${last}; that it is whole is not proved.`,
    ];
  }
  const but =
    coverage.holes.length > 0 ? `, but for ${sayCount(coverage.holes.length, "hole")}` : "";
  return [`${name}'s log is kept whole since ${sayDate(proved.since, zone)}${but}.`];
}
