import { createHash } from "node:crypto";
import { certain, exactCodes, manifold, usual, vagueCodes, wordingsOf } from "./log-cause-rules.ts";
import type { LogEvent } from "./log-event.ts";
import { textOf } from "./log-match.ts";
import { logTypeOf } from "./log-types/index.ts";

/**
 * Why an event of this type happened, in a word that names no person: failures of one type are counted apart by it. Empty
 * for what did not go wrong; else a code of `logCauses`, or `~` and eight digits for words that we have no name for.
 */
export function causeOf(event: LogEvent): string {
  const kind = logTypeOf(event.type)?.kind;
  if (kind === "success" || kind === "notice") return "";
  const sure = firstOf([event.type], certain);
  if (sure) return sure;
  const codes = codesIn(event.details);
  return (
    firstOf(codes, exactCodes) ??
    byWords(event) ??
    firstOf(codes, vagueCodes) ??
    usualOf(event) ??
    (logTypeOf(event.type) ? namelessOf(event) : "unknown-kind")
  );
}

const usualOf = (event: LogEvent): string | undefined =>
  manifold.has(event.type) && skeletonOf(textOf(event)) !== ""
    ? undefined
    : firstOf([event.type], usual);

/** So much of an event's words is looked at. */
const mostWords = 400;

function byWords(event: LogEvent): string | undefined {
  const said = wordsOf(event);
  if (said === "") return undefined;
  for (const wordings of wordingsOf(event.type)) {
    for (const [words, cause] of wordings) if (words.test(said)) return cause;
  }
  return undefined;
}

/** Whom a message was for is no reason why it failed. */
const wordsOf = (event: LogEvent): string =>
  `${textOf(event)}\n${moreOf(event.details)}`
    .trim()
    .slice(0, mostWords)
    .toLowerCase()
    .replaceAll(/\S+@\S+/gu, "");

/** What mails and self-service write instead of an error. */
function moreOf(details: unknown): string {
  if (!isRecord(details)) return "";
  const { title, warning } = details;
  return [title, warning].filter((one) => typeof one === "string").join("\n");
}

/** Fields in which Auth0 gives a code, nearest first. */
const codeFields = ["code", "errorCode", "error_class", "oauthError", "type", "reason", "name"];

function codesIn(details: unknown): readonly string[] {
  if (!isRecord(details)) return [];
  const { error, failure_details: failure } = details;
  const places = [error, isRecord(error) ? error.payload : undefined, failure, details];
  const found = places.filter(isRecord).flatMap((place) => codeFields.map((field) => place[field]));
  return [...found, error].filter((one): one is string => typeof one === "string");
}

type Record = Readonly<{ [key: string]: unknown }>;
const isRecord = (given: unknown): given is Record => typeof given === "object" && given !== null;

function firstOf(
  codes: readonly string[],
  table: Readonly<{ [code: string]: string }>,
): string | undefined {
  for (const code of codes) {
    const cause = Object.hasOwn(table, code) ? table[code] : undefined;
    if (cause) return cause;
  }
  return undefined;
}

function namelessOf(event: LogEvent): string {
  const words = skeletonOf(textOf(event));
  if (words === "") return "no-reason";
  return `~${createHash("sha256").update(words).digest("hex").slice(0, 8)}`;
}

/** A text without what differs from one event to the next: names, numbers, ids, addresses. */
function skeletonOf(text: string): string {
  return text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => /^[a-z_'-]+[.,:;!?]?$/u.test(word))
    .join(" ")
    .slice(0, 200);
}
