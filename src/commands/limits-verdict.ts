import { blockTypes, type Limits, sumOf } from "../core/limits.ts";
import { rateLimitTypes } from "../core/log-types/index.ts";
import type { Tone } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import { isHit, type Share, sayCaller } from "./limits-callers.ts";

export interface LimitsVerdict {
  readonly words: readonly string[];
  readonly tone: Tone;
}

const hitTypes = rateLimitTypes.filter(isHit);
const closeTypes = rateLimitTypes.filter((type) => !isHit(type));

const hitsIn = (limits: Limits): number => sumOf(limits, hitTypes);
const closeIn = (limits: Limits): number => sumOf(limits, closeTypes);

export function verdictOf(limits: Limits, shares: readonly Share[], when: string): LimitsVerdict {
  const [hits, close, blocks] = [hitsIn(limits), closeIn(limits), sumOf(limits, blockTypes)];
  const atLeast = limits.more || limits.unseen.length > 0 ? "at least " : "";
  const blocked =
    blocks > 0
      ? [`Attack protection held somebody back ${atLeast}${sayCount(blocks, "time")}.`]
      : [];
  if (hits + close === 0) return nothing(limits, when, blocked);
  const by = sayBy(limits, shares);
  if (hits === 0) {
    const words = `No limit was hit ${when}, but ${atLeast}${sayCount(close, "time")} it was close${by}.`;
    return { words: [words, ...blocked], tone: "warning" };
  }
  const also = close > 0 ? `, and ${sayCount(close, "time")} it was close` : "";
  const words = `A rate limit was hit ${atLeast}${sayCount(hits, "time")} ${when}${also}${by}.`;
  return { words: [words, ...blocked], tone: "bad" };
}

function nothing({ unseen }: Limits, when: string, blocked: readonly string[]): LimitsVerdict {
  if (unseen.length > 0) {
    const words = `It is not known whether a rate limit was hit ${when}.`;
    return { words: [words, ...blocked], tone: "warning" };
  }
  const tone = blocked.length > 0 ? "neutral" : "good";
  return { words: [`No rate limit was hit or close ${when}.`, ...blocked], tone };
}

/** ": mostly by Terraform (our own deploy) on GET /api/v2/clients" */
function sayBy({ events }: Limits, shares: readonly Share[]): string {
  const [top] = shares;
  if (!top || top.events.length <= events.length / 2) {
    return shares.length > 1 ? `, by ${sayCount(shares.length, "caller")}` : "";
  }
  const [first] = top.endpoints;
  const on = first && first.count > top.events.length / 2 ? ` on ${first.name}` : "";
  const much = top.events.length === events.length ? "all" : "mostly";
  return `: ${much} by ${top.name} (${sayCaller[top.caller.kind]})${on}`;
}
