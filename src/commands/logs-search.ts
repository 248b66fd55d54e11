import type { CommandContext } from "../core/command.ts";
import { parseDuration, sayDuration } from "../core/duration.ts";
import { UserError } from "../core/errors.ts";
import { excerpt } from "../core/excerpt.ts";
import type { LogFilter } from "../core/log-event.ts";
import type { EventView, Viewer } from "../core/log-words.ts";
import { nearest } from "../core/nearest.ts";
import { sayTime } from "../core/say.ts";
import { isShown } from "./logs-lines.ts";
import type { TypesWanted } from "./logs-types.ts";

/** A moment, and how it was written. */
export interface Moment {
  readonly value: Date;
  readonly written: string;
}

/** What was asked for, as the line's words gave it. */
export interface Asked {
  readonly text: string;
  readonly type: TypesWanted | undefined;
  readonly user: string | undefined;
  readonly client: string | undefined;
  readonly connection: string | undefined;
  readonly ip: string | undefined;
  readonly org: string | undefined;
  readonly since: Moment | undefined;
  readonly until: Moment | undefined;
}

const names = ["type", "user", "client", "connection", "ip", "org", "since", "until", "text"];

/** @throws UserError where the times leave nothing between them, or a filter is misspelt. */
export function filterOf(asked: Asked, { now }: Pick<CommandContext, "now">): LogFilter {
  const { text, type, user, client, connection, ip, org, since, until } = asked;
  refuseSlips(text);
  refuseTimes(asked, now);
  const given: { readonly [Name in keyof LogFilter]: LogFilter[Name] | undefined } = {
    types: type?.codes,
    user,
    client,
    connection,
    ip,
    organization: org,
    since: since?.value,
    until: until?.value,
    text: text || undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function refuseTimes({ since, until }: Asked, now: Date): void {
  if (since && since.value > now) {
    throw new UserError(`since:${since.written} is still to come; nothing has happened since.`);
  }
  if (since && until && until.value <= since.value) {
    throw new UserError(
      `until:${until.written} is not after since:${since.written}; there is no time between them.`,
    );
  }
}

/** Free text may hold a colon; a filter that is misspelt must not become free text and find nothing. */
function refuseSlips(text: string): void {
  for (const word of text.split(/\s+/u)) {
    const key = /^([a-z]+):./iu.exec(word)?.[1]?.toLowerCase();
    const near = key && nearest(key, [...names, ...Object.keys(slips)]);
    if (near)
      throw new UserError(`I do not know "${key}:", did you mean "${slips[near] ?? near}:"?`);
  }
}

/** Auth0's own names for the same things. */
const slips: Readonly<Record<string, string>> = {
  email: "user",
  userid: "user",
  username: "user",
  address: "ip",
  app: "client",
  application: "client",
  organization: "org",
  from: "since",
  to: "until",
};

/** What was searched for, in words that follow "12 events". */
export function sayWhat(asked: Asked, { masked }: Viewer, views: readonly EventView[]): string {
  const { type, user, client, connection, ip, org, text } = asked;
  const whole = () => !masked;
  const typed = () => !masked || type?.unknown.length === 0;
  const shown = (word: string) => !masked || isShown(word, views);
  return [
    part(" ", type && `(type:${type.written})`, "(certain types)", typed),
    part(" of ", user, "one user", whole),
    part(" from ", ip, "one address", whole),
    part(" through ", client, "one application", shown),
    part(" on ", connection, "one connection", shown),
    part(" in ", org, "one organization", shown),
    part(" with ", text && `"${text}"`, "certain words", whole),
  ].join("");
}

/** One filter in words: as it was typed where that may be shown, else what stands for it. */
function part(
  lead: string,
  word: string | undefined,
  instead: string,
  mayShow: (word: string) => boolean,
): string {
  if (!word) return "";
  return `${lead}${mayShow(word) ? excerpt(word, 60) : instead}`;
}

/** In which time, in words that follow what was searched for; empty for all there is. */
export function sayWhen({ since, until }: Asked, { zone }: Pick<CommandContext, "zone">): string {
  const length = since && parseDuration(since.written);
  if (length && !until) return ` in the last ${sayDuration(length)}`;
  const from = since ? ` from ${sayTime(since.value, zone)}` : "";
  return `${from}${until ? ` until ${sayTime(until.value, zone)}` : from && " on"}`;
}
