import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { HOUR } from "../../src/core/clock.ts";
import { staleAlert } from "../../src/feeds/staleness.ts";
import { follow } from "../../src/login/alert.ts";
import { lost, silent, unread } from "../../src/logs/reading/alerts.ts";
import { auth0Down } from "../fakes/logins.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { type Page, pages, proseIn } from "./pages.ts";

const byName = new Map(commands.map((command) => [command.name, command]));
/** What every command takes. */
const always = ["share", "part"];

/** Lines that begin with a command, and whatever else the reader is told to say. */
function linesIn(page: Page): readonly string[] {
  const prose = proseIn(page).replace(/\s+/g, " ");
  const spans = [...prose.matchAll(/(\b[Ss]ay )?`(?:\/auth0 |@Watchpost )?([a-z]+(?: [^`]*)?)`/g)];
  return spans.flatMap(([, told, line = ""]) =>
    told || (line.includes(" ") && byName.has(line.split(" ")[0] ?? "")) ? [line] : [],
  );
}

/** What is not a command, or no argument of it. */
function strangeIn(line: string): string | undefined {
  const [name = "", ...words] = line.split(" ");
  const command = byName.get(name);
  if (!command) return line;
  const known = [...Object.keys(command.args), ...always];
  const keys = words.flatMap((word) => /^[-!]?([a-z]+):(?!\/)/.exec(word)?.[1] ?? []);
  return keys.every((key) => known.includes(key)) ? undefined : line;
}

describe.each(pages)("$path", (page) => {
  it("has nothing said to Watchpost but its commands, with arguments that they take", () => {
    expect(linesIn(page).flatMap((line) => strangeIn(line) ?? [])).toEqual([]);
  });
});

it("every alert that Watchpost opens in chat is in the docs, with its cure", () => {
  const [, part = ""] = readFileSync("docs/operate.md", "utf8").split("## Alerts in chat\n");
  const [table = ""] = part.split("\n## ");
  const since = ago(HOUR);
  const hole = { from: ago(2 * HOUR), to: since, why: "it stood still", foundAt: noon };
  const feed = { key: "changelog", source: "changelog", title: "prod" };
  const failing = { alert: undefined, since, stopped: undefined };
  const subjects = [
    staleAlert(feed, since, undefined, HOUR),
    ...[
      unread({ kind: "unread", tenant: "prod", since }, { since, why: "", fix: "" }, noon),
      silent({ kind: "silent", tenant: "prod", since }, noon),
      lost({ kind: "lost", tenant: "prod", since }, hole, "UTC", noon),
      follow(auth0Down(), failing).observation,
    ].flatMap((observation) => observation?.subjects ?? []),
  ];
  expect(subjects).toHaveLength(5);
  for (const { title } of subjects) {
    expect(table).toContain(`| \`${title.replace("prod", "…")}\` | [Watchpost`);
  }
});
