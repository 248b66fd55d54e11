import { parseArgs } from "node:util";

export interface WeekOptions {
  readonly minutes: number;
  readonly days: number;
  readonly lines: number;
  readonly events: number;
  readonly read: number;
  readonly updates: number;
  readonly least: number;
  readonly most: number;
  readonly unheard: number;
  readonly seed: number;
}

const help = `A week of mixed traffic in ten minutes, with kills: nothing may be lost, and memory stays flat.

  npm run bench:week -- [options]

  --minutes N   how long it takes, without the nights and the end (10)
  --days N      so many days, between which the bot's clock leaps to the next morning (7)
  --lines N     lines said in a second, in Slack, Teams and the local chat (50)
  --events N    log events in a second, by the stream (160)
  --read N      log events in a second that only the log has, so that they are read from it (40)
  --updates N   updates of incidents in a minute, told on each platform (10)
  --least N     seconds between two kills or stops, at least (5)
  --most N      and at most (25)
  --unheard N   milliseconds within which a kill may keep the bot from hearing that something was taken (500; a busy machine
                takes longer)
  --seed N      of everything that is left to chance; printed, so that it can be had again

It speaks to loopback only, ends what it started, and ends with 1 if anything was lost.`;

const numbers = {
  minutes: "10",
  days: "7",
  lines: "50",
  events: "160",
  read: "40",
  updates: "10",
  least: "5",
  most: "25",
  unheard: "500",
  seed: String(Math.floor(Math.random() * 1e6)),
} as const;

/** Undefined where only help was asked for. @throws Error for what cannot be read */
export function readOptions(): WeekOptions | undefined {
  const options = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [
      name,
      { type: "string", default: value } as const,
    ]),
  );
  const { values } = parseArgs({ options: { ...options, help: { type: "boolean" } } });
  if (values.help) {
    console.log(help);
    return undefined;
  }
  const read = Object.keys(numbers).map((name): [string, number] => {
    const number = Number(values[name as keyof typeof values]);
    if (!(number >= 0)) throw new Error(`--${name} is a number, not ${values[name as "help"]}`);
    return [name, number];
  });
  return Object.fromEntries(read) as unknown as WeekOptions;
}
