import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { holdStore } from "../chores.ts";
import { SettingsError } from "../core/errors.ts";
import { openLog } from "../log.ts";
import { loadSettings, logLevel, openWatchpost, type Watchpost } from "../main.ts";
import { openSandbox } from "../sandbox/open.ts";
import { pretendRoles, streamedSettings, streamOrder } from "../sandbox/settings.ts";
import { run, whereOf } from "./run.ts";
import { say } from "./say.ts";

/** The bot in a pretend world, in a browser, with no account anywhere. */
export async function demo(args: readonly string[]): Promise<void> {
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
    const [settings, log] = [loadSettings(config), openLog(logLevel("error"))];
    await holdStore(settings, log);
    const bot = await openWatchpost(settings, log);
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
    metrics: { enabled: false },
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
