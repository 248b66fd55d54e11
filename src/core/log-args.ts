import type { Stretch } from "./archive.ts";
import { type Arg, arg, keyed, optional, type Parsed, personal, shownAs } from "./args.ts";
import { UserError } from "./errors.ts";
import { excerpt } from "./excerpt.ts";
import { freeWordsOf, mayBePersonal } from "./log-free-words.ts";
import type { LogQuery } from "./log-query.ts";
import { addressesOf, type LogWords, type NameField, namesOf } from "./log-terms.ts";
import { namesUnknown, typesOf } from "./log-type-words.ts";
import { isTimeOfDay, momentOf } from "./moment.ts";
import { nearest } from "./nearest.ts";
import { stretchOf } from "./stretch.ts";
import { stretchWords } from "./stretch-words.ts";
import { dayLater } from "./zone-time.ts";

/** A value, and how it was written. */
interface Written<Value> {
  readonly value: Value;
  readonly written: string;
}

/** Which events: the arguments of every command that asks for some. */
export const filterArgs = {
  text: {
    ...personal(arg.rest("words of the description or the error"), mayBePersonal),
    apart: true,
    parse: freeWordsOf,
  } satisfies Arg<LogWords>,
  type: optional(
    keyed(
      personal(
        reads(arg.word("codes, kinds or topics, with commas between", "fp,failures"), typesOf),
        namesUnknown,
      ),
    ),
  ),
  user: named("user", "an e-mail address, a name or an id", "ada@example.com"),
  person: shownAs(
    "Anybody named",
    named("person", "whoever did it or whom it was done to", "ada@example.com"),
    { asks: "nothing" },
  ),
  client: named("client", "an application's name or id", "Checkout"),
  connection: named("connection", "a connection's name or id", "google-oauth2"),
  ip: shownAs(
    "IP address",
    about(reads(arg.word("an IP address or a network", "203.0.113.7"), addressesOf)),
  ),
  org: shownAs("Organization", named("organization", "an organization's name or id", "org_abc123")),
} as const;

/** In which time: the arguments of commands that look back. */
export const timeArgs = {
  since: optional(keyed(moment("from when on", "begin", "2h"))),
  until: optional(keyed(moment("until when", "end", "2026-11-22T14:00"))),
  on: shownAs("On", stretch("which day, week or month", "yesterday"), { asks: "nothing" }),
  during: shownAs("During", stretch("from when until when", "2026-11-22T14:00..15:00"), {
    asks: "nothing",
  }),
} as const;

export const logArgs = { ...filterArgs, ...timeArgs } as const;

/** What was asked for, as a line's words gave it. */
export type LogAsked = {
  readonly [Name in keyof typeof logArgs]?: Parsed<typeof logArgs>[Name] | undefined;
};

function reads<Value>(given: Arg<string>, parse: (written: string) => Value): Arg<Value> {
  return { ...given, parse };
}

/** A filter that may name a person. */
function about(given: Arg<LogWords>): Arg<LogWords | undefined> {
  return optional(keyed(personal(given)));
}

function named(field: NameField, words: string, hint: string): Arg<LogWords | undefined> {
  return about(reads(arg.word(words, hint), (written) => namesOf(field, written)));
}

function moment(words: string, edge: "begin" | "end", hint: string): Arg<Written<Date>> {
  return {
    ...arg.word(words, hint),
    parse(written, context) {
      const value = momentOf(written, context, edge);
      if (value) return { value, written };
      throw notTime(written, `one like 2h, yesterday, 14:00 or 2026-11-22T14:00 (${words})`);
    },
  };
}

function stretch(words: string, hint: string): Arg<Written<Stretch> | undefined> {
  const given: Arg<Written<Stretch>> = {
    ...arg.word(words, hint),
    parse(written, context) {
      const value = stretchOf(written, context);
      if (value) return { value, written };
      const like = "one like yesterday, last-week, 2026-11-22 or 2026-11-22T14:00..15:00";
      throw notTime(written, `${like} (${words})`);
    },
  };
  return optional(keyed(given));
}

function notTime(written: string, like: string): UserError {
  const near = nearest(written, stretchWords);
  const meant = near ? `. Did you mean "${near}"? Write` : "; write";
  return new UserError(`"${excerpt(written, 40)}" is not a time${meant} ${like}.`);
}

/** @throws UserError where the times leave nothing between them, or are said twice. */
export function queryOf(asked: LogAsked, { now, zone }: { now: Date; zone: string }): LogQuery {
  const { text, type, user, person, client, connection, ip, org } = asked;
  const filters = [type, user, person, client, connection, ip, org, text];
  const { since, until } = timesOf(asked, zone);
  if (since && since > now) {
    throw new UserError(`${timeWords(asked)} is still to come; nothing has happened since.`);
  }
  return {
    ...(since ? { since } : {}),
    ...(until ? { until } : {}),
    terms: filters.flatMap((filter) => filter?.terms ?? []),
  };
}

const timeWords = ({ since, on, during }: LogAsked): string =>
  since ? `since:${since.written}` : on ? `on:${on.written}` : `during:${during?.written}`;

function timesOf(asked: LogAsked, zone: string): { since?: Date; until?: Date } {
  const { since, until, on, during } = asked;
  const whole = on ?? during;
  const ways = [on, during, since ?? until].filter((way) => way !== undefined);
  if (ways.length > 1) {
    throw new UserError("Say one time: on:, or during:, or since: and until:.");
  }
  if (whole) return { since: whole.value.from, until: whole.value.to };
  if (since && until) return { since: since.value, until: endOf(since, until, zone) };
  return { ...(since && { since: since.value }), ...(until && { until: until.value }) };
}

/** "since:22:00 until:23:00" is one evening, whichever of the two the clock showed last. */
function endOf(since: Written<Date>, until: Written<Date>, zone: string): Date {
  const to = until.value;
  const later = to <= since.value && isTimeOfDay(until.written) ? dayLater(to, zone) : to;
  if (later > since.value) return later;
  throw new UserError(
    `until:${until.written} is not after since:${since.written}; there is no time between them.`,
  );
}
