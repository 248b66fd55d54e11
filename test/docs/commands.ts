import { existsSync, readFileSync } from "node:fs";
import type { Block } from "./pages.ts";

/** One command of a block, as words. */
export type Command = readonly string[];

/** Each command of a shell block, without comments, variables before it, and what comes after a pipe. */
function commandsIn(text: string): readonly Command[] {
  return text
    .replace(/\\\n\s*/g, " ")
    .split("\n")
    .flatMap((line) => line.replace(/(^|\s)#.*$/, "").split(/&&|\|\||;|(?<!\\)\|/))
    .map((command) => command.match(/'[^']*'|"[^"]*"|\S+/g) ?? [])
    .map((words) =>
      words.slice(
        Math.max(
          0,
          words.findIndex((word) => !/^\w+=/.test(word)),
        ),
      ),
    )
    .filter((words) => words.length > 0 && !/^\w+=/.test(words[0] ?? ""));
}

/** What may be asked of an operator's machine beside Watchpost itself. */
const programs = new Set(
  "npm npx node watchpost curl docker kubectl helm systemctl journalctl sudo openssl install useradd cp mv mkdir chmod chown export cd git tar sha256sum cat echo jq podman sqlite3 ls sh promtool amtool read rm test id kubectl systemd-analyze sed grep".split(
    " ",
  ),
);

const scripts = Object.keys(
  (JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object }).scripts,
);
const bare = ["ci", "install", "exec", "pack", "audit", "sbom"];

interface Known {
  /** What `watchpost help` says. */
  readonly help: string;
}

/** What a block names that is not there: programs, scripts, subcommands, options, files of ours. */
export function strangersIn(block: Pick<Block, "text">, known: Known): readonly string[] {
  return commandsIn(block.text).flatMap((words) => [
    ...(programs.has(words[0] ?? "") ? [] : [`the program ${words[0]}`]),
    ...npmProblems(words),
    ...ownProblems(words, known),
    ...words
      .filter(isOurs)
      .flatMap((word) => (existsSync(pathOf(word)) ? [] : [`the file ${word}`])),
  ]);
}

function npmProblems(words: Command): readonly string[] {
  const at = words.indexOf("npm");
  const [verb = "", script = ""] =
    at < 0 ? [] : words.slice(at + 1).filter((word) => !word.startsWith("-"));
  if (at < 0 || bare.includes(verb)) return [];
  const name = verb === "run" ? script : verb;
  return scripts.includes(name) ? [] : [`the script ${name} of npm`];
}

/** Also behind another program, like `docker compose exec watchpost watchpost backup`. */
function ownProblems(words: Command, { help }: Known): readonly string[] {
  const at = words.findLastIndex((word) => word === "watchpost" || word.endsWith("cli.js"));
  const subcommand = words[at + 1];
  if (at < 0 || !isOwnCall(words, at) || !subcommand) return [];
  const usage = usageOf(subcommand, help);
  if (!usage) return [`the subcommand ${subcommand}`];
  return words
    .slice(at + 2)
    .filter((word) => word.startsWith("--") && word !== "--")
    .map((word) => word.split("=", 1)[0] ?? "")
    .flatMap((flag) => (usage.includes(flag) ? [] : [`the option ${flag} of ${subcommand}`]));
}

/** Where another program has the word before, it may be a name: of a service, a container, a user. */
function isOwnCall(words: Command, at: number): boolean {
  const after = words[at + 1] ?? "";
  return (
    at === 0 ||
    ["npx", "node", "watchpost", "--"].includes(words[at - 1] ?? "") ||
    after === "backup" ||
    after === "restore" ||
    after === "doctor"
  );
}

/** The lines of the help that are about one subcommand; nothing where there are none. */
function usageOf(subcommand: string, help: string): string | undefined {
  const parts = help.split(/^ {2}watchpost /m).slice(1);
  return parts.filter((part) => part.split(/\s/, 1)[0] === subcommand).join("\n") || undefined;
}

const isOurs = (word: string): boolean =>
  /^(?:\.\/)?(?:deploy|docs|scripts|src|bench|adapters)\/[\w./-]*\w$|^(?:\.\/)?(?:manifest\.yml|watchpost\.example\.yaml|package\.json|\.env\.example)$/.test(
    word,
  );
const pathOf = (word: string): string => word.replace(/^\.\//, "");
