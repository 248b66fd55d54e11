import { allows, type Role } from "../core/access.ts";
import { arg, inOwnWords, personal } from "../core/args.ts";
import { defineCommand } from "../core/command.ts";
import { type ErrorCode, errorCodeOf, errorCodes, movers } from "../core/error-codes/index.ts";
import { UserError } from "../core/errors.ts";
import { excerpt } from "../core/excerpt.ts";
import { isNameless, type LogCause, logCauses } from "../core/log-causes/index.ts";
import { type LogType, logTypeOf, logTypes } from "../core/log-types/index.ts";
import { signOf } from "../core/log-words.ts";
import { isPlain, scrub } from "../core/mask.ts";
import {
  actions,
  type Block,
  fields,
  heading,
  list,
  type Message,
  note,
  type Text,
  text,
} from "../core/message.ts";
import { nearest } from "../core/nearest.ts";
import { sayCount } from "../core/say.ts";

/** At once; a page of events has no more types. */
const mostExplained = 10;
const mostCandidates = 8;
const mostButtons = 5;

export const explain = defineCommand({
  name: "explain",
  summary: "Say in plain words what a log type, an error or a cause means",
  examples: ["explain fp", "explain mfa_required", "explain 429", "explain wrong-password"],
  access: "viewer",
  audience: "asker",
  args: {
    words: inOwnWords(
      personal(
        arg.rest("codes of log types, errors or causes, an HTTP status, or words"),
        (word) => !isPlain(word),
      ),
      (word) => meaningsOf(word).length > 0,
    ),
  },
  async run({ words: written }, { role, audience }) {
    const words = written.split(/[\s,]+/u).filter(Boolean);
    if (words.length === 0) {
      throw new UserError(
        "Say which: a log type like fp, an error like mfa_required, a cause like wrong-password, or a status like 429.",
      );
    }
    const known = words.map(meaningsOf);
    return known.every((meanings) => meanings.length > 0)
      ? sayAll([...new Set(known.flat())], role)
      : sayNear(words, audience === "all" ? scrub : (word) => word);
  },
});

/** Something that can be explained. */
type Meaning =
  | { readonly type: LogType }
  | { readonly error: ErrorCode }
  | { readonly cause: LogCause };

const everything: readonly Meaning[] = [
  ...[...logTypes.values()].map((type) => ({ type })),
  ...[...errorCodes.values()].map((error) => ({ error })),
  ...[...logCauses.values()].map((cause) => ({ cause })),
];

const toldOf = (one: Meaning): { readonly code: string; readonly means: string } =>
  "type" in one ? one.type : "error" in one ? one.error : one.cause;

const codeOf = (meaning: Meaning): string => toldOf(meaning).code;

/** What it is called beside its code; an error has no name. */
const nameOf = (one: Meaning): string =>
  "type" in one ? one.type.name : "cause" in one ? one.cause.phrase : "";

/** All that a code stands for; one may name both a type of event and an error. */
function meaningsOf(word: string): readonly Meaning[] {
  const [type, error] = [logTypeOf(word.toLowerCase()), errorCodeOf(word)];
  const told = [type, error, logCauses.get(word.toLowerCase())];
  return everything.filter((one) => told.some((each) => each === toldOf(one)));
}

function sayAll(meanings: readonly Meaning[], role: Role): Message {
  const [first] = meanings;
  const shown = meanings.slice(0, mostExplained);
  const left = meanings.length - shown.length;
  const summary =
    meanings.length === 1 && first
      ? titleOf(first)
      : `${sayCount(meanings.length, "code")}: ${meanings.map(codeOf).join(", ")}.`;
  const types = shown.flatMap((one) => ("type" in one ? [one.type.code] : []));
  const search =
    types.length > 0 && allows(role, "operator")
      ? [actions({ label: "Search the logs", line: `logs type:${types.join(",")}` })]
      : [];
  return {
    summary,
    blocks: [
      ...shown.flatMap(sayMeaning),
      ...(left > 0
        ? [note(`${sayCount(left, "more code")} of yours: ask for fewer at once.`)]
        : []),
      ...search,
    ],
  };
}

function titleOf(one: Meaning): string {
  const { code, means } = toldOf(one);
  if ("type" in one) return `${code} is "${one.type.name}", a log type: ${means}`;
  return `${code} is ${"error" in one ? "an error" : "a cause"}: ${means}`;
}

function sayMeaning(one: Meaning): readonly Block[] {
  if ("type" in one) return sayType(one.type);
  return "error" in one ? sayError(one.error) : sayCauseOf(one.cause);
}

function sayCauseOf({ code, phrase, means, advice, move }: LogCause): readonly Block[] {
  return [
    heading(`${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}`),
    text([{ code }, ` – ${means}`]),
    fields([
      { label: "What to do", value: advice },
      { label: "Whose move", value: movers[move] },
      { label: "Cause", value: "Watchpost's own word, by which failures are counted" },
    ]),
  ];
}

function sayType({ code, name, kind, topic, means, causes, advice }: LogType): readonly Block[] {
  return [
    heading(`${signOf(kind)}${name}`),
    text([{ code }, ` – ${means}`]),
    fields([
      { label: "Usually", value: causes },
      { label: "What to do", value: advice },
      { label: "Log type", value: `${kind}, topic ${topic}` },
    ]),
  ];
}

function sayError({ code, statuses, api, means, advice, move }: ErrorCode): readonly Block[] {
  const isStatus = String(statuses[0]) === code;
  return [
    heading(isStatus ? `HTTP status ${code}` : code),
    text(means),
    fields([
      { label: "What to do", value: advice },
      { label: "Whose move", value: `${movers[move]}` },
      ...(isStatus
        ? []
        : [{ label: "Error", value: `${api}, mostly with status ${statuses.join(" or ")}` }]),
    ]),
  ];
}

/** Nothing of this name: what it may have been, by spelling and by words. */
function sayNear(words: readonly string[], shown: (word: string) => string): Message {
  const found = candidates(words);
  const unknown = words.filter((word) => meaningsOf(word).length === 0);
  const named = excerpt(shown(unknown.join(" ")), 60);
  const asks =
    found.length > 0
      ? `Nothing is called "${named}". It may be one of these:`
      : sayUnknown(unknown, named);
  return {
    summary:
      found.length > 0
        ? `Nothing is called "${named}"; ${sayCount(found.length, "thing comes", "things come")} near.`
        : asks,
    tone: "warning",
    blocks: [
      text(asks),
      ...(found.length > 0
        ? [
            list(found.map(sayCandidate)),
            actions(
              ...found.slice(0, mostButtons).map((one) => ({
                label: codeOf(one),
                line: `explain ${codeOf(one)}`,
              })),
            ),
          ]
        : []),
    ],
  };
}

/** Failures that `errors` and `user` count under eight digits are asked about by them. */
const sayUnknown = (words: readonly string[], named: string): string =>
  words.every((word) => isNameless(word.toLowerCase()))
    ? `${named} stands for a reason that Watchpost has no words for; the same reason has the same digits. What Auth0 wrote is in the events: "errors" shows it, and has examples.`
    : `I know nothing about "${named}". If Auth0 gave it as a code, it may be newer than this table; look at the event's description.`;

function candidates(words: readonly string[]): readonly Meaning[] {
  const codes = everything.map(codeOf);
  const near = words.flatMap((word) => {
    const code = words.length === 1 ? nearest(word, codes) : undefined;
    return code ? meaningsOf(code) : meaningsOf(word);
  });
  const wanted = words.map((word) => word.toLowerCase());
  const rated = everything
    .map((one) => ({ one, rate: rate(one, wanted) }))
    .filter(({ rate: points }) => points > 0)
    .sort((a, b) => b.rate - a.rate);
  return [...new Set([...near, ...rated.map(({ one }) => one)])].slice(0, mostCandidates);
}

/** Nothing unless all words occur; those that occur in the name count more. */
function rate(one: Meaning, words: readonly string[]): number {
  const name = `${codeOf(one)} ${nameOf(one)}`.toLowerCase();
  const means = toldOf(one).means.toLowerCase();
  if (!words.every((word) => name.includes(word) || means.includes(word))) return 0;
  return 1 + words.filter((word) => name.includes(word)).length;
}

function sayCandidate(one: Meaning): Text {
  return [{ code: codeOf(one) }, ` – ${nameOf(one) || excerpt(toldOf(one).means, 100)}`];
}
