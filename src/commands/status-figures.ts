import { HOUR, MINUTE } from "../core/clock.ts";
import { sayAge, sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import type { FailedLogins, Figure, Figures, LimitEvents } from "../core/figures.ts";
import { logTypeOf } from "../core/log-types/index.ts";
import { type Block, note, type Span, type Text } from "../core/message.ts";
import { sayCount, sayHourMinute, sayList, sayNumber } from "../core/say.ts";
import { isMore } from "../core/usual.ts";

/** Older figures say nothing about now. */
const currentMs = 10 * MINUTE;
/** Fewer than this are nothing unusual, whatever the usual is. */
const fewest = 10;
/** Limits are not met at all as a rule: fewer than this in an hour are said, and not drawn. */
const fewestLimits = 3;
/** So many hours make a usual. */
const enough = 3;
const mostTypes = 3;

/** Failed logins of the last hour, and what an hour usually has. */
interface Rate {
  readonly lastHour: number;
  readonly usual: number | undefined;
  readonly raised: boolean;
}

function rateOf({ hours, lastHour: told, usual: known }: FailedLogins): Rate | undefined {
  const lastHour = told ?? hours.at(-1);
  if (lastHour === undefined) return undefined;
  if (known) return { lastHour, usual: known.median, raised: isMore(lastHour, known, 2) };
  const before = told === undefined ? hours.slice(0, -1) : hours;
  if (before.length < enough) return { lastHour, usual: undefined, raised: false };
  const usual = before.reduce((sum, count) => sum + count, 0) / before.length;
  return { lastHour, usual, raised: lastHour >= Math.max(fewest, 2 * usual) };
}

/** Sentences about a tenant where far more logins fail than usual, as far as that is known of now. */
export function sayRaised(
  figures: Figures | undefined,
  tenant: string,
  now: Date,
): readonly string[] {
  const last = figures?.failedLogins.last;
  const rate = last && isCurrent({ last }, now) ? rateOf(last.value) : undefined;
  return rate?.raised ? [`More logins than usual fail for ${tenant}: ${sayRate(rate)}.`] : [];
}

function sayRate({ lastHour, usual }: Omit<Rate, "raised">): string {
  const words = `${lastHour} in the last hour`;
  return usual === undefined ? words : `${words}, usual is ${sayUsual(usual)}`;
}

const sayUsual = (usual: number): string =>
  usual > 0 && usual < 1 ? "less than 1" : `${Math.round(usual)} an hour`;

/** Lines for a tenant's own answer; nothing where the log may not be read because nobody set that up. */
export function figureLines({ failedLogins, limits }: Figures, now: Date): readonly Text[] {
  return [
    ...lineOf("Failed logins", failedLogins, sayFailed, now),
    ...lineOf("Rate limits", limits, sayLimits, now),
  ];
}

/** What would bring figures of now, once for all that lack the same. */
export function figureFixes({ failedLogins, limits }: Figures): readonly Block[] {
  const missing = [failedLogins.missing, limits.missing].filter((each) => each !== undefined);
  const fixes = missing.filter(({ reason }) => reason !== "not configured").map(({ fix }) => fix);
  return [...new Set(fixes)].map((fix) => note(`What to do: ${excerpt(oneLine(fix), 300)}`));
}

function lineOf<Value>(
  label: string,
  { last, missing }: Figure<Value>,
  say: (value: Value, at: Date, now: Date) => readonly Span[],
  now: Date,
): readonly Text[] {
  if (missing?.reason === "not configured") return [];
  const why = missing ? excerpt(oneLine(missing.why), 200) : "";
  const head = { bold: label };
  if (!last) return [[head, `: not known${why ? `: ${why}` : ""}.`]];
  const figure = say(last.value, last.at, now);
  if (!missing) return [[head, ": ", ...figure, `; counted ${sayAge(last.at, now)}.`]];
  const age = sayDuration(now.getTime() - last.at.getTime());
  return [[head, `: not known of now: ${why}. ${age} ago: `, ...figure, "."]];
}

function sayFailed(value: FailedLogins, at: Date): readonly Span[] {
  const rate = rateOf(value);
  const { count, exact, since } = value;
  if (exact && count === 0) return ["none in the last day"];
  const day: readonly Span[] = exact
    ? [`; ${sayNumber(count)} in the last day`]
    : ["; at least ", `${sayNumber(count)} since `, { time: since }];
  if (rate) return [sayRate(rate), ...day];
  return [
    `at least ${sayNumber(count)} in the last ${sayDuration(at.getTime() - since.getTime())}`,
  ];
}

function sayLimits(
  { count, exact, newest, types }: LimitEvents,
  _at: Date,
  now: Date,
): readonly Span[] {
  if (count === 0) return ["no event in the last day"];
  const words = `${exact ? "" : "at least "}${sayCount(count, "event")} in the last day`;
  return [
    `${words}: ${sayTypes(types)}`,
    ...(newest ? [`, the newest ${sayAge(newest, now)} (`, { time: newest }, ")"] : []),
  ];
}

function sayTypes(types: LimitEvents["types"]): string {
  const named = types.slice(0, mostTypes).map(({ type, count }) => {
    const name = logTypeOf(type)?.name;
    return `${name ? `${name} (${type})` : type} ${sayNumber(count)}×`;
  });
  const more = types.length - named.length;
  return sayList(more > 0 ? [...named, `${more} more kinds`] : named);
}

/** Whose clock a chart's hours are on. */
interface At {
  readonly now: Date;
  readonly zone: string;
}

/** The failed logins and the rate-limit events of each hour, where there is something to see. */
export function figureCharts({ failedLogins, limits }: Figures, at: At): readonly Block[] {
  return [
    ...chartOf(failedLogins, { name: "Failed logins", unit: "failed logins", least: fewest }, at),
    ...chartOf(limits, { name: "Rate-limit events", unit: "events", least: fewestLimits }, at),
  ];
}

function chartOf(
  figure: Figure<Pick<FailedLogins, "hours" | "ends" | "begun">>,
  what: { readonly name: string; readonly unit: string; readonly least: number },
  { now, zone }: At,
): readonly Block[] {
  const { last } = figure;
  if (!(last && isCurrent(figure, now)) || last.value.hours.length < enough) return [];
  const { hours, ends = last.at, begun } = last.value;
  const values = begun === undefined ? hours : [...hours, begun];
  if (Math.max(...values) < what.least) return [];
  const from = ends.getTime() - hours.length * HOUR;
  const points = values.map((value, index) => ({
    label: sayHourMinute(new Date(from + index * HOUR), zone),
    value,
  }));
  const soFar = begun === undefined ? "" : ", the last one so far";
  const title = `${what.name} in each of the last ${values.length} hours${soFar}, ${zone} time`;
  return [{ kind: "chart", title, shape: "bar", unit: what.unit, points }];
}

/** In a few words, for a list of tenants. */
export function sayFigures(figures: Figures | undefined, now: Date): readonly string[] {
  if (!figures) return [];
  const { failedLogins, limits } = figures;
  if (failedLogins.missing?.reason === "not configured") return [];
  const met = isCurrent(limits, now) ? (limits.last?.value.count ?? 0) : 0;
  return [
    sayFailures(isCurrent(failedLogins, now) ? failedLogins : {}, now),
    ...(met > 0 ? [`${sayCount(met, "rate-limit event")} in the last day`] : []),
  ];
}

function sayFailures({ last, missing }: Figure<FailedLogins>, now: Date): string {
  if (!last) return "failed logins not known";
  const { lastHour } = rateOf(last.value) ?? {};
  const words =
    lastHour === undefined
      ? `at least ${last.value.count} failed logins in the last hour`
      : `${sayCount(lastHour, "failed login")} in the last hour`;
  return missing ? `${words} (counted ${sayAge(last.at, now)})` : words;
}

const isCurrent = ({ last }: Figure<unknown>, now: Date): boolean =>
  last !== undefined && now.getTime() - last.at.getTime() < currentMs;
