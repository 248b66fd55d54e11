import { setTimeout as after } from "node:timers/promises";
import { type Bot, startBot } from "../bot.ts";
import { type Child, startPart } from "../child.ts";
import { startPlatforms } from "../counting.ts";
import { serveStatus } from "../feed-server.ts";
import { type Figure, spreadOf } from "../figures.ts";
import { type Load, startLoad, type Taken } from "../load.ts";
import type { SendJob, Sent } from "../log-sender-process.ts";
import { signingSecret } from "../shots.ts";
import type { LoopDelay } from "../watch-loop.mjs";

export interface PouringOptions {
  /** Events of the log stream. */
  readonly perSecond: number;
  readonly seconds: number;
  readonly say: (words: string) => void;
}

const token = "bench-log-stream-token";
/** Slash commands a second, meanwhile. */
const lines = 50;
const promised = { loopMs: 20, acknowledgedMs: 100 };

interface House {
  readonly bot: Bot;
  readonly load: Load;
  readonly sender: Child;
}

/** A log stream into the built bot while people speak to it, beside the same without a log stream. */
export async function measurePouring(options: PouringOptions): Promise<readonly Figure[]> {
  const parts: { close(): Promise<unknown> }[] = [];
  try {
    const house = await openHouse(parts);
    const { bot, sender } = house;
    options.say(`starting: ${options.perSecond} events a second into the built bot`);
    const job: SendJob = { ...options, url: `${bot.url}/auth0/logs/prod`, token };
    sender.tell({ url: job.url, token, perSecond: job.perSecond, seconds: job.seconds });
    await sender.message();
    await speak(house, 3);
    await bot.loopDelay();
    options.say(`${options.seconds} s of slash commands without logs`);
    const calm = { taken: await speak(house, options.seconds), loop: await bot.loopDelay() };
    options.say(`${options.seconds} s of slash commands with logs`);
    sender.tell({ go: true });
    const [taken, sent] = await Promise.all([
      speak(house, options.seconds),
      sender.message<Sent>(),
    ]);
    const pouring = { taken, loop: await bot.loopDelay() };
    return figuresOf({ calm, pouring, sent, peak: bot.peak() });
  } finally {
    for (const part of parts.reverse()) await part.close();
  }
}

async function openHouse(parts: { close(): Promise<unknown> }[]): Promise<House> {
  const opened = <Part extends { close(): Promise<unknown> }>(part: Part): Part => {
    parts.push(part);
    return part;
  };
  const platforms = opened(await startPlatforms());
  const status = opened(await serveStatus());
  const sender = startPart("log-sender-process.ts");
  parts.push({ close: () => sender.end() });
  const bot = await startBot({
    tenants: [{ name: "prod", domain: "bench.us.auth0.com", logStream: { token } }],
    sources: {
      status: { url: `${status.url}/feed?domain={domain}`, page: false, every: "1m" },
      changelog: { url: `${status.url}/feed`, every: "1h" },
      advisories: { okta: false },
    },
    slack: { botToken: "xoxb-bench", signingSecret, apiUrl: `${platforms.url}/api/` },
  });
  parts.push({ close: bot.stop });
  const load = await startLoad({ platforms: platforms.url, authorization: "" });
  parts.push({ close: load.end });
  return { bot, load, sender };
}

async function speak({ bot, load }: House, seconds: number): Promise<Taken> {
  const targets = [{ name: "Slack", kind: "slack" as const, url: `${bot.url}/slack/events` }];
  const taken = await load.run({ targets, pace: { perSecond: lines, seconds } });
  // What is still being answered belongs to neither phase.
  await after(1000);
  return taken;
}

interface Phase {
  readonly taken: Taken;
  readonly loop: LoopDelay;
}

function figuresOf(given: {
  readonly calm: Phase;
  readonly pouring: Phase;
  readonly sent: Sent;
  readonly peak: number;
}): readonly Figure[] {
  const { calm, pouring, sent, peak } = given;
  const without = (value: number) => ({ baseline: { name: "without logs", value } });
  const [before, during] = [calm, pouring].map(({ taken }) => spreadOf(taken.Slack?.tookMs ?? []));
  const deliveries = spreadOf(sent.tookMs);
  return [
    {
      name: "logs pour in: event loop of the main thread late, p99",
      unit: "ms",
      ours: pouring.loop.p99,
      ...without(calm.loop.p99),
      bound: { below: promised.loopMs },
    },
    {
      name: "logs pour in: event loop of the main thread late, max",
      unit: "ms",
      ours: pouring.loop.max,
      ...without(calm.loop.max),
    },
    {
      name: "logs pour in: line acknowledged, p50",
      unit: "ms",
      ours: during?.p50 ?? Number.NaN,
      ...without(before?.p50 ?? Number.NaN),
    },
    {
      name: "logs pour in: line acknowledged, p99",
      unit: "ms",
      ours: during?.p99 ?? Number.NaN,
      ...without(before?.p99 ?? Number.NaN),
      bound: { below: promised.acknowledgedMs },
    },
    {
      name: "logs pour in: lines not acknowledged",
      unit: "lines",
      ours: pouring.taken.Slack?.refused ?? Number.NaN,
      bound: { exactly: 0 },
    },
    { name: "delivery of 500 events kept, p50", unit: "ms", ours: deliveries.p50 },
    { name: "delivery of 500 events kept, p99", unit: "ms", ours: deliveries.p99 },
    { name: "deliveries refused", unit: "", ours: sent.refused, bound: { exactly: 0 } },
    {
      name: "events sent and not kept",
      unit: "",
      ours: sent.events - sent.kept,
      bound: { exactly: 0 },
    },
    { name: "peak memory (RSS)", unit: "MB", ours: peak / 1e6 },
  ];
}
