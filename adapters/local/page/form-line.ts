import type { Form } from "../../../src/core/message.ts";

/** The line that a filled form says: `lineOf` of the core, which a browser cannot load. A test holds the two together. */
export function formLine(
  { command, fields }: Pick<Form, "command" | "fields">,
  answers: Readonly<Record<string, string>>,
): string {
  const words = fields.flatMap(({ name, ending = "" }) => {
    const bare = unquoted(answers[name] ?? "").trim() || ending;
    return bare === "" ? [] : [`${name}:${quoted(bare)}`];
  });
  return [command, ...words].join(" ");
}

const unquoted = (words: string): string => words.replace(/["“”„]/gu, "");

function quoted(word: string): string {
  const bare = unquoted(word);
  return /\s/u.test(bare) ? `"${bare}"` : bare;
}
