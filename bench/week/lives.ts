import { setTimeout as after } from "node:timers/promises";
import type { Bot } from "../bot.ts";
import type { Dice } from "../logs/dice.ts";

/** The bot's memory at a moment of one of its lives. */
export interface Sample {
  readonly life: number;
  /** Seconds since it listened. */
  readonly age: number;
  readonly bytes: number;
}

export interface Lives {
  readonly bot: Bot;
  /** By `performance.now()`. */
  readonly kills: readonly number[];
  readonly stopsMs: readonly number[];
  readonly samples: readonly Sample[];
  readonly peak: () => number;
  /** Ends it somehow, and begins it anew. */
  end(): Promise<void>;
  /** A graceful stop, and a new life. */
  turn(): Promise<void>;
  stop(): Promise<void>;
}

/** Of a hundred ends so many are graceful, and so many starts are killed before the bot listens. */
const graceful = 25;
const early = 15;
/** A start takes no longer. */
const startMs = 1500;

export async function createLives(
  start: (begun?: (kill: () => Promise<void>) => void) => Promise<Bot>,
  { dice, say }: { dice: Dice; say(words: string): void },
): Promise<Lives> {
  const kills: number[] = [];
  const stopsMs: number[] = [];
  let [life, bornAt] = [0, 0];
  let bot = await born();
  const watching = watchMemory(() => ({ bot, life, bornAt }));

  async function born(): Promise<Bot> {
    for (;;) {
      const begun = dice.below(100) < early && life > 0 ? killSoon : undefined;
      const one = await start(begun).catch((error: unknown) => {
        if (begun) return undefined;
        throw error;
      });
      if (!one) continue;
      [life, bornAt] = [life + 1, performance.now()];
      return one;
    }
  }

  function killSoon(kill: () => Promise<void>): void {
    void after(dice.below(startMs)).then(async () => {
      kills.push(performance.now());
      await kill();
    });
  }

  async function stop(): Promise<void> {
    const began = performance.now();
    await bot.stop();
    stopsMs.push(performance.now() - began);
  }

  async function turn(): Promise<void> {
    await stop();
    bot = await born();
  }

  return {
    get bot() {
      return bot;
    },
    kills,
    stopsMs,
    samples: watching.samples,
    peak: watching.peak,
    turn,
    async end() {
      const how = dice.below(100) < graceful ? "stopped" : "killed";
      if (how === "killed") {
        kills.push(performance.now());
        await bot.kill();
      } else {
        await stop();
      }
      bot = await born();
      say(`${how}, and there again after ${bot.startMs.toFixed(0)} ms`);
    },
    async stop() {
      await stop();
      await watching.end();
    },
  };
}

/** Looks at the memory of whichever life there is, each second. */
function watchMemory(now: () => { bot: Bot; life: number; bornAt: number }) {
  const samples: Sample[] = [];
  let peak = 0;
  let alive = true;

  async function watch(): Promise<void> {
    while (alive) {
      const { bot, life, bornAt } = now();
      const [bytes, top] = [bot.resident(), bot.peak()];
      if (bytes > 0) samples.push({ life, age: (performance.now() - bornAt) / 1000, bytes });
      // Of a process that is gone nothing is known.
      if (top > peak) peak = top;
      await after(1000);
    }
  }

  const watching = watch();
  return {
    samples,
    peak: () => peak,
    async end(): Promise<void> {
      alive = false;
      await watching;
    },
  };
}
