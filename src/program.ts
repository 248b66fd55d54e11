import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { keepPackage } from "./app-package.ts";
import { auditProgram } from "./audit/program.ts";
import { doctor as doctorCommand } from "./commands/doctor.ts";
import type { ChatAdapter } from "./core/chat-adapter.ts";
import { SettingsError } from "./core/errors.ts";
import { renderPlain } from "./core/plain.ts";
import { examine } from "./examine.ts";
import { openLog } from "./log.ts";
import {
  backUp,
  loadSettings,
  logLevel,
  openTrail,
  openWatchpost,
  packageFor,
  type Watchpost,
} from "./main.ts";
import { openSandbox } from "./sandbox/open.ts";
import { pretendRoles, streamedSettings, streamOrder } from "./sandbox/settings.ts";

const help = `Watchpost tells your channels what they must know about Auth0, and answers questions about it.

  watchpost start  [--config <file>]   run the bot (default ./watchpost.yaml, else the environment)
  watchpost doctor [--config <file>]   check settings, store, platforms and feeds; say what to mend
  watchpost backup --to <folder> [--config <file>]
                                       copy store and log archive, also while the bot runs
  watchpost audit  verify [--head <head>] | export --to <file> [--since <time>]
                                       go through the audit trail, or write it out [--config <file>]
  watchpost teams-package [--config <file>] [--out <file>] [--app-version <version>]
                                       write the app package that is uploaded to Microsoft Teams
  watchpost demo   [--port <port>] [--data <folder>] [--live [--domain <tenant domain>]]
                                       see it work in a browser, with no account anywhere`;

const say = (words: string): void => void process.stdout.write(`${words}\n`);

const firstSteps = `To see it work without any account: npm run demo
To run it for real, copy watchpost.example.yaml to watchpost.yaml, and set at least a tenant and one of slack, teams or local.
Or set AUTH0_DOMAIN, and SLACK_BOT_TOKEN with SLACK_SIGNING_SECRET or MICROSOFT_APP_ID with its companions, in the environment.`;

async function start(args: readonly string[]): Promise<void> {
  const { config } = parseArgs({ args: [...args], options: { config: { type: "string" } } }).values;
  const log = openLog(logLevel());
  // An SDK that drops a promise must not end the bot: nothing is lost by going on, and the log says what happened.
  process.on("unhandledRejection", (error) =>
    log.error({ err: error }, "a failure went unnoticed"),
  );
  const bot = await openWatchpost(settingsFor(config), log);
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

const stopWithinMs = 9000;

async function run(bot: Watchpost, ended?: () => void): Promise<void> {
  const end = () => {
    // Whoever stops services waits ten seconds as a rule. What is cut off goes on at the next start, as after a crash.
    setTimeout(() => {
      ended?.();
      process.exit();
    }, stopWithinMs).unref();
    bot.stop().then(
      () => ended?.(),
      (error: unknown) => fail(error),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, end);
  try {
    await bot.start();
  } catch (error) {
    await bot.stop();
    ended?.();
    throw error;
  }
}

const whereOf = (adapter: ChatAdapter): string =>
  "address" in adapter && typeof adapter.address === "function" ? `: ${adapter.address()}` : "";

async function doctor(args: readonly string[]): Promise<void> {
  const { config } = parseArgs({ args: [...args], options: { config: { type: "string" } } }).values;
  const bot = await openWatchpost(settingsFor(config), openLog("silent"));
  const finding = await examine({ ...bot, doctor: doctorCommand, now: new Date() });
  say(renderPlain(finding));
  await bot.stop();
  if (finding.tone === "bad" || finding.tone === "warning") process.exitCode = 1;
}

async function backup(args: readonly string[]): Promise<void> {
  const { config, to } = parseArgs({
    args: [...args],
    options: { config: { type: "string" }, to: { type: "string" } },
  }).values;
  if (!to) throw new SettingsError("The backup", ["say where it shall be written: --to <folder>"]);
  for (const copied of await backUp(settingsFor(config), to)) say(copied);
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

async function demo(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: "3001" },
      data: { type: "string" },
      live: { type: "boolean", default: false },
      domain: { type: "string", default: "example.us.auth0.com" },
    },
  });
  const port = portOf(values.port);
  const kept = values.data !== undefined;
  const data = kept ? resolve(values.data ?? "") : mkdtempSync(join(tmpdir(), "watchpost-demo-"));
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const sandbox = values.live ? undefined : await openSandbox(data);
  const config = join(data, "watchpost.yaml");
  // JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify(demoSettings({ data, port, domain: values.domain, url: sandbox?.url })),
    { mode: 0o600 },
  );
  const clear = () => {
    sandbox?.process.kill();
    if (!kept) rmSync(data, { recursive: true, force: true });
  };
  try {
    const bot = await openWatchpost(loadSettings(config), openLog(logLevel("error")));
    await run(bot, clear);
    const listening = bot.port();
    if (listening !== undefined) sandbox?.process.stdin.write(streamOrder(listening));
    say(demoWords(bot.adapters.map(whereOf).join("").slice(2), values.live));
    if (values.live) say(await liveWords(bot));
  } catch (error) {
    clear();
    throw error;
  }
}

function portOf(written: string): number {
  const port = /^\d+$/.test(written) ? Number(written) : -1;
  if (port >= 0 && port <= 65_535) return port;
  throw new SettingsError("--port", [
    `"${written}" is not a port; give one like 3005, or 0 for any`,
  ]);
}

function demoSettings({
  data,
  port,
  domain,
  url,
}: {
  data: string;
  port: number;
  domain: string;
  url: string | undefined;
}) {
  const conversation = "local:channel:ops";
  const followed = ["status", "changelog", ...(url ? ["advisories"] : []), "digest"];
  return {
    ...(url ? streamedSettings(url) : { tenants: [{ name: "live", domain }] }),
    subscriptions: followed.map((source) => ({ in: conversation, source, as: "thread" })),
    store: { sqlite: join(data, "watchpost.db") },
    access: pretendRoles.access,
    local: {
      enabled: true,
      port,
      conversation: "ops",
      person: "ada",
      ...pretendRoles.people,
      notice: url
        ? "Everything here is pretend: the tenant, its users, the incident and the change log are made up, and tell a story of about three minutes."
        : "These are Auth0's real public feeds, read without any account.",
    },
  };
}

function demoWords(address: string, live: boolean): string {
  const story = live
    ? "It reads Auth0's real public feeds; nothing needs an account."
    : "Everything in it is pretend. A story of about three minutes has begun: watch the channel ops.";
  const lines = live
    ? ["status", "incidents", "changes"]
    : ["status", "login", "errors", "limits", "user blocked@example.com", "access"];
  return `
Watchpost is running: ${address}
${story}

Lines to try there:
${lines.map((line) => `  ${line}`).join("\n")}

Ctrl+C ends it.`;
}

async function liveWords(bot: Watchpost): Promise<string> {
  await bot.readAll();
  const targets = await bot.services.store.subjects.targets();
  const lines = targets
    .filter(({ source }) => source !== "watchpost")
    .map(({ title, error, lastReadAt }) =>
      error || !lastReadAt
        ? `  ${title} cannot be reached: ${error ?? "no answer yet"}`
        : `  ${title} was read.`,
    );
  return ["", "The real feeds:", ...lines].join("\n");
}

function fail(error: unknown): void {
  const known = error instanceof SettingsError || (error instanceof TypeError && "code" in error);
  const words = known
    ? (error as Error).message
    : error instanceof Error
      ? error.stack
      : String(error);
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}

const subcommands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  start,
  doctor,
  backup,
  audit,
  "teams-package": teamsPackage,
  demo,
};
const [name = "help", ...rest] = process.argv.slice(2);
const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
if (subcommand) await subcommand(rest).catch(fail);
else if (["help", "--help", "-h"].includes(name)) say(help);
else {
  process.stderr.write(`There is no "watchpost ${name}".\n\n${help}\n`);
  process.exitCode = 1;
}
