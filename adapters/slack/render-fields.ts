import type { types } from "@slack/bolt";
import { type Field, spansOf } from "../../src/core/message.ts";
import { plainText } from "../../src/core/plain.ts";
import { LIMITS } from "./limits.ts";
import { markupOf } from "./markup.ts";

/** Facts stand side by side; a longer one would be broken over many short lines. */
const shortest = 44;
const fewest = 2;

/**
 * Short facts as Slack lays facts out: two beside each other on a desk, one below the other on a phone. Undefined for facts
 * that are long, or that hold words which Slack's markup could read as anything but words: those are lines of rich text.
 */
export function factsOf(fields: readonly Field[], room: number): types.KnownBlock[] | undefined {
  if (fields.length < fewest || fields.length > LIMITS.fields) return undefined;
  const texts = fields.map(textOf);
  const whole = texts.flatMap((text) => text ?? []);
  if (whole.length < texts.length) return undefined;
  if (whole.reduce((sum, text) => sum + text.length, 0) > room) return undefined;
  return [
    {
      type: "section",
      fields: whole.map((text) => ({ type: "mrkdwn", text, verbatim: true })),
    },
  ];
}

function textOf({ label, value }: Field): string | undefined {
  const content = [`${label}: `, ...spansOf(value)];
  const plain = plainText(value);
  if (plain.trim() === "" || plain.includes("\n")) return undefined;
  return plainText(content).length <= shortest ? markupOf(content) : undefined;
}
