import type { Form } from "../../../src/core/message.ts";

/** The line that a filled form says: `lineOf` of the core, which a browser cannot load. A test holds the two together. */
export function formLine(
  { command, fields }: Pick<Form, "command" | "fields">,
  answers: Readonly<Record<string, string>>,
): string {
  const words = fields.flatMap(({ name }) => {
    const bare = (answers[name] ?? "").trim();
    return bare === "" ? [] : [`${name}:${quoted(bare)}`];
  });
  return [command, ...words].join(" ");
}

function quoted(word: string): string {
  const bare = word.replace(/["“”„]/gu, "");
  return /\s/u.test(bare) ? `"${bare}"` : bare;
}
