import type { LimitEvent } from "../core/limit-event.ts";
import { blockTypes, type Limits, sumOf } from "../core/limits.ts";
import { logTypeOf, rateLimitTypes } from "../core/log-types/index.ts";
import { viewOf } from "../core/log-words.ts";
import { createMask } from "../core/mask.ts";
import { sayCount } from "../core/say.ts";

const isHit = (type: string): boolean => logTypeOf(type)?.kind === "failure";

/** Everybody reads a digest: whoever asked too much is named only where that is an application or ourselves. */
export function sayLimitsMet(
  limits: Limits,
): readonly (readonly (string | { readonly bold: string })[])[] {
  const hits = sumOf(limits, rateLimitTypes.filter(isHit));
  const close = sumOf(
    limits,
    rateLimitTypes.filter((type) => !isHit(type)),
  );
  const blocks = sumOf(limits, blockTypes);
  const counts = [
    ...(hits > 0 ? [`hit ${sayCount(hits, "time")}`] : []),
    ...(close > 0 ? [`close ${sayCount(close, "time")}`] : []),
  ];
  return [
    ...(counts.length > 0
      ? [[{ bold: "Rate limits" }, `: ${counts.join(", ")}${sayMostly(limits.events)}.`]]
      : []),
    ...(blocks > 0
      ? [[{ bold: "Attack protection" }, ` held somebody back ${sayCount(blocks, "time")}.`]]
      : []),
  ];
}

function sayMostly(events: readonly LimitEvent[]): string {
  const by = new Map<string, LimitEvent[]>();
  for (const event of events) {
    const key = `${event.caller.kind} ${event.caller.key}`;
    by.set(key, [...(by.get(key) ?? []), event]);
  }
  const [top = []] = [...by.values()].sort((a, b) => b.length - a.length);
  const [first] = top;
  if (!first || top.length <= events.length / 2) return "";
  const { client } = viewOf(first.event, { masked: true, mask: createMask() });
  const names: Readonly<Record<LimitEvent["caller"]["kind"], string>> = {
    watchpost: "Watchpost itself",
    deploy: `our own deploy${client ? ` (${client})` : ""}`,
    application: client ?? "an application",
    attacker: "an attacker's address",
    address: "one address",
    unknown: "somebody the log does not name",
  };
  return `; mostly by ${names[first.caller.kind]}`;
}
