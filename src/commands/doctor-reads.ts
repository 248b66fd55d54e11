import { allows } from "../core/access.ts";
import { MINUTE, SECOND } from "../core/clock.ts";
import type { CommandContext } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import { freshnessOf, sayFreshness, targetsOf } from "../core/freshness.ts";
import { sayCount } from "../core/say.ts";
import type { TargetState } from "../core/store.ts";
import type { Finding } from "./doctor-finding.ts";

/** Slack refuses requests that are five minutes off; warn well before. */
const skewLimit = 30 * SECOND;
const tones = { never: "bad", stale: "bad", failing: "warning", fresh: "good" } as const;

/** When each source was read. A feed that only other conversations follow is theirs to know. */
export async function reads(context: CommandContext): Promise<readonly Finding[]> {
  const { sources } = context;
  const targets = await targetsOf(context);
  const mine = await feedsHere(context);
  const read = targets.map((target) => readOf(target, context, mine));
  const unread = sources
    .filter(({ feedNamed, polled, idle }) => !feedNamed && polled !== false && !idle)
    .filter(({ id }) => !targets.some(({ source }) => source === id))
    .map(({ title }) => ({
      tone: "bad" as const,
      subject: title,
      detail: "has never been read",
      fix: "If Watchpost has just started, ask again in a minute; else look into its log.",
    }));
  return [...unread, ...read];
}

function readOf(
  target: TargetState,
  { sources, now, role }: CommandContext,
  mine: ReadonlySet<string>,
): Finding {
  const source = sources.find(({ id }) => id === target.source);
  const freshness = freshnessOf(target, source, now);
  const hidden = target.feed !== undefined && !mine.has(target.feed) && !allows(role, "operator");
  const subject = hidden ? "A feed that another conversation follows" : target.title;
  const { error: _private, ...anonymous } = target;
  const words = sayFreshness(hidden ? anonymous : target, freshness, now);
  if (freshness === "fresh") return { tone: tones[freshness], subject, detail: words };
  return { tone: tones[freshness], subject, detail: words, fix: fixOf(target) };
}

function fixOf({ feed, failures }: TargetState): string {
  if (failures === 0) {
    return "If Watchpost has just started, ask again in a minute; else look into its log.";
  }
  if (feed)
    return "Open the address in a browser; if it has moved, unsubscribe and subscribe anew.";
  return "If the other side answered with an error, it has to mend that; if it was not reached, look at this machine's proxy, firewall and name service. Watchpost goes on trying.";
}

async function feedsHere({ store, from }: CommandContext): Promise<ReadonlySet<string>> {
  const held = await store.subscriptions.list(from.conversation);
  return new Set(held.map(({ feed }) => feed));
}

/** Our clock against those of all targets: one of them may be wrong, most of them are not. */
export async function skew(context: CommandContext): Promise<readonly Finding[]> {
  const skews = (await targetsOf(context))
    .flatMap(({ skewMs }) => (skewMs === undefined ? [] : [skewMs]))
    .sort((a, b) => a - b);
  const middle = skews[Math.floor(skews.length / 2)];
  if (middle === undefined) return [];
  const subject = "Clock";
  if (Math.abs(middle) < skewLimit) {
    return [{ tone: "good", subject, detail: `agrees with ${sayCount(skews.length, "server")}` }];
  }
  const way = middle > 0 ? "behind" : "ahead of";
  return [
    {
      tone: Math.abs(middle) >= 5 * MINUTE ? "bad" : "warning",
      subject,
      detail: `this machine's clock is ${sayDuration(middle)} ${way} the servers it reads`,
      fix: "Let this machine keep its time by NTP. Slack refuses requests from 5 min off.",
    },
  ];
}
