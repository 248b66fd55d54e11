import { parseDuration, sayDuration } from "./duration.ts";
import { UserError } from "./errors.ts";
import { type DayEdge, momentOf } from "./moment.ts";
import { nearest } from "./nearest.ts";
import { stretchWords } from "./stretch-words.ts";
import type { QuietHours } from "./subscription.ts";

export { nearest };

/** What an argument may need to make sense of the words: times are read in the asker's zone. */
export interface ArgContext {
  readonly now: Date;
  readonly zone: string;
}

/** One typed argument of a command: help, usage, forms and parsing are all made from it. */
export interface Arg<Value> {
  /** What it is, as help says it: "a source, like status". */
  readonly about: string;
  /** word: the next bare word. rest: all bare words that are left. key: only as `name:value`. */
  readonly place: "word" | "rest" | "key";
  /** For `rest`: words that quotes keep together stay in quotes, so that `parse` can tell them from words side by side. */
  readonly apart?: true;
  readonly required: boolean;
  /** Shown in usage for a value: `7d`. */
  readonly hint: string;
  readonly choices?: readonly string[];
  /** What a form calls it, where its name says too little: "How loud" for `as`. */
  readonly label?: string;
  /** Said to end what was chosen before: in a form, by emptying its field. */
  readonly ending?: string;
  /** What a form says below it, where what it is says too little. */
  readonly formHint?: string;
  /** What a form calls its choices, where the word itself says too little. */
  readonly choiceLabels?: Readonly<Record<string, string>>;
  /** Only buttons say it: no usage names it. */
  readonly unsaid?: true;
  /** What kind of thing it is, where a form can help to choose it; `nothing`: no form asks for it. */
  readonly asks?: "person" | "hours" | "label" | "nothing";
  /** Whether what was written may be about a person: then an answer for all does not repeat it. */
  personal?(written: string): boolean;
  /**
   * Which of its words may be kept readable in the audit trail, where people write words of their own. Absent: of a `rest` none,
   * of anything else all that nothing personal is recognized in.
   */
  keeps?(word: string): boolean;
  /** @throws UserError in words for the person. */
  parse(written: string, context: ArgContext): Value;
}

export type Args = Readonly<Record<string, Arg<unknown>>>;
export type Parsed<A extends Args> = {
  readonly [Name in keyof A]: A[Name] extends Arg<infer V> ? V : never;
};

function make<Value>(
  about: string,
  hint: string,
  parse: (written: string, context: ArgContext) => Value,
  choices?: readonly string[],
): Arg<Value> {
  return { about, place: "word", required: true, hint, parse, ...(choices ? { choices } : {}) };
}

export const arg = {
  word: (about: string, hint = "word") => make(about, hint, (written) => written),
  /** Every bare word that is left, as one string; empty where there are none. */
  rest: (about: string): Arg<string> => ({
    ...make(about, "words", (written) => written),
    place: "rest",
    required: false,
  }),
  choice: <const Choice extends string>(about: string, choices: readonly Choice[]): Arg<Choice> =>
    make(about, choices.join("|"), (written) => choose(written, choices, about), choices),
  integer: (about: string, { min, max }: { min: number; max: number }) =>
    make(about, `${min}-${max}`, (written) => {
      const value = Number(written);
      if (/^-?\d+$/.test(written) && value >= min && value <= max) return value;
      throw new UserError(`"${written}" is not a whole number from ${min} to ${max} (${about}).`);
    }),
  /** Milliseconds. */
  duration: (about: string) =>
    make(about, "2h", (written) => {
      const ms = parseDuration(written);
      if (ms !== undefined) return ms;
      throw new UserError(
        `"${written}" is not a length of time; write one like 30m, 2h or 7d (${about}).`,
      );
    }),
  /** A moment: so long ago (`7d`), or a date (`2026-11-01`) in UTC. */
  since: (about: string) =>
    make(about, "30d", (written, { now }) => {
      const ms = parseDuration(written);
      if (ms !== undefined) return new Date(Math.max(0, now.getTime() - ms));
      const date = dateOf(written);
      if (date && date > now) throw new UserError(`"${written}" is still to come (${about}).`);
      if (date) return date;
      throw new UserError(
        `"${written}" is not a time; write one like 24h, 30d or 2026-11-01 (${about}).`,
      );
    }),
  /** A moment in the asker's zone: so long ago, a day, or a time of a day. `edge`: what a day without a time means. */
  moment: (about: string, edge: DayEdge) =>
    make(about, edge === "begin" ? "2h" : "2026-11-22T14:00", (written, context) => {
      const moment = momentOf(written, context, edge);
      if (moment) return moment;
      const near = nearest(written, stretchWords);
      const meant = near ? `. Did you mean "${near}"? Write` : "; write";
      throw new UserError(
        `"${written}" is not a time${meant} one like 2h, 2026-11-22 or 2026-11-22T14:00 (${about}).`,
      );
    }),
  /** A moment to come: so long from now (`30d`), or the beginning of a date (`2026-12-31`) in UTC. */
  until: (about: string, { most }: { most: number }) =>
    make(about, "30d", (written, { now }) => {
      const ms = parseDuration(written);
      const until = ms === undefined ? dateOf(written) : new Date(now.getTime() + ms);
      if (!until) {
        throw new UserError(
          `"${written}" is not a time; write one like 30d or 2026-12-31 (${about}).`,
        );
      }
      if (until <= now) throw new UserError(`"${written}" is already over (${about}).`);
      if (until.getTime() - now.getTime() <= most) return until;
      throw new UserError(`"${written}" is more than ${sayDuration(most)} ahead (${about}).`);
    }),
  /** Hours of the day, in the asker's zone unless `@Zone` is given: `22:00-07:00`, `22:00-07:00@Europe/Berlin`. */
  quiet: (about: string) => make(about, "22:00-07:00", parseQuiet),
} as const;

/** May be left out; then it is undefined. */
export const optional = <Value>(given: Arg<Value>): Arg<Value | undefined> => ({
  ...given,
  required: false,
});

/** Only as `name:value`, in any order, never by position. */
export const keyed = <Value>(given: Arg<Value>): Arg<Value> => ({ ...given, place: "key" });

/** What a form says of it: its name there, what its choices are called, what kind of thing it is. */
export const shownAs = <Value>(
  label: string,
  given: Arg<Value>,
  more: Pick<Arg<Value>, "choiceLabels" | "asks" | "formHint"> = {},
): Arg<Value> => ({ ...given, label, ...more });

/** What is written there may be about a person: never repeated before everybody. */
export const personal = <Value>(
  given: Arg<Value>,
  when: (written: string) => boolean = () => true,
): Arg<Value> => ({ ...given, personal: when });

/** People write words of their own there: the audit trail keeps those alone that are known. */
export const inOwnWords = <Value>(
  given: Arg<Value>,
  keeps: (word: string) => boolean = () => false,
): Arg<Value> => ({ ...given, keeps });

/** Keeps what was written beside its value, for a line that says the same again. */
export const asWritten = <Value>(
  given: Arg<Value>,
): Arg<{ readonly value: Value; readonly written: string }> => ({
  ...given,
  parse: (written, context) => ({ value: given.parse(written, context), written }),
});

function dateOf(written: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) return undefined;
  const date = new Date(`${written}T00:00:00Z`);
  // The 31st of February would silently be a day in March.
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written);
  return exists ? date : undefined;
}

/** @throws UserError unless it is `HH:MM-HH:MM`, with or without `@Zone`. */
export function parseQuiet(written: string, { zone }: Pick<ArgContext, "zone">): QuietHours {
  const [, begin, end, named = zone] = /^([\d:]+)-([\d:]+)(?:@(.+))?$/.exec(written) ?? [];
  const [from, to] = [minuteOf(begin), minuteOf(end)];
  if (from === undefined || to === undefined || from === to) {
    throw new UserError(
      `"${written}" are not hours of the day; write them like quiet:22:00-07:00.`,
    );
  }
  if (isZone(named)) return { from, to, zone: named };
  throw new UserError(`"${named}" is not a time zone; write one like Europe/Berlin or UTC.`);
}

function minuteOf(written: string | undefined): number | undefined {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(written ?? "") ?? [];
  if (Number(hour) < 24 && Number(minute) < 60) return Number(hour) * 60 + Number(minute);
  return undefined;
}

/** Looking a zone up takes as long as the rest of a line, and everyone's is asked for with each. */
const zones = new Set<string>();

export function isZone(named: string): boolean {
  if (zones.has(named)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: named });
    zones.add(named);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function choose<Choice extends string>(
  written: string,
  choices: readonly Choice[],
  about: string,
): Choice {
  const chosen = choices.find((choice) => choice.toLowerCase() === written.toLowerCase());
  if (chosen) return chosen;
  const near = nearest(written, choices);
  throw new UserError(
    `"${written}" is not ${about}; ${near ? `did you mean ${near}? It` : "it"} is one of ${choices.join(", ")}.`,
  );
}
