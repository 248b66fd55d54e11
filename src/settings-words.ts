import type { z } from "zod";
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
      return `${sayList(issue.keys.map((key) => `"${key}"`))} ${issue.keys.length === 1 ? "is no setting" : "are no settings"} here`;
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
