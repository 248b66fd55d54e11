const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
/** Minutes east of Greenwich. The zones that mail and feeds name. */
const zones = new Map(
  Object.entries({
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    west: 60,
    bst: 60,
    ist: 330,
    cet: 60,
    cest: 120,
    met: 60,
    mest: 120,
    mez: 60,
    mesz: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    jst: 540,
    kst: 540,
    hkt: 480,
    sgt: 480,
    awst: 480,
    acst: 570,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    ast: -240,
    adt: -180,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
    akst: -540,
    akdt: -480,
    hst: -600,
    a: -60,
    n: 60,
    m: -720,
    y: 720,
    et: -300,
    ct: -360,
    mt: -420,
    pt: -480,
  }),
);

interface Parts {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  readonly offset: number;
}

/**
 * A date as feeds write them: RFC 822 and its many misspellings, ISO 8601 and parts of it, what `date`
 * prints. UTC where no zone is given. Undefined for what is none; never throws.
 */
export function parseDate(written: string | undefined): Date | undefined {
  const text = written?.slice(0, 200).replace(/\s+/g, " ").trim();
  if (!text) return undefined;
  const parts = iso(text) ?? ordinal(text) ?? spelled(text) ?? slashed(text);
  return parts && instant(parts);
}

const clock = String.raw`(?:[T ,-]{1,3}(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?(?: ?([ap]m))?)?`;
const isoForm = new RegExp(
  String.raw`^(\d{4})(?:-?(\d{2})(?:-?(\d{2})${clock})?)?\s*(\S.*)?$`,
  "i",
);
const shortForm = new RegExp(String.raw`^(\d{2})-(\d{2})-(\d{2})${clock}\s*(\S.*)?$`, "i");

function iso(text: string): Parts | undefined {
  for (const form of [isoForm, shortForm, looseForm]) {
    const found = form.exec(text);
    if (!found) continue;
    const [, year, month = "1", day = "1", hour, minute, second, fraction, half, zone] = found;
    const written = { year, month: Number(month), day, hour, minute, second, fraction, half, zone };
    const parts = build(written);
    if (parts) return parts;
  }
  return undefined;
}

const looseForm = new RegExp(
  String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${clock}\s*(\S.*)?$`,
  "i",
);

function ordinal(text: string): Parts | undefined {
  const [, year, day] = /^(\d{4})-?(\d{3})$/.exec(text) ?? [];
  if (!(year && day)) return undefined;
  const date = new Date(Date.UTC(Number(year), 0, Number(day)));
  return build({ year, month: date.getUTCMonth() + 1, day: String(date.getUTCDate()) });
}

/** With the month as a word, in any order: `Thu, 01 Jan 2004 19:48 GMT`, `Jan 1, 2004`, `Thu Jan  1 19:48:21 PST 2004`. */
function spelled(text: string): Parts | undefined {
  const time = /(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?(?: ?([ap])\.?m\.?\b)?/i.exec(text);
  const rest = time
    ? `${text.slice(0, time.index)} ${text.slice(time.index + time[0].length)}`
    : text;
  const words = rest
    .split(/[\s,()]+|(?<=[a-z])\.|-(?=[a-z])|(?<=[a-z]{3})-/i)
    .filter((word) => word);
  const month = words.findIndex((word) => /^[a-z]{3,9}$/i.test(word) && monthOf(word) > 0);
  if (month < 0) return undefined;
  const numbers = words
    .filter((word) => /^\d{1,4}(st|nd|rd|th)?$/i.test(word))
    .map((word) => Number.parseInt(word, 10));
  const [first, second] = numbers;
  if (first === undefined || second === undefined) return undefined;
  const [day, year] = first > 31 ? [second, numbers[0]] : [first, second];
  const zone = words.find((word) => offsetOf(word) !== undefined && !/^\d/.test(word));
  const [, hour, minute, seconds, fraction, half] = time ?? [];
  return build({
    year: String(year).padStart(
      first > 31 ? 4 : (words.find((word) => Number(word) === year) ?? "").length,
      "0",
    ),
    month: monthOf(words[month] ?? ""),
    day: String(day),
    hour,
    minute,
    second: seconds,
    fraction,
    half: half && `${half}m`,
    zone,
  });
}

/** `12/31/2003`: months come first where that is possible, as they do wherever people write it so. */
function slashed(text: string): Parts | undefined {
  const form = new RegExp(
    String.raw`^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})${clock}\s*(\S.*)?$`,
    "i",
  );
  const found = form.exec(text);
  if (!found) return undefined;
  const [, a = "", b = "", year, hour, minute, second, fraction, half, zone] = found;
  const dayFirst = Number(a) > 12 || text.includes(`${a}.${b}.`);
  const [month, day] = dayFirst ? [b, a] : [a, b];
  return build({ year, month: Number(month), day, hour, minute, second, fraction, half, zone });
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

function build(written: Written): Parts | undefined {
  const offset = written.zone === undefined ? 0 : offsetOf(written.zone);
  if (offset === undefined) return undefined;
  return {
    year: fullYear(written.year ?? ""),
    month: written.month,
    day: Number(written.day),
    hour: hourOf(Number(written.hour ?? 0), written.half?.toLowerCase()),
    minute: Number(written.minute ?? 0),
    second: Number(written.second ?? 0),
    ms: Math.floor(Number(`0.${written.fraction ?? 0}`) * 1000),
    offset,
  };
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half === "pm" ? 12 : 0);
}

function fullYear(written: string): number {
  const year = Number(written);
  if (written.length > 2) return written.length === 3 ? year + 1900 : year;
  return year < 50 ? year + 2000 : year + 1900;
}

function monthOf(word: string): number {
  return months.indexOf(word.slice(0, 3).toLowerCase()) + 1;
}

/** Minutes; undefined for what is no zone. An offset beats the name beside it. */
function offsetOf(written: string): number | undefined {
  const word = written.trim().toLowerCase();
  const [, sign, hours, minutes = "0"] = /(?:^|[^\d])([+-])(\d{1,2}):?(\d{2})?\b/.exec(word) ?? [];
  if (sign && Number(hours) <= 15 && Number(minutes) < 60) {
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  }
  return zones.get(word.replace(/[^a-z]/g, ""));
}

function instant(parts: Parts): Date | undefined {
  const { year, month, day, hour, minute, second, ms, offset } = parts;
  const valid = hour <= 24 && minute < 60 && second <= 60 && year >= 1 && year <= 9999;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (!valid || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  // A leap second, or the hour 24, is the first moment of what comes next.
  date.setUTCHours(hour, minute - offset, second, ms);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
