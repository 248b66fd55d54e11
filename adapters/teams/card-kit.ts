import { action, element, mostActions } from "./card-elements.ts";
import {
  anything,
  at,
  callsIn,
  isObject,
  type Json,
  list,
  oneOf,
  type Rule,
  read,
  shape,
  words,
} from "./card-rules.ts";

export const cardType = "application/vnd.microsoft.card.adaptive";

/** Teams counts about 100 KB of UTF-16 per message and is silent on how; this much is safe. */
export const mostBytes = 80 * 1024;

/** As Teams counts: two bytes for each character, markup included. */
export const bytesOf = (message: unknown): number => JSON.stringify(message).length * 2;

/** What Teams would refuse of a message with a card, or show badly; empty for one that it takes. */
export function problemsOf(message: Json): readonly string[] {
  const size = bytesOf(message);
  return [
    ...activity(message),
    ...(size > mostBytes ? [`${size} bytes, more than ${mostBytes}`] : []),
  ];
}

/** What Teams would refuse of a card alone, as in a dialog. */
export function problemsOfCard(card: unknown): readonly string[] {
  return isObject(card) ? [...cardRule(card), ...callsOf(card)] : ["is no object"];
}

/** Words beside a card would make two messages of it, and without a summary it is announced as "Sent a card". */
const activity = shape(
  {
    type: oneOf("message"),
    summary: words(1000),
    attachments: list(
      shape({ contentType: oneOf(cardType), content: problemsOfCard }, ["contentType", "content"]),
      1,
      1,
    ),
  },
  ["type", "summary", "attachments"],
);

const called = shape(
  {
    type: oneOf("mention"),
    text: words(300),
    mentioned: shape({ id: words(300), name: words(300) }, ["id", "name"]),
  },
  ["type", "text", "mentioned"],
);

/** 1.6 can fail to be drawn at all, and before 1.5 there are no tables. */
const cardRule: Rule = shape(
  {
    type: oneOf("AdaptiveCard"),
    $schema: anything,
    version: oneOf("1.5"),
    body: list(element),
    actions: list(action, 1, mostActions),
    fallbackText: read,
    lang: words(20),
    msteams: shape({ width: oneOf("Full"), entities: list(called) }),
  },
  ["type", "version", "body"],
);

/** Teams shows an entity that no text has not at all, and a call without an entity as angle brackets. */
function callsOf(card: Json): readonly string[] {
  const entities = isObject(card.msteams) ? card.msteams.entities : undefined;
  const listed = (Array.isArray(entities) ? entities : []).map((one) =>
    isObject(one) ? one.text : undefined,
  );
  const written = textsIn(card.body).flatMap(callsIn);
  return at("msteams.entities", [
    ...(listed.every((text) => written.some((call) => call === text))
      ? []
      : ["a mention of nobody in the text"]),
    ...(written.every((call) => listed.includes(call)) ? [] : ["lacks somebody whom a text calls"]),
    ...(new Set(listed).size === listed.length ? [] : ["two people by one name"]),
  ]);
}

/** Only a TextBlock is read for calls. */
function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  const own = value.type === "TextBlock" && typeof value.text === "string" ? [value.text] : [];
  return [...own, ...Object.values(value).flatMap(textsIn)];
}
