import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openSqliteAsIs } from "../adapters/sql/sqlite.ts";
import { openEngine } from "../adapters/sql/sqlite-archive-engine.ts";
import { systemClock as clock } from "../src/clock.ts";
import { entryOf } from "../src/core/audit-entry.ts";
import { verifyTrail } from "../src/core/audit-verify.ts";
import { freePort } from "../test/e2e/free-port.ts";
import { type Bot, startBot } from "./bot.ts";
import { startPart } from "./child.ts";
import { type CountingPlatforms, startPlatforms } from "./counting.ts";
import { serveStatus } from "./feed-server.ts";
import { type Figure, isOver, medianOf, spreadOf, tableOf } from "./figures.ts";
import { type Load, startLoad } from "./load.ts";
import { authorizationFor, operators, signingSecret } from "./shots.ts";
import { teamsSettings } from "./teams.ts";
import { serveTenant, tenantSettings } from "./tenant.ts";
import type { WeekSent } from "./week-sender-process.ts";

// A week in ten minutes: lines in Slack and Teams, and a week's log events, while the bot is killed now and then. The first half
// is the one with kills; in the second it lives through, so that its memory can be held against itself.

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    lines: { type: "string", default: "50" },
    events: { type: "string", default: "200" },
  },
});
const seconds = Math.round(Number(values.minutes) * 60);
const token = "a-token-of-the-stream-for-benches-only";
/** Between two kills, in seconds. */
const lifeSeconds = { least: 5, most: 25 } as const;
/** How long answers may take after the last line before they count as lost. */
const patienceMs = 120_000;
/** The last hour of a week in which memory may be so much more than in its first. */
const flat = 1.1;

const begun = performance.now();
const secondsIn = (): number => (performance.now() - begun) / 1000;
const say = (words: string): void =>
  console.log(`${secondsIn().toFixed(0).padStart(5)} s  ${words}`);

interface House {
  readonly platforms: CountingPlatforms;
  readonly load: Load;
  readonly port: number;
  open(): Promise<Bot>;
}

interface Week {
  readonly acknowledged: readonly string[];
  readonly refused: number;
  readonly tookMs: readonly number[];
}

/** Lines, a few seconds' worth at a time, for as long as the week goes on. */
async function talk({ load, port }: House): Promise<Week> {
  const url = `http://127.0.0.1:${port}`;
  const targets = [
    { name: "Slack", kind: "slack", url: `${url}/slack/events` },
    { name: "Teams", kind: "teams", url: `${url}/api/messages` },
  ] as const;
  const week = { acknowledged: [] as string[], refused: 0, tookMs: [] as number[] };
  while (secondsIn() < seconds) {
    const pace = { perSecond: Number(values.lines) / targets.length, seconds: 5 };
    for (const taken of Object.values(await load.run({ targets, pace }))) {
      week.acknowledged.push(...taken.ids);
      week.refused += taken.refused;
      week.tookMs.push(...taken.tookMs);
    }
  }
  return week;
}

interface Lives {
  readonly bot: Bot;
  readonly kills: number;
  /** Of the last life, from when it had warmed up on. */
  readonly resident: readonly number[];
}

/** Kills it at random in the first half, and looks at its memory each second of the second. */
async function live(first: Bot, { open }: House): Promise<Lives> {
  let [bot, kills] = [first, 0];
  while (secondsIn() < seconds / 2) {
    const { least, most } = lifeSeconds;
    await after(Math.min(least + Math.random() * (most - least), seconds / 4) * 1000);
    await bot.kill();
    kills += 1;
    bot = await open();
    say(`killed, and there again after ${bot.startMs.toFixed(0)} ms`);
  }
  await after((seconds / 10) * 1000);
  await bot.loopDelay();
  const resident: number[] = [];
  while (secondsIn() < seconds) {
    resident.push(bot.resident());
    await after(1000);
  }
  return { bot, kills, resident };
}

async function answered({ platforms }: House, ids: readonly string[]): Promise<readonly string[]> {
  const until = performance.now() + patienceMs;
  const unanswered = () => ids.filter((id) => !platforms.shown.has(id));
  while (unanswered().length > 0 && performance.now() < until) await after(200);
  return unanswered();
}

async function eventsIn(folder: string): Promise<number> {
  const engine = await openEngine({ file: join(folder, "watchpost-logs.db") });
  const { events } = await engine.coverage("prod");
  await engine.close();
  return events;
}

/** What the audit trail says of lines, once it is proved to be whole. */
async function linesAudited(folder: string): Promise<number> {
  const store = await openSqliteAsIs({ file: join(folder, "watchpost.db"), clock });
  try {
    const { fault } = await verifyTrail(store.audit);
    if (fault) throw new Error(fault.words);
    let [count, after] = [0, 0];
    for (let page = await store.audit.links(0, 500); page.length > 0; ) {
      count += page.filter(({ text }) => entryOf(text)?.kind === "line").length;
      after = page.at(-1)?.number ?? after;
      page = await store.audit.links(after, 500);
    }
    return count;
  } finally {
    await store.close();
  }
}

function memoryFigures(resident: readonly number[]): readonly Figure[] {
  const hour = Math.max(3, Math.round(resident.length / 10));
  const [first, last] = [medianOf(resident.slice(0, hour)), medianOf(resident.slice(-hour))];
  return [
    { name: "memory (RSS) at first", unit: "MB", ours: first / 1e6 },
    { name: "memory (RSS) at last", unit: "MB", ours: last / 1e6 },
    {
      name: "memory at last, of that at first",
      unit: "×",
      ours: last / first,
      // Before that it is still getting warm.
      ...(seconds >= 300 ? { bound: { below: flat } } : {}),
    },
  ];
}

const none = { exactly: 0 } as const;

async function measure(
  parts: { close(): Promise<unknown> }[],
  folder: string,
): Promise<readonly Figure[]> {
  const house = await openHouse(parts, folder);
  const first = await house.open();
  const sender = startPart("week-sender-process.ts");
  parts.push({ close: () => sender.end() });
  const url = `http://127.0.0.1:${house.port}/auth0/logs/prod`;
  sender.tell({ url, token, perSecond: Number(values.events), seconds });
  const sending = sender.message<WeekSent>();
  const [week, { bot, kills, resident }] = await Promise.all([talk(house), live(first, house)]);
  say("the week is over; waiting for the last answers");
  const [loop, sent, unanswered] = [
    await bot.loopDelay(),
    await sending,
    await answered(house, week.acknowledged),
  ];
  const peak = bot.peak();
  await bot.stop();
  const [kept, audited] = [await eventsIn(folder), await linesAudited(folder)];
  const twice = week.acknowledged.filter((id) => (house.platforms.shown.get(id) ?? 0) > 1).length;
  return [
    { name: "kills", unit: "", ours: kills },
    { name: "lines acknowledged", unit: "lines", ours: week.acknowledged.length },
    { name: "lines not acknowledged, the bot being dead", unit: "lines", ours: week.refused },
    { name: "lines never answered", unit: "lines", ours: unanswered.length, bound: none },
    // An answer that was on its way when the bot was killed may come again.
    {
      name: "lines answered twice, for each kill",
      unit: "lines",
      ours: twice / Math.max(1, kills),
      bound: { below: 10 },
    },
    {
      name: "lines acknowledged, beyond those in the audit trail",
      unit: "lines",
      ours: Math.max(0, week.acknowledged.length - audited),
      bound: none,
    },
    { name: "log events acknowledged", unit: "events", ours: sent.events },
    { name: "deliveries of logs that were sent again", unit: "", ours: sent.again },
    {
      name: "log events lost or doubled",
      unit: "events",
      ours: Math.abs(sent.events - kept),
      bound: none,
    },
    { name: "line acknowledged, p99", unit: "ms", ours: spreadOf(week.tookMs).p99 },
    { name: "event loop late, p99", unit: "ms", ours: loop.p99, bound: { below: 100 } },
    { name: "peak memory (RSS)", unit: "MB", ours: peak / 1e6 },
    ...memoryFigures(resident),
  ];
}

async function openHouse(parts: { close(): Promise<unknown> }[], folder: string): Promise<House> {
  const opened = <Part extends { close(): Promise<unknown> }>(part: Part): Part => {
    parts.push(part);
    return part;
  };
  const platforms = opened(await startPlatforms());
  const status = opened(await serveStatus());
  const auth0 = opened(await serveTenant());
  const port = await freePort();
  const { url } = platforms;
  const load = await startLoad({ platforms: url, authorization: authorizationFor(url) });
  parts.push({ close: load.end });
  const settings = {
    tenants: [{ ...tenantSettings(auth0), logStream: { token }, logs: { read: false } }],
    access: { operators },
    sources: {
      status: { url: `${status.url}/feed?domain={domain}`, page: false, every: "1m" },
      changelog: { url: `${status.url}/feed`, every: "1h" },
      advisories: { okta: false },
    },
    slack: { botToken: "xoxb-bench", signingSecret, apiUrl: `${url}/api/` },
    teams: teamsSettings(url),
  };
  let last: Bot | undefined;
  parts.push({ close: async () => last?.stop() });
  const open = async () => {
    last = await startBot(settings, { folder, port });
    return last;
  };
  return { platforms, load, port, open };
}

const folder = mkdtempSync(join(tmpdir(), "watchpost-week-"));
const parts: { close(): Promise<unknown> }[] = [];
try {
  const figures = await measure(parts, folder);
  console.log(`\n${tableOf(figures)}`);
  const over = figures.filter(isOver);
  for (const { name } of over) console.log(`\nOver its bound: ${name}`);
  if (over.length > 0) process.exitCode = 1;
} finally {
  for (const part of parts.reverse()) await part.close();
  rmSync(folder, { recursive: true, force: true });
}
