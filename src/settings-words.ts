import { z } from "zod";
import { nearest } from "./core/nearest.ts";
import { sayList } from "./core/say.ts";

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a section",
};

/** What is wrong with one setting, for an operator: the words for problems that its own schema does not word. */
export const settingsWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is missing";
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "unrecognized_keys":
      return unknownWords(issue.keys, settingsAt(issue.inst));
    case "too_big":
      return `must be at most ${issue.maximum}`;
    case "too_small":
      return issue.origin === "string" ? "must not be empty" : `must be at least ${issue.minimum}`;
    case "invalid_format":
      return issue.format === "url" ? "must be an address like https://example.com" : undefined;
    default:
      return undefined;
  }
};

/** Each with the setting that a slip of the fingers most likely meant. */
function unknownWords(keys: readonly string[], known: readonly string[]): string {
  const named = keys.slice(0, mostNamed).map(nameIn);
  const more = keys.length > mostNamed ? [`${keys.length - mostNamed} more`] : [];
  const said = named.map(({ name, whole }) => `"${name}${whole ? "" : "…"}"`);
  const near = new Set(named.flatMap(({ name }) => nearest(name, known) ?? []));
  const meant = near.size > 0 ? `; did you mean ${sayList([...near])}?` : "";
  return `${sayList([...said, ...more])} ${keys.length === 1 ? "is no setting" : "are no settings"} here${meant}`;
}

/** Whoever has more of them has another file in mind. */
const mostNamed = 20;

/** Without the space behind its colon a name takes its value in, which may be a secret. */
function nameIn(key: string): { readonly name: string; readonly whole: boolean } {
  const [name = ""] = /^[\w<${}-]{0,40}/u.exec(key) ?? [];
  return { name, whole: name === key };
}

const settingsAt = (section: unknown): readonly string[] =>
  section instanceof z.ZodObject ? Object.keys(section.shape) : [];
