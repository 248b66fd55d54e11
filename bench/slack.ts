import { type Bot, startBot } from "./bot.ts";
import { startPart } from "./child.ts";
import { startPlatforms } from "./counting.ts";
import { serveStatus } from "./feed-server.ts";
import type { Figure } from "./figures.ts";
import { type Pace, startLoad, type Target } from "./load.ts";
import { answerFigures, type Contest, ours, type Round, roundOf, spreadFigures } from "./rounds.ts";
import { signingSecret } from "./shots.ts";
import { serveTenant, tenantSettings } from "./tenant.ts";

export interface SlackOptions {
  readonly rounds: number;
  readonly perSecond: number;
  /** Of each listener's turn in a round. */
  readonly seconds: number;
  readonly burst: { readonly atOnce: number; readonly count: number };
}

/** Of what a bare Bolt app takes. */
const promisedRatio = 1.3;
const bolt = "bare Bolt";
const http = "node:http with HMAC";

/** Signed slash commands into the built bot, a bare Bolt app and a bare node:http, in rounds. */
export async function measureSlack(options: SlackOptions): Promise<readonly Figure[]> {
  const parts: { close(): Promise<unknown> }[] = [];
  try {
    const house = await openHouse(parts);
    const steady: Pace = { perSecond: options.perSecond, seconds: options.seconds };
    await roundOf(house, { perSecond: options.perSecond, seconds: 2 }, 0);
    const steadily: Round[] = [];
    const bursts: Round[] = [];
    for (let nth = 0; nth < options.rounds; nth += 1) {
      steadily.push(await roundOf(house, steady, nth));
      bursts.push(await roundOf(house, options.burst, nth));
    }
    const against = { baselines: [bolt, http], belowTimes: promisedRatio } as const;
    return [
      ...spreadFigures(`at ${options.perSecond}/s`, steadily, against),
      ...spreadFigures(`${options.burst.atOnce} at a time`, bursts, against),
      ...answerFigures(house, [...steadily, ...bursts]),
      { name: "peak memory (RSS)", unit: "MB", ours: house.bot.peak() / 1e6 },
    ];
  } finally {
    for (const part of parts.reverse()) await part.close();
  }
}

async function openHouse(
  parts: { close(): Promise<unknown> }[],
): Promise<Contest & { readonly bot: Bot }> {
  const opened = <Part extends { close(): Promise<unknown> }>(part: Part): Part => {
    parts.push(part);
    return part;
  };
  const platforms = opened(await startPlatforms());
  const status = opened(await serveStatus());
  const auth0 = opened(await serveTenant());
  const bot = await startBot({
    tenants: [tenantSettings(auth0)],
    sources: {
      status: { url: `${status.url}/feed?domain={domain}`, page: false, every: "1m" },
    },
    slack: { botToken: "xoxb-bench", signingSecret, apiUrl: `${platforms.url}/api/` },
  });
  parts.push({ close: bot.stop });
  const targets = [{ name: ours, kind: "slack", url: `${bot.url}/slack/events` }] as Target[];
  for (const [name, kind, path] of [
    [bolt, "bolt", "/slack/events"],
    [http, "hmac", "/"],
  ] as const) {
    const child = startPart("baseline-process.ts", kind);
    parts.push({ close: () => child.end() });
    const { port } = await child.message<{ port: number }>();
    targets.push({ name, kind: "slack", url: `http://127.0.0.1:${port}${path}` });
  }
  const load = await startLoad({ platforms: platforms.url, authorization: "" });
  parts.push({ close: load.end });
  return { bot, platforms, load, targets };
}
