import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { type Child, startPart } from "../child.ts";
import { createDice, type Dice, mix } from "../logs/dice.ts";
import type { WeekJob, WeekSent } from "../week-sender-process.ts";
import { auditedIn } from "./audited.ts";
import { type Findings, lineFindings, logFindings, toldFindings } from "./figures.ts";
import { createFollowed, teamsFollowed } from "./followed.ts";
import { type House, openHouse, token } from "./house.ts";
import { keptOf } from "./kept.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { createLives, type Lives } from "./lives.ts";
import { createLocalVoice } from "./local.ts";
import { memoryFigures } from "./memory.ts";
import type { WeekOptions } from "./options.ts";
import { createSlackVoice } from "./slack.ts";
import { talk } from "./talk.ts";
import { createTeamsVoice } from "./teams.ts";
import { createWords } from "./words.ts";
import { createWorld, type World } from "./world.ts";

/** How long everything may take to be answered and told once nothing more comes. */
const patienceMs = 120_000;
/** How often it is asked how far the log is proved: each time the tenant is asked too, and reading waits for that. */
const askedEveryMs = 3000;
/** Of the days so many are restless: the bot is ended again and again. In the rest it lives on. */
const restless = 4 / 7;
/** On this day Slack is spoken to over a socket. */
const socketDay = 1;
/** A stop may take so long. */
const stopMs = 10_000;

const begun = performance.now();
const say = (words: string): void =>
  console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${words}`);

interface Week {
  readonly options: WeekOptions;
  readonly folder: string;
  readonly world: World;
  readonly house: House;
  readonly ledger: Ledger;
  readonly followed: ReturnType<typeof createFollowed>;
  readonly voices: ReturnType<typeof voicesIn>;
  readonly lives: Lives;
  readonly sender: Child;
  dice(name: number): Dice;
}

/** Lives through the week, and tells what became of everything. */
export async function live(options: WeekOptions, folder: string): Promise<Findings> {
  const dice = (name: number) => createDice(mix(options.seed, name));
  const world = createWorld(folder);
  const house = await openHouse(folder, { world, dice: dice(1) });
  const ledger = createLedger();
  const followed = createFollowed(house.slack, house.teams);
  const voices = voicesIn(house, { ledger, dice: dice(2), world, see: followed.see });
  const sender = startPart("week-sender-process.ts");
  try {
    await sender.message();
    const lives = await createLives(house.start, { dice: dice(3), say });
    const week = { options, folder, world, house, ledger, followed, voices, lives, sender, dice };
    await begin(week);
    for (let nth = 0; nth < options.days; nth += 1) await liveDay(nth, week);
    return await judge(week);
  } finally {
    voices.local.close();
    await sender.end();
    await house.close();
  }
}

function voicesIn(house: House, known: Parameters<typeof createLocalVoice>[1]) {
  return {
    slack: createSlackVoice(house.slack, known),
    teams: createTeamsVoice(house.teams, known),
    local: createLocalVoice(house.localUrl, known),
  };
}

/** The bot is spoken to where it shall speak, and has read its feeds once. */
async function begin({ voices, house, ledger }: Week): Promise<void> {
  for (const channel of teamsFollowed) await voices.teams.mention("help", channel);
  await waitFor("the first answers", () => ledger.unanswered().length === 0);
  await waitFor("the first reads", () => house.incidents.reads > 2);
}

async function liveDay(nth: number, week: Week): Promise<void> {
  const { options, world, lives, house, ledger, followed } = week;
  const seconds = (options.minutes * 60) / options.days;
  const isRestless = nth < Math.max(1, Math.round(options.days * restless));
  const overSocket = nth === socketDay && options.days > 2;
  say(`day ${nth + 1}, ${isRestless ? "restless" : "calm"}${overSocket ? ", over a socket" : ""}`);
  if (overSocket) await turnSocket(true, week);
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), seconds * 1000);
  await Promise.all([
    speak(nth, week, over.signal),
    stream(nth, seconds, week),
    write(nth, week, over.signal),
    move(week, over.signal),
    isRestless ? endLives(nth, week, over.signal) : undefined,
  ]);
  clearTimeout(timer);
  await waitFor("every answer", () => ledger.unanswered().length === 0);
  const counts = house.incidents.counts();
  await waitFor("every update to be told", () => isAllTold(followed.wrong(counts)));
  if (overSocket) await turnSocket(false, week);
  if (nth < options.days - 1) world.leap(DAY - seconds * 1000);
  say(`night; ${ledger.acknowledged().length} lines, ${lives.kills.length} kills so far`);
}

/** What was told twice stays told twice. */
const isAllTold = (wrong: ReturnType<Week["followed"]["wrong"]>): boolean =>
  wrong.every(({ firstAt }) => firstAt !== undefined);

async function turnSocket(is: boolean, { house, lives }: Week): Promise<void> {
  house.overSocket(is);
  await lives.turn();
}

function speak(nth: number, { options, voices, dice }: Week, until: AbortSignal): Promise<void> {
  const chance = dice(10 + nth);
  return talk(Object.values(voices), {
    perSecond: options.lines,
    dice: chance,
    words: createWords(chance),
    until,
  });
}

async function stream(nth: number, seconds: number, { options, world, ...week }: Week) {
  const sent = week.sender.message<WeekSent>();
  week.sender.tell({
    url: week.house.streamUrl,
    token,
    perSecond: options.events,
    seconds,
    end: world.now().getTime(),
    seed: mix(options.seed, 100 + nth),
    ids: idsFile(week.folder),
  } satisfies WeekJob);
  const { again } = await sent;
  say(`the day's log is sent; ${again} deliveries were sent more than once`);
}

const idsFile = (folder: string): string => join(folder, "ids");

/** Into the log of the tenant that has no stream; some of it is seen there late. */
async function write(nth: number, { options, house, dice }: Week, until: AbortSignal) {
  const chance = dice(30 + nth);
  const from = performance.now();
  for (let written = 0; !until.aborted; await after(50)) {
    const due = ((performance.now() - from) / 1000) * options.read;
    for (; written < due; written += 1) {
      house.source.write({
        agoMs: chance.below(20_000),
        lateMs: chance.chance(0.1) ? chance.below(60_000) : 0,
        type: chance.chance(0.2) ? "fp" : "s",
        user_name: `user${chance.below(500)}@example.com`,
        ip: `192.0.2.${chance.below(250)}`,
      });
    }
  }
}

async function move({ options, house }: Week, until: AbortSignal): Promise<void> {
  if (options.updates === 0) return;
  while (!until.aborted) {
    house.incidents.move();
    await after(60_000 / options.updates, undefined, { signal: until }).catch(() => undefined);
  }
}

async function endLives(nth: number, { options, lives, dice }: Week, until: AbortSignal) {
  const chance = dice(50 + nth);
  for (;;) {
    const ms = (options.least + chance.next() * (options.most - options.least)) * 1000;
    await after(ms, undefined, { signal: until }).catch(() => undefined);
    if (until.aborted) return;
    await lives.end();
  }
}

async function judge(week: Week): Promise<Findings> {
  const { house, lives, followed, ledger, folder, options } = week;
  say("the week is over; waiting until the log is proved to be read");
  await proved(week);
  await waitFor("every answer", () => ledger.unanswered().length === 0);
  await lives.stop();
  say("the bot has ended; looking at what it left");
  const audited = await auditedIn(house.config, join(folder, "trail.jsonl"));
  const sent = new Set(readFileSync(idsFile(folder), "utf8").split("\n").filter(Boolean));
  const written = new Set(house.source.ever().map(({ record }) => record.log_id));
  const counts = house.incidents.counts();
  const updates = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const { kills, stopsMs, samples, peak } = lives;
  const killed = { kills, unheardMs: options.unheard };
  const parts = [
    lineFindings(ledger, audited, killed),
    logFindings("acknowledged", await keptOf(house.archive, "prod", sent)),
    logFindings("that only the log had", await keptOf(house.archive, "edge", written)),
    toldFindings(followed.wrong(counts), { updates, messages: followed.messages(), ...killed }),
  ];
  return {
    figures: [
      { name: "kills", unit: "", ours: kills.length },
      { name: "graceful stops", unit: "", ours: stopsMs.length },
      {
        name: "the slowest stop",
        unit: "ms",
        ours: Math.max(0, ...stopsMs),
        bound: { below: stopMs },
      },
      { name: "audit trail broken", unit: "", ours: audited.whole ? 0 : 1, bound: { exactly: 0 } },
      ...parts.flatMap(({ figures }) => figures),
      ...memoryFigures(samples, peak()),
    ],
    words: parts.flatMap(({ words }) => words),
  };
}

/** One more event, well after the others: once that is proved to be kept, all of them are. */
async function proved({ house, world, voices }: Week): Promise<void> {
  world.leap(HOUR / 2);
  house.source.write();
  // What is that old has settled, whatever clocks say.
  world.leap(HOUR / 5);
  let said = "";
  const isProved = () => {
    const [, minutes] = /Kept log of edge: [^\n]*?proved up to (\d+) min ago/.exec(said) ?? [];
    return minutes !== undefined && Number(minutes) < 20;
  };
  const until = performance.now() + patienceMs;
  while (!isProved() && performance.now() < until) {
    said = await voices.local.ask("doctor");
    await after(askedEveryMs);
  }
  if (!isProved()) say(`it is not proved: ${/Kept log of edge: [^\n]*/.exec(said)?.[0]}`);
}

async function waitFor(what: string, isSo: () => boolean): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > until) return say(`waited in vain for ${what}`);
    await after(200);
  }
}
