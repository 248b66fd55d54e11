import { sayLine } from "./command.ts";
import { parseDuration, sayDuration } from "./duration.ts";
import { excerpt } from "./excerpt.ts";
import type { LogAsked } from "./log-args.ts";
import type { LogField, LogQuery, LogTerm } from "./log-query.ts";
import { logTypes } from "./log-types/index.ts";
import type { EventView, Viewer } from "./log-words.ts";
import { isPlain } from "./mask.ts";
import { sayDate, sayList, sayStretch, sayTime } from "./say.ts";

type Values = Readonly<Record<string, string | number | undefined>>;

/** The line that asks the same of a command again, with more values. */
export function lineOf(command: string, asked: LogAsked, more: Values = {}): string {
  const { text, ...filters } = asked;
  const said = Object.entries(filters).map(([name, held]) => [name, held?.written]);
  const line = sayLine(command, { ...Object.fromEntries(said), ...more });
  return text?.written ? `${line} ${text.written}` : line;
}

/** What was asked, of the stretch of time that its words mean now: later they mean another. */
export function fixed({ on, during, ...asked }: LogAsked, { since, until }: LogQuery): LogAsked {
  const moment = (at: Date | undefined) => at && { value: at, written: isoOf(at) };
  return { ...asked, since: moment(since), until: moment(until) };
}

const isoOf = (at: Date): string => at.toISOString().replace(".000Z", "Z");

/** What was searched for, in words that follow "12 events". Masked, nobody is named. */
export function sayWhat(
  { terms }: Pick<LogQuery, "terms">,
  asked: LogAsked,
  { masked }: Viewer,
  views: readonly EventView[],
): string {
  const types = terms.filter(({ field }) => field === "type");
  const others = terms.filter(({ field }) => field !== "type");
  const shown = (term: LogTerm) =>
    !masked || (isOfThings(term) && term.values.every((value) => isShown(value, views)));
  return [
    ...(types.length > 0 ? [` (${sayTypes(types, asked, masked)})`] : []),
    ...others.map((term) => part(term, shown(term))),
  ].join("");
}

const isOfThings = ({ field }: LogTerm): boolean =>
  field === "client" || field === "connection" || field === "organization";

/** Whether a typed word says no more than the events that are shown to everybody do. */
const isShown = (word: string, views: readonly EventView[]): boolean =>
  isPlain(word) &&
  views.some(({ client, connection, organization }) =>
    [client, connection, organization].includes(word),
  );

function sayTypes(types: readonly LogTerm[], { type, text }: LogAsked, masked: boolean): string {
  if (masked && types.some(hasUnknown)) return "certain types";
  const left = (text?.written.match(/(?<=^|\s)"?(?:[-–—−!]|not:)type:[^\s"]+/giu) ?? []).map(
    (word) => word.replace(/^"?(?:[-–—−!]|not:)/u, "-"),
  );
  return excerpt([...(type ? [`type:${type.written}`] : []), ...left].join(" "), 80);
}

const hasUnknown = ({ values }: LogTerm): boolean => values.some((value) => !logTypes.has(value));

type Words = readonly [lead: string, without: string, instead: string];

const wordsOf: Readonly<Record<Exclude<LogField, "type">, Words>> = {
  user: [" of ", " not of ", "one user"],
  person: [" about ", " not about ", "one person"],
  ip: [" from ", " not from ", "one address"],
  client: [" through ", " not through ", "one application"],
  connection: [" on ", " not on ", "one connection"],
  organization: [" in ", " not in ", "one organization"],
  text: [" with ", " without ", "certain words"],
};

/** One filter in words: as it was typed where that may be shown, else what stands for it. */
function part({ field, values, not }: LogTerm, mayShow: boolean): string {
  if (field === "type") return "";
  const [lead, without, instead] = wordsOf[field];
  const said = field === "text" ? values.map((value) => `"${value}"`) : values;
  const words = mayShow ? excerpt(sayList(said).replace(/ and (?=[^,]*$)/u, " or "), 80) : instead;
  return `${not ? without : lead}${words}`;
}

/** In which time, in words that follow what was searched for; empty for all there is. */
export function sayWhen(asked: LogAsked, query: LogQuery, zone: string): string {
  const { since: from, until: to } = query;
  const day = asked.on ?? asked.during;
  const length = parseDuration((asked.until ? "" : (asked.since ?? asked.during)?.written) ?? "");
  if (length !== undefined) return ` in the last ${sayDuration(length)}`;
  if (day && from && to && isDate(day.written)) return ` on ${sayDate(from, zone)}`;
  return sayTimes(query, zone);
}

function sayTimes({ since: from, until: to }: LogQuery, zone: string): string {
  if (from && to) return ` ${sayStretch({ from, to }, zone)}`;
  if (from) return ` from ${sayTime(from, zone)} on`;
  return to ? ` until ${sayTime(to, zone)}` : "";
}

const isDate = (written: string): boolean =>
  /^(?:\d{4}-\d{2}-\d{2}|today|yesterday|[a-z]+day)$/iu.test(written);

/** Whether a line that says it again would name nobody, beside what the events tell everybody. */
export const namesNobody = (
  { terms }: Pick<LogQuery, "terms">,
  views: readonly EventView[],
): boolean =>
  terms.every((term) =>
    term.field === "type"
      ? !hasUnknown(term)
      : isOfThings(term) && term.values.every((value) => isShown(value, views)),
  );
