import { setTimeout as after } from "node:timers/promises";
import { type Bot, startBot } from "./bot.ts";
import { type Child, startPart } from "./child.ts";
import { type CountingPlatforms, type Dependency, startPlatforms } from "./counting.ts";
import { type BigFeed, serveBigFeed, serveStatus } from "./feed-server.ts";
import { type Figure, spreadOf } from "./figures.ts";
import { type Load, startLoad, type Taken, type Target } from "./load.ts";
import { saturate } from "./saturate.ts";
import { authorizationFor, operators, signingSecret } from "./shots.ts";
import { teamsSettings } from "./teams.ts";
import { serveTenant, tenantSettings } from "./tenant.ts";
import type { LoopDelay } from "./watch-loop.mjs";

export interface AcknowledgeOptions {
  readonly perSecond: number;
  /** Of each phase. */
  readonly seconds: number;
  readonly feedBytes: number;
}

const promisedMs = 100;
/** The phase that the promise is about. */
const promisedFor = "hanging";
/** How long answers may take after everything is back, before they count as lost. */
const patienceMs = 180_000;

interface House {
  readonly bot: Bot;
  readonly platforms: CountingPlatforms;
  readonly feed: BigFeed;
  readonly status: Dependency;
  readonly auth0: Dependency;
  readonly load: Load;
  readonly targets: readonly Target[];
}

interface Phase {
  readonly name: string;
  readonly taken: Taken;
  readonly loop: LoopDelay;
  /** Reads of the big feed meanwhile. */
  readonly reads: number;
}

/**
 * Lines at a steady rate into the built bot and, in the same seconds, into the least that could take them: first with
 * everything well, then with everything hanging while a big feed is read without pause; then everything comes back.
 */
export async function measureAcknowledgement(
  options: AcknowledgeOptions,
): Promise<readonly Figure[]> {
  const parts: { close(): Promise<unknown> }[] = [];
  try {
    const house = await openHouse(options, parts);
    await warmUp(house);
    const well = await phase("well", house, options);
    await answered(house, idsOf(well.taken));
    const all = [house.platforms, house.status, house.auth0];
    for (const one of all) one.hang();
    const hanging = await phase(promisedFor, house, options);
    for (const one of all) one.recover();
    const ids = [...idsOf(well.taken), ...idsOf(hanging.taken)];
    const backMs = await answered(house, ids);
    const peak = house.bot.peak();
    const [ours, baseline] = house.targets;
    const most =
      ours && baseline ? await saturate({ ours, baseline }, house.platforms.url, 500_000) : [];
    return [
      ...[well, hanging].flatMap((one) => figuresOf(one)),
      ...answerFigures(house, ids, backMs),
      ...most,
      { name: "cold start to listening", unit: "ms", ours: house.bot.startMs },
      { name: "peak memory (RSS)", unit: "MB", ours: peak / 1e6 },
    ];
  } finally {
    for (const part of parts.reverse()) await part.close();
  }
}

async function openHouse(
  { feedBytes }: AcknowledgeOptions,
  parts: { close(): Promise<unknown> }[],
): Promise<House> {
  const opened = <Part extends { close(): Promise<unknown> }>(part: Part): Part => {
    parts.push(part);
    return part;
  };
  const platforms = opened(await startPlatforms());
  const feed = opened(await serveBigFeed(feedBytes));
  const status = opened(await serveStatus());
  const auth0 = opened(await serveTenant());
  const bot = await startBot(settingsFor({ platforms, feed, status, auth0 }));
  parts.push({ close: bot.stop });
  const baselines = await Promise.all(["bolt", "hmac", "bare"].map(startBaseline));
  for (const { child } of baselines) parts.push({ close: () => child.end() });
  const authorization = authorizationFor(platforms.url);
  const load = await startLoad({ platforms: platforms.url, authorization });
  parts.push({ close: load.end });
  const [bolt = "", hmac = "", bare = ""] = baselines.map(({ url }) => url);
  const targets: readonly Target[] = [
    { name: "Slack", kind: "slack", url: `${bot.url}/slack/events` },
    { name: "bare Bolt", kind: "slack", url: `${bolt}/slack/events` },
    { name: "Teams", kind: "teams", url: `${bot.url}/api/messages` },
    { name: "node:http with HMAC", kind: "slack", url: hmac },
    { name: "node:http", kind: "teams", url: bare },
  ];
  return { bot, platforms, feed, status, auth0, load, targets };
}

async function startBaseline(kind: string): Promise<{ child: Child; url: string }> {
  const child = startPart("baseline-process.ts", kind);
  const { port } = await child.message<{ port: number }>();
  return { child, url: `http://127.0.0.1:${port}` };
}

function settingsFor(at: Pick<House, "platforms" | "feed" | "status" | "auth0">): object {
  const { url } = at.platforms;
  return {
    tenants: [tenantSettings(at.auth0)],
    access: { operators },
    sources: {
      status: { url: `${at.status.url}/feed?domain={domain}`, page: false, every: "1s" },
      changelog: { url: `${at.feed.url}/rss.xml`, every: "1s" },
      advisories: { okta: false },
    },
    subscriptions: [
      { in: "slack:channel:C1", source: "changelog" },
      { in: "teams:channel:19:bench1@thread.tacv2", source: "changelog" },
    ],
    slack: { botToken: "xoxb-bench", signingSecret, apiUrl: `${url}/api/` },
    teams: teamsSettings(url),
  };
}

/** Everybody speaks once, so that the platforms have said who they are, and the feed is read once. */
async function warmUp(house: House): Promise<void> {
  const { load, targets, feed } = house;
  const taken = await load.run({ targets, pace: { perSecond: 20, seconds: 3 } });
  await answered(house, idsOf(taken));
  const until = performance.now() + 60_000;
  while (feed.reads < 2 && performance.now() < until) await after(100);
  await house.bot.loopDelay();
}

async function phase(
  name: string,
  { load, targets, feed, bot }: House,
  { perSecond, seconds }: AcknowledgeOptions,
): Promise<Phase> {
  const before = feed.reads;
  const taken = await load.run({ targets, pace: { perSecond, seconds } });
  return { name, taken, loop: await bot.loopDelay(), reads: feed.reads - before };
}

/** The acknowledged lines of both platforms. */
function idsOf(taken: Taken): readonly string[] {
  return [...(taken.Slack?.ids ?? []), ...(taken.Teams?.ids ?? [])];
}

/** Waits until each of the lines has got its answer, or until that has taken too long; how long it took. */
async function answered({ platforms }: House, ids: readonly string[]): Promise<number> {
  const begun = performance.now();
  while (ids.some((id) => !platforms.shown.has(id)) && performance.now() - begun < patienceMs) {
    await after(50);
  }
  return performance.now() - begun;
}

function figuresOf({ name, taken, loop, reads }: Phase): readonly Figure[] {
  const against = { Slack: ["bare Bolt", "node:http with HMAC"], Teams: ["node:http"] } as const;
  const spreads = Object.entries(against).flatMap(([platform, baselines]) =>
    (["p50", "p95", "p99", "max"] as const).flatMap((part) =>
      baselines.map((baseline): Figure => {
        const [ours, theirs] = [taken[platform]?.tookMs, taken[baseline]?.tookMs].map((took) =>
          spreadOf(took ?? []),
        );
        return {
          name: `${platform}, ${name}: acknowledged, ${part}`,
          unit: "ms",
          ours: ours?.[part] ?? Number.NaN,
          baseline: { name: baseline, value: theirs?.[part] ?? Number.NaN },
          ...(part === "p99" && name === promisedFor ? { bound: { below: promisedMs } } : {}),
        };
      }),
    ),
  );
  const refused = Object.keys(against).map(
    (platform): Figure => ({
      name: `${platform}, ${name}: not acknowledged`,
      unit: "lines",
      ours: taken[platform]?.refused ?? Number.NaN,
      bound: { exactly: 0 },
    }),
  );
  return [
    ...spreads,
    ...refused,
    { name: `${name}: event loop late, p99`, unit: "ms", ours: loop.p99 },
    { name: `${name}: event loop late, max`, unit: "ms", ours: loop.max },
    { name: `${name}: reads of the big feed`, unit: "", ours: reads },
  ];
}

function answerFigures(
  { platforms, auth0 }: House,
  ids: readonly string[],
  backMs: number,
): readonly Figure[] {
  const lost = ids.filter((id) => !platforms.shown.has(id)).length;
  const twice = ids.filter((id) => (platforms.shown.get(id) ?? 0) > 1).length;
  return [
    { name: "lines acknowledged", unit: "lines", ours: ids.length },
    { name: "lines never answered", unit: "lines", ours: lost, bound: { exactly: 0 } },
    { name: "lines answered twice", unit: "lines", ours: twice },
    { name: "last answer after everything was back", unit: "s", ours: backMs / 1000 },
    { name: "requests to the platforms left hanging", unit: "", ours: platforms.hung },
    { name: "requests to the tenant left hanging", unit: "", ours: auth0.hung },
  ];
}
