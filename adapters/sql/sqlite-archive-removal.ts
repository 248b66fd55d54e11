import type { LogEvent } from "../../src/core/log-event.ts";
import { fold } from "../../src/core/log-match.ts";
import { personsIn } from "../../src/core/log-persons.ts";
import type { CountRows } from "./sqlite-archive-counts.ts";
import type { TermIndex } from "./sqlite-archive-index.ts";
import { keyOf } from "./sqlite-archive-keys.ts";
import { eventIn } from "./sqlite-archive-packing.ts";
import type { Recent } from "./sqlite-archive-recent.ts";
import type { Segments } from "./sqlite-archive-segments.ts";
import type { TenantRows } from "./sqlite-archive-tenants.ts";

interface Parts {
  readonly recent: Recent;
  readonly segments: Segments;
  readonly index: TermIndex;
  readonly counts: CountRows;
  readonly tenants: TenantRows;
}

const [always, never] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** Drops whole segments that are older. Within a transaction. */
export function expire(parts: Parts, tenant: number, before: Date): number {
  const { segments } = parts;
  const old = [...segments.between(tenant, always, before.getTime() - 1, undefined)]
    .filter(({ max_at }) => max_at < before.getTime())
    .map(({ segment }) => segment);
  let gone = 0;
  for (const segment of old) {
    const events = segments.lines(segment).map(eventIn);
    segments.remove(segment);
    segments.release(tenant, events);
    gone += took(parts, tenant, events);
  }
  const left = parts.recent.lines(tenant, always, before.getTime() - 1).map(eventIn);
  parts.recent.remove(
    tenant,
    left.map(({ id }) => keyOf(id)),
  );
  return gone + took(parts, tenant, left);
}

/** Removes every event that names one of these; they do not come back. Within a transaction. */
export function forget(parts: Parts, tenant: number, names: readonly string[]): number {
  const { recent, segments, index } = parts;
  const wanted = new Set(names.map(fold));
  const concerns = (event: LogEvent) =>
    [...personsIn(event)].some((name) => wanted.has(fold(name)));
  const values = [...wanted].filter((name) => !name.includes("*"));
  const named = { terms: [{ field: "person", values }] } as const;
  const candidates = values.length === wanted.size ? index.candidates(tenant, named) : undefined;
  const gone = recent.lines(tenant, always, never).map(eventIn).filter(concerns);
  recent.remove(
    tenant,
    gone.map(({ id }) => keyOf(id)),
  );
  for (const { segment } of [...segments.between(tenant, always, never, candidates)]) {
    const events = segments.lines(segment).map(eventIn);
    const theirs = events.filter(concerns);
    if (theirs.length === 0) continue;
    gone.push(...theirs);
    segments.remove(segment);
    const others = events.filter((event) => !concerns(event));
    if (others.length > 0) segments.pack(tenant, others);
  }
  segments.banish(tenant, gone);
  return took(parts, tenant, gone);
}

function took({ counts, tenants }: Parts, tenant: number, events: readonly LogEvent[]): number {
  counts.remove(tenant, events);
  tenants.change(tenant, -events.length);
  return events.length;
}
