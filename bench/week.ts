import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isOver, tableOf } from "./figures.ts";
import { readOptions } from "./week/options.ts";
import { live } from "./week/week.ts";

// A week in ten minutes: lines on every platform, incidents and a week's log events, while the bot is killed now and then.
// What was acknowledged is held, one by one, against what was answered, audited, kept and told.

const options = readOptions();
if (options) {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-week-"));
  try {
    console.log(`seed ${options.seed}`);
    const { figures, words } = await live(options, folder);
    console.log(`\n${tableOf(figures)}\n\n${words.join("\n")}`);
    const over = figures.filter(isOver);
    for (const { name } of over) console.log(`Over its bound: ${name.trim()}`);
    console.log(over.length > 0 ? "The week FAILED." : "The week went well.");
    if (over.length > 0) {
      process.exitCode = 1;
      console.log(`Seed ${options.seed}; the bot's last words:\n${lastWords(folder)}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of its last life, what it logged as wrong. */
function lastWords(folder: string): string {
  const wrong = readFileSync(join(folder, "log"), "utf8")
    .split("\n")
    .filter((line) => /"level":"?(?:error|50)"?/.test(line));
  return wrong.slice(-10).join("\n");
}
