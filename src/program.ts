import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { keepPackage } from "./app-package.ts";
import { auditProgram } from "./audit/program.ts";
import { holdStore, openTrail } from "./chores.ts";
import { doctor as doctorCommand } from "./commands/doctor.ts";
import { SettingsError } from "./core/errors.ts";
import { renderPlain } from "./core/plain.ts";
import { examine } from "./examine.ts";
import { hide } from "./hide.ts";
import { openLog } from "./log.ts";
import { loadSettings, logLevel, openWatchpost, packageFor } from "./main.ts";
import { backup, restore } from "./program/backups.ts";
import { demo } from "./program/demo.ts";
import { fail, noteFailures } from "./program/last-words.ts";
import { run, whereOf } from "./program/run.ts";
import { complain, outliveReaders, say } from "./program/say.ts";

const help = `Watchpost tells your channels what they must know about Auth0, and answers questions about it.

  watchpost start  [--config <file>]   run the bot (default ./watchpost.yaml, else the environment)
  watchpost doctor [--config <file>]   check settings, store, platforms and feeds; say what to mend
  watchpost backup --to <folder> [--config <file>]
                                       copy store and log archive, also while the bot runs; with --keep <n>
                                       into a folder of its own in there, of which the newest n are kept
  watchpost restore --from <folder> [--config <file>] [--replace]
                                       check a backup and put it in place, while the bot is stopped
  watchpost audit  verify [--head <head>] [--file <export>] | export --to <file> [--since <time>]
                                       go through the audit trail, or write it out [--config <file>]
  watchpost teams-package [--config <file>] [--out <file>] [--app-version <version>]
                                       write the app package that is uploaded to Microsoft Teams
  watchpost demo   [--port <port>] [--data <folder>] [--live [--domain <tenant domain>]]
                                       see it work in a browser, with no account anywhere`;

const firstSteps = `To see it work without any account: npm run demo
To run it for real, copy watchpost.example.yaml to watchpost.yaml, and set at least a tenant and one of slack, teams or local.
Or set AUTH0_DOMAIN, and SLACK_BOT_TOKEN with SLACK_SIGNING_SECRET or MICROSOFT_APP_ID with its companions, in the environment.`;

async function start(args: readonly string[]): Promise<void> {
  const { config } = parseArgs({ args: [...args], options: { config: { type: "string" } } }).values;
  const log = openLog(logLevel());
  noteFailures(log);
  const settings = settingsFor(config);
  await holdStore(settings, log);
  const bot = await openWatchpost(settings, log);
  await run(bot);
  for (const adapter of bot.adapters) say(`${adapter.name} is on${whereOf(adapter)}.`);
}

/** Without settings there is nothing to start; say so, and what to do, instead of listing what is missing. */
function settingsFor(config: string | undefined) {
  const settings = loadSettings(config);
  const nothing = settings.tenants.length === 0 && !Object.values(settings.platforms).some(Boolean);
  if (config === undefined && nothing && !existsSync("watchpost.yaml")) {
    throw new SettingsError("Watchpost finds no settings, and that", firstSteps.split("\n"));
  }
  return settings;
}

async function doctor(args: readonly string[]): Promise<void> {
  const { config } = parseArgs({ args: [...args], options: { config: { type: "string" } } }).values;
  const bot = await openWatchpost(settingsFor(config), openLog("silent"));
  const finding = await examine({ ...bot, doctor: doctorCommand, now: new Date() });
  say(renderPlain(hide.message(finding)));
  await bot.stop();
  if (finding.tone === "bad" || finding.tone === "warning") process.exitCode = 1;
}

async function audit(args: readonly string[]): Promise<void> {
  const open = (config: string | undefined) => openTrail(settingsFor(config));
  const isWhole = await auditProgram(args, { open, say, now: () => new Date() });
  if (!isWhole) process.exitCode = 1;
}

async function teamsPackage(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: "string" },
      out: { type: "string" },
      "app-version": { type: "string" },
    },
  });
  const settings = settingsFor(values.config);
  const made = await packageFor("teams", settings, values["app-version"]);
  const file = values.out ?? made.file;
  keepPackage(file, made.bytes);
  say([`${file} is written.`, ...made.words].join("\n"));
}

const subcommands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  start,
  doctor,
  backup: (args) => backup(args, settingsFor),
  audit,
  restore: (args) => restore(args, settingsFor),
  "teams-package": teamsPackage,
  demo,
};
outliveReaders([process.stdout, process.stderr]);
const [name = "help", ...rest] = process.argv.slice(2);
const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
if (subcommand) await subcommand(rest).catch(fail);
else if (["help", "--help", "-h"].includes(name)) say(help);
else {
  complain(`There is no "watchpost ${name}".\n\n${help}`);
  process.exitCode = 1;
}
