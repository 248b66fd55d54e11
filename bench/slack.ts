import { setTimeout as after } from "node:timers/promises";
import { type Bot, startBot } from "./bot.ts";
import { startPart } from "./child.ts";
import { type CountingPlatforms, startPlatforms } from "./counting.ts";
import { serveStatus } from "./feed-server.ts";
import { type Figure, medianOf, spreadOf } from "./figures.ts";
import { type Load, type Pace, startLoad, type Taken, type Target } from "./load.ts";
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
/** How long answers may take before they count as lost. */
const patienceMs = 180_000;

const ours = "Watchpost";
const bolt = "bare Bolt";
const http = "node:http with HMAC";
const percentiles = ["p50", "p99"] as const;

interface House {
  readonly bot: Bot;
  readonly platforms: CountingPlatforms;
  readonly load: Load;
  readonly targets: readonly Target[];
}

/** What each listener took to acknowledge in one round, by its name. */
type Round = Readonly<Record<string, Taken[string]>>;

/**
 * Signed slash commands into the built bot, a bare Bolt app and a bare node:http, one after the other in each round and
 * each first in its turn, so that none is measured while another works. The bot answers all of its lines for real.
 */
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
    return [
      ...figuresOf(`at ${options.perSecond}/s`, steadily),
      ...figuresOf(`${options.burst.atOnce} at a time`, bursts),
      ...answerFigures(house, [...steadily, ...bursts]),
      { name: "peak memory (RSS)", unit: "MB", ours: house.bot.peak() / 1e6 },
    ];
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

/** Each listener has its turn, another one first in each round; the bot's answers are waited for before the next one's. */
async function roundOf(house: House, pace: Pace, nth: number): Promise<Round> {
  const { targets, load } = house;
  const found: Record<string, Taken[string]> = {};
  for (const [index] of targets.entries()) {
    const target = targets[(index + nth) % targets.length];
    if (!target) continue;
    const taken = (await load.run({ targets: [target], pace }))[target.name];
    if (!taken) continue;
    found[target.name] = taken;
    if (target.name === ours) await answered(house, taken.ids);
    await after(500);
  }
  return found;
}

async function answered({ platforms }: House, ids: readonly string[]): Promise<void> {
  const until = performance.now() + patienceMs;
  while (ids.some((id) => !platforms.shown.has(id)) && performance.now() < until) await after(50);
}

function figuresOf(load: string, rounds: readonly Round[]): readonly Figure[] {
  const every = (name: string, part: (typeof percentiles)[number]) =>
    rounds.map((round) => spreadOf(round[name]?.tookMs ?? [])[part]);
  return percentiles.flatMap((part) => {
    const mine = every(ours, part);
    const against = (name: string) =>
      medianOf(mine.map((value, nth) => value / (every(name, part)[nth] ?? Number.NaN)));
    const name = `acknowledged ${load}, ${part}`;
    const theirs = (baseline: string) => ({
      name: baseline,
      value: medianOf(every(baseline, part)),
    });
    return [
      ...[bolt, http].map(
        (baseline): Figure => ({
          name,
          unit: "ms",
          ours: medianOf(mine),
          baseline: theirs(baseline),
        }),
      ),
      {
        name: `${name}: times bare Bolt, median of the rounds`,
        unit: "×",
        ours: against(bolt),
        ...(part === "p99" ? { bound: { below: promisedRatio } } : {}),
      },
    ];
  });
}

function answerFigures({ platforms }: House, rounds: readonly Round[]): readonly Figure[] {
  const all = rounds.flatMap((round) => round[ours] ?? []);
  const ids = all.flatMap((taken) => taken.ids);
  const refused = all.reduce((sum, taken) => sum + taken.refused, 0);
  const lost = ids.filter((id) => !platforms.shown.has(id)).length;
  const twice = ids.filter((id) => (platforms.shown.get(id) ?? 0) > 1).length;
  return [
    { name: "lines acknowledged", unit: "lines", ours: ids.length },
    { name: "lines not acknowledged", unit: "lines", ours: refused, bound: { exactly: 0 } },
    { name: "lines never answered", unit: "lines", ours: lost, bound: { exactly: 0 } },
    { name: "lines answered twice", unit: "lines", ours: twice, bound: { exactly: 0 } },
  ];
}
