import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sourceFiles } from "./sources.ts";

const page = readFileSync("docs/errors.md", "utf8");

/** Every file's words as they are said, whatever is filled into them left out, and as they are written. */
const files = sourceFiles.map(({ path, text }) => ({
  path,
  words: `${text.replaceAll(/\$\{(?:[^{}`]|\{[^{}]*\})*\}/g, "…")} ${text}`
    .replaceAll(/["`]\s*\+\s*["`]/g, "")
    .replaceAll("\\", "")
    .replaceAll(/\s+/g, " "),
}));

/** What the first column of the tables quotes: what people and operators read. */
const quotes = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && line.includes("`"))
  .flatMap((line) => [...(line.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)])
  .map(([, words = ""]) => words);

/** The words of a message that stand in it whatever is filled in: names, numbers and what is in quotes may be. */
const fixedIn = (quote: string): readonly string[] =>
  quote
    .split(/…|"[^"]*"|[:()]|\b[A-Z]{6,}\b|\b[\w-]+\.[\w./-]+|\d[\d,.]*(?: (?:s|MB)\b)?/)
    .map((part) => part.trim())
    .filter((part) => part.includes(" "));

const stands = (words: string) => files.some((file) => file.words.includes(words));

/** In one place; or in two, where a message is put together. */
function isSaidSomewhere(part: string): boolean {
  const words = part.split(" ");
  const cuts = words.map((_, at) => [words.slice(0, at).join(" "), words.slice(at).join(" ")]);
  return stands(part) || cuts.some((halves) => halves.every((half) => half && stands(half)));
}

const isSaid = (quote: string): boolean =>
  files.some(({ words }) => fixedIn(quote).every((part) => words.includes(part))) ||
  fixedIn(quote).every(isSaidSomewhere);

describe("docs/errors.md", () => {
  it("quotes what Watchpost says, in the words in which it says it", () => {
    expect(quotes.filter((quote) => fixedIn(quote).length > 0).length).toBeGreaterThan(100);
    expect(quotes.filter((quote) => !isSaid(quote))).toEqual([]);
  });

  it("has each class of Watchpost's errors, and each outcome of a message that was not taken", () => {
    const errors = readFileSync("src/core/errors.ts", "utf8");
    const [, listed = ""] = /type DeliveryOutcome =([^;]+);/.exec(errors) ?? [];
    const outcomes = [...listed.matchAll(/"([a-z]+)"/g)].map(([, outcome]) => outcome);
    expect(outcomes.length).toBeGreaterThan(4);
    for (const outcome of outcomes) expect(page).toContain(`\n| ${outcome} | `);
    const classes = [...errors.matchAll(/export class (\w+) extends/g)].map(([, name]) => name);
    expect(classes.length).toBeGreaterThan(4);
    for (const name of classes) expect(page).toContain(`\`${name}\``);
  });
});
