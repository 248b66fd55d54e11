import { monthOf } from "./months.ts";
import { type Offset, zoneOf } from "./zones.ts";

/**
 * A date as feeds write them: RFC 822 and its many misspellings, ISO 8601 and parts of it, what `date`
 * prints, in several languages. UTC where no zone is given. Undefined for what is none; never throws.
 */
export function parseDate(written: string | undefined): Date | undefined {
  const text = written?.slice(0, 200).replace(/\s+/g, " ").trim();
  if (!text) return undefined;
  const plain = western(text);
  const [, rest] = /^\p{L}+\.?, ?(.*)$/u.exec(plain) ?? [];
  for (const read of [epoch, ordinal, numeric, spelled]) {
    // First without the day of the week: some are called like a month elsewhere.
    const date = (rest && read(rest)) || read(plain);
    if (date) return date;
  }
  return undefined;
}

/** Dates of the Far East in western order and signs, and the names of months in ISO dates as numbers. */
function western(text: string): string {
  const dashed = text
    .replace(/^(\d{4})-(\p{L}+)-/u, (whole, year, word) => {
      const month = monthOf(word);
      return month ? `${year}-${month}-` : whole;
    })
    .replace(/^(\d{4})-0(\d\d-\d\d)/, "$1-$2")
    .replace(/(\d) ?[년年] ?(\d)/, "$1-$2")
    .replace(/(\d) ?[월月] ?(\d)/, "$1-$2")
    .replace(/(\d) ?[일日]/, "$1 ")
    .replace(/(오전|上午|午前) ?([\d:]+)/, "$2 am")
    .replace(/(오후|下午|午後) ?([\d:]+)/, "$2 pm");
  // Only Koreans write so, and they mean their own time.
  const zone = /[년오]/.test(text) && !/[+-]\d\d:?\d\d$/.test(dashed) ? " KST" : "";
  return dashed.replace(/ +/g, " ").trim() + zone;
}

/** Seconds or milliseconds since 1970. */
function epoch(text: string): Date | undefined {
  if (!/^(\d{9,10}|\d{13})$/.test(text)) return undefined;
  return new Date(Number(text) * (text.length === 13 ? 1 : 1000));
}

const clock = String.raw`(?:[T ,-]{1,3}(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?(?: ?([ap])\.?m\b\.?)?)?`;
const form = (day: string, end = "") =>
  new RegExp(String.raw`^${day}${clock}${end}\s*(\S.*)?$`, "i");
const yearFirst = [
  form(String.raw`(\d{4})(?:-?(\d{2})(?:-?(\d{2})`, ")?)?"),
  form(String.raw`(\d{2})-?(\d{2})-?(\d{2})`),
  form(String.raw`(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})`),
  /^-(\d{2})-?(\d{2})$/,
];
/** Months come first where that is possible, as they do wherever people write it so with strokes. */
const yearLast = form(String.raw`(\d{1,2})([/. ])(\d{1,2})[/. ](\d{4}|\d{2})`);

function numeric(text: string): Date | undefined {
  for (const one of yearFirst) {
    const found = one.exec(text);
    const [, year, month = "1", day = "1", ...rest] = found ?? [];
    const date = found && build({ year, month: Number(month), day, ...timeIn(rest) });
    if (date) return date;
  }
  const [, a = "", stroke, b = "", year, ...rest] = yearLast.exec(text) ?? [];
  if (!year) return undefined;
  const dayFirst = Number(a) > 12 || stroke !== "/";
  const [month, day] = dayFirst ? [b, a] : [a, b];
  return build({ year, month: Number(month), day, ...timeIn(rest) });
}

function timeIn([hour, minute, second, fraction, half, named]: readonly (string | undefined)[]) {
  return { hour, minute, second, fraction, half, zone: named };
}

/** The day of the year: `2003-335`, `03335`. */
function ordinal(text: string): Date | undefined {
  const [, year, day] = /^(\d{4}|\d{2})-?(\d{3})$/.exec(text) ?? [];
  if (!(year && day) || Number(day) > 366 || Number(day) < 1) return undefined;
  const date = new Date(Date.UTC(fullYear(year), 0, Number(day)));
  return date.getUTCFullYear() === fullYear(year) ? date : undefined;
}

const timeForm =
  /(?<![\d:])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?(?![\d:])(?: ?([ap])\.?m\b\.?)?/i;

/** With the month as a word, in any order: `Thu, 01 Jan 2004 19:48 GMT`, `Jan 1, 2004`, `Thu Jan  1 19:48:21 PST 2004`. */
function spelled(text: string): Date | undefined {
  const time = timeForm.exec(text);
  // An offset has a colon, too.
  if (!time && text.includes(":")) return undefined;
  const from = time ? text.slice(0, time.index) : text;
  const to = time ? text.slice(time.index + time[0].length) : "";
  const words = `${from} ${to}`
    .split(/[\s,()]+|(?<=\p{L})\.|-(?=\p{L})|(?<=\p{L}{3})-(?=\d{2,4}(?![\d:]))/u)
    .filter((word) => word);
  const month = words.map(monthOf).findLast((number) => number > 0);
  const days = words.filter((word) => /^\d{1,4}(st|nd|rd|th|\.)?$/i.test(word));
  const dated = dayAndYear(days, time === null);
  if (!(month && dated)) return undefined;
  const [, hour, minute, second, fraction, half] = time ?? [];
  const named = zoneAmong(words);
  if (named === null) return undefined;
  return build({ ...dated, month, hour, minute, second, fraction, half, zone: named });
}

/** `Nov. 2020` is the first day of that month, where no time is told. */
function dayAndYear([first, second]: readonly string[], timeless: boolean) {
  if (!first) return undefined;
  const isYear = Number.parseInt(first, 10) > 31;
  if (!second) return isYear && timeless ? { year: first, day: "1" } : undefined;
  const [day, year] = isYear ? [second, first] : [first, second];
  return { year, day: String(Number.parseInt(day, 10)) };
}

/** The last word that is a zone; null for what wants to be an offset and is none. */
function zoneAmong(words: readonly string[]): string | undefined | null {
  if (words.some((word) => /^[+-]/.test(word) && !/^-+$/.test(word) && !zoneOf(word))) return null;
  return words.findLast((word, at) => {
    if (/^\d/.test(word) || !zoneOf(word)) return false;
    // "June 22, 2023 at 1:11": the Atlantic is meant only at the end.
    return !/^(at|a|m|n|y)$/i.test(word) || at === words.length - 1;
  });
}

interface Written {
  readonly year: string | undefined;
  readonly month: number;
  readonly day: string | undefined;
  readonly hour?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  readonly fraction?: string | undefined;
  readonly half?: string | undefined;
  readonly zone?: string | undefined;
}

function build({ zone: named, hour, ...written }: Written): Date | undefined {
  // A day alone may have an offset only if that is written in full, or `2013-01-27-01` would be one.
  if (named && !hour && !/^(z|[a-z]+|[+-]\d\d:\d\d)$/i.test(named)) return undefined;
  const offset: Offset | undefined = named === undefined ? () => 0 : zoneOf(named);
  return offset && instant({ hour, ...written }, offset);
}

function instant(written: Written, offset: Offset): Date | undefined {
  const { month } = written;
  const [year, day] = [fullYear(written.year ?? ""), Number(written.day)];
  const hour = hourOf(Number(written.hour ?? 0), written.half?.toLowerCase());
  const [minute, second] = [Number(written.minute ?? 0), Number(written.second ?? 0)];
  const ms = Math.floor(Number(`0.${written.fraction ?? 0}`) * 1000);
  const valid = hour <= 24 && minute < 60 && second <= 60 && year >= 1 && year <= 9999;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (!valid || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  // A leap second, or the hour 24, is the first moment of what comes next.
  date.setUTCHours(hour, minute, second, ms);
  date.setTime(date.getTime() - offset(date) * 60_000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half === "p" ? 12 : 0);
}

function fullYear(written: string): number {
  const year = Number.parseInt(written, 10);
  if (written.length > 2) return written.length === 3 ? year + 1900 : year;
  return year < 50 ? year + 2000 : year + 1900;
}
