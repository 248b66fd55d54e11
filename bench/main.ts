import { parseArgs } from "node:util";
import { measureAcknowledgement } from "./acknowledge.ts";
import { measureDelivery } from "./delivery.ts";
import { measureFeeds } from "./feeds.ts";
import { type Figure, isOver, tableOf } from "./figures.ts";
import { measureSlack } from "./slack.ts";
import { measureTeams } from "./teams.ts";
import { measureTold } from "./told.ts";

/** Measures Watchpost on this machine. Everything stays on loopback, and ends by itself. */
const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    seconds: { type: "string", default: "20" },
    "times-as-fast": { type: "string", default: "10" },
  },
});
const feedBytes = 5_000_000;

const measures: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  acknowledge: () =>
    measureAcknowledgement({ perSecond: 50, seconds: Number(values.seconds), feedBytes }),
  slack: () =>
    measureSlack({
      rounds: 5,
      perSecond: 50,
      seconds: Math.ceil(Number(values.seconds) / 2),
      burst: { atOnce: 10, count: 1000 },
    }),
  teams: () =>
    measureTeams({ rounds: 5, perSecond: 50, seconds: Math.ceil(Number(values.seconds) / 2) }),
  feeds: () => measureFeeds(feedBytes),
  delivery: measureDelivery,
  told: () => measureTold({ channels: 1000, timesAsFast: Number(values["times-as-fast"]) }),
};

const figures: Figure[] = [];
for (const name of values.only ?? Object.keys(measures)) {
  const measure = measures[name];
  if (!measure) throw new Error(`--only takes ${Object.keys(measures).join(", ")}, not ${name}`);
  console.log(`\n${name} …`);
  const found = await measure();
  console.log(tableOf(found));
  figures.push(...found);
}
const over = figures.filter(isOver);
for (const { name } of over) console.log(`\nOver its bound: ${name}`);
if (over.length > 0) process.exitCode = 1;
