import { issuer } from "../test/fakes/teams/keys.ts";
import { type Bot, startBot } from "./bot.ts";
import { startPart } from "./child.ts";
import { startPlatforms } from "./counting.ts";
import { serveStatus } from "./feed-server.ts";
import type { Figure } from "./figures.ts";
import { type Pace, startLoad, type Target } from "./load.ts";
import { answerFigures, type Contest, ours, type Round, roundOf, spreadFigures } from "./rounds.ts";
import { appId, authorizationFor, operators, signingSecret, tenant } from "./shots.ts";
import { serveTenant, tenantSettings } from "./tenant.ts";

export interface TeamsOptions {
  readonly rounds: number;
  readonly perSecond: number;
  /** Of each listener's turn in a round. */
  readonly seconds: number;
}

const promisedMs = 100;
const promisedMegabytes = 200;
const cloud = "bare CloudAdapter";
const http = "node:http";

/**
 * Mentions in channels, with real tokens, into the built bot, and into a bare CloudAdapter and a bare node:http that believe
 * everybody, in rounds. Slack is loaded too.
 */
export async function measureTeams(options: TeamsOptions): Promise<readonly Figure[]> {
  const parts: { close(): Promise<unknown> }[] = [];
  try {
    const house = await openHouse(parts);
    const { perSecond } = options;
    await roundOf(house, { perSecond, seconds: 2 }, 0);
    const steady: Pace = { perSecond, seconds: options.seconds };
    const rounds: Round[] = [];
    for (let nth = 0; nth < options.rounds; nth += 1) {
      rounds.push(await roundOf(house, steady, nth));
    }
    const against = { baselines: [cloud, http], belowMs: promisedMs } as const;
    return [
      ...spreadFigures(`at ${perSecond}/s`, rounds, against),
      ...answerFigures(house, rounds),
      {
        name: "peak memory with both platforms (RSS)",
        unit: "MB",
        ours: house.bot.peak() / 1e6,
        bound: { below: promisedMegabytes },
      },
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
  const { url } = platforms;
  const bot = await startBot({
    tenants: [tenantSettings(auth0)],
    access: { operators },
    sources: {
      status: { url: `${status.url}/feed?domain={domain}`, page: false, every: "1m" },
    },
    slack: { botToken: "xoxb-bench", signingSecret, apiUrl: `${url}/api/` },
    teams: teamsSettings(url),
  });
  parts.push({ close: bot.stop });
  const targets = [{ name: ours, kind: "teams", url: `${bot.url}/api/messages` }] as Target[];
  for (const [name, kind] of [
    [cloud, "cloud"],
    [http, "bare"],
  ] as const) {
    const child = startPart("baseline-process.ts", kind);
    parts.push({ close: () => child.end() });
    const { port } = await child.message<{ port: number }>();
    targets.push({ name, kind: "teams", url: `http://127.0.0.1:${port}/api/messages` });
  }
  const load = await startLoad({ platforms: url, authorization: authorizationFor(url) });
  parts.push({ close: load.end });
  return { bot, platforms, load, targets };
}

/** Teams on loopback at this address, with authentication on. */
export function teamsSettings(url: string): object {
  return {
    appId,
    appPassword: "bench-password",
    tenantId: tenant,
    serviceUrlHosts: ["127.0.0.1"],
    endpoints: {
      openIdMetadata: `${url}/openid`,
      issuer,
      login: `${url}/login`,
      scope: "https://api.botframework.com/.default",
      graph: `${url}/graph`,
    },
  };
}
