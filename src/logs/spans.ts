import type { Coverage, Stretch } from "../core/archive.ts";
import { MINUTE } from "../core/clock.ts";

/** Milliseconds, from the first up to, but without, the second; either may be infinite. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Whether the archive holds all of it. */
  readonly kept: boolean;
}

/** So long ago the log may have been read to its end, and its end still counts as kept. */
const lately = 5 * MINUTE;

/** A stretch of time, newest part first, by whether the archive holds it whole. */
export function spansOf(
  asked: { readonly from: number; readonly to: number },
  coverage: Coverage,
  now: Date,
): readonly Span[] {
  const spans: Span[] = [];
  let to = asked.to;
  for (const kept of keptIn(coverage, now)) {
    const [from, until] = [Math.max(kept.from, asked.from), Math.min(kept.to, to)];
    if (from >= until) continue;
    if (until < to) spans.push({ from: until, to, kept: false });
    spans.push({ from, to: until, kept: true });
    to = from;
  }
  return asked.from < to ? [...spans, { from: asked.from, to, kept: false }] : spans;
}

/** Newest first. */
function keptIn(coverage: Coverage, now: Date): readonly { from: number; to: number }[] {
  const whole = wholeOf(coverage, now);
  if (!whole) return [];
  const holes = [...coverage.holes].sort((one, other) => other.to.getTime() - one.to.getTime());
  const kept: { from: number; to: number }[] = [];
  let to = whole.to;
  for (const hole of holes) {
    const from = Math.max(hole.to.getTime(), whole.from);
    if (from < to) kept.push({ from, to });
    to = Math.min(to, hole.from.getTime());
  }
  return whole.from < to ? [...kept, { from: whole.from, to }] : kept;
}

/** What a reader has proved; where nothing can be, because only a stream brings events, what came since it was first heard. */
function wholeOf({ proved, streamedSince }: Coverage, now: Date) {
  if (proved) {
    const isLive = now.getTime() - proved.until.getTime() <= lately;
    const to = isLive ? Number.POSITIVE_INFINITY : proved.until.getTime();
    return { from: proved.since.getTime(), to };
  }
  if (!streamedSince) return undefined;
  return { from: streamedSince.getTime(), to: Number.POSITIVE_INFINITY };
}

/** From when until when the archive holds a log, as it can be said. */
export function keptOf(coverage: Coverage, now: Date): Stretch | undefined {
  const whole = wholeOf(coverage, now);
  if (!whole) return undefined;
  return { from: new Date(whole.from), to: new Date(Math.min(whole.to, now.getTime())) };
}
