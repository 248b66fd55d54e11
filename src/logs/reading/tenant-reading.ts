import type { Archive, Hole } from "../../core/archive.ts";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { LogReading } from "../../core/log-coverage.ts";
import type { LogEvent } from "../../core/log-event.ts";
import { createHead } from "./head.ts";
import { createHorizons } from "./horizons.ts";
import type { Log as TenantLog } from "./oldest.ts";
import type { Pace } from "./pace.ts";
import { createProgress } from "./progress.ts";
import { createProver } from "./prover.ts";
import { createSilence } from "./silence.ts";
import { createTurns } from "./turns.ts";

export interface TenantReadingOptions {
  readonly tenant: string;
  readonly source: TenantLog;
  /** Whether the settings give it a log stream too. */
  readonly streamed: boolean;
  readonly archive: Pick<Archive, "add" | "coverage">;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: Log;
}

/** What tells that trouble is over. */
export interface Signs {
  /** When the proof last moved in this life. */
  readonly movedAt: Date | undefined;
  /** When the stream last brought anything, as far as that was looked at. */
  readonly heardAt: Date | undefined;
  /** The proof is close behind the end. */
  readonly isClose: boolean;
}

/** The reading of one tenant's log: its newest end, and behind it the proof. */
export interface TenantReading {
  readonly tenant: string;
  /** Begins what is due, and waits for nothing. To be called about every second. */
  tick(): void;
  reading(): LogReading;
  /** Found in this life, oldest first. */
  holes(): readonly Hole[];
  signs(): Signs;
  /** Reads no more; resolves once what is under way is done. */
  settled(): Promise<void>;
}

export function createTenantReading(options: TenantReadingOptions): TenantReading {
  const { tenant, source, streamed, archive, pace, clock, log } = options;
  const now = () => clock.now();
  const horizons = createHorizons(pace.settleMs);
  const parts = { tenant, log: source, archive, horizons, pace, now };
  const head = createHead(parts);
  const prover = createProver(parts);
  const silence = createSilence(pace.settleMs);
  const progress = createProgress(pace, now);
  const holes: Hole[] = [];
  let heardAt: Date | undefined;

  /** While the stream brings what is new, only the proof tells what it lost. */
  const isStreaming = () => streamed && silence.since() === undefined;

  async function follow(): Promise<number> {
    const more = await head.follow(!isStreaming());
    if (more) return 0;
    return isStreaming() ? pace.streamedMs : pace.headMs;
  }

  async function prove(): Promise<number> {
    const step = await prover.step();
    if (step.gone) head.reset();
    if (step.hole) {
      holes.push(step.hole);
      log.warn({ tenant, from: step.hole.from, to: step.hole.to }, "events of the log are lost");
    }
    progress.note(step);
    if (streamed) await listen(step.events);
    return step.more ? 0 : pace.proveMs;
  }

  /** What is proved came in so long ago that the stream should have brought it. */
  async function listen(events: readonly LogEvent[]): Promise<void> {
    const { heard } = await archive.coverage(tenant);
    heardAt = heard.stream;
    silence.look(events, { now: now(), from: progress.awakeSince(), heard: heardAt });
  }

  const turns = createTurns([follow, prove], { tenant, gapMs: pace.gapMs, clock, log });

  function silentSince(): Date | undefined {
    const since = silence.since();
    return since && now().getTime() - since.getTime() > pace.silentMs ? since : undefined;
  }

  return {
    tenant,
    tick() {
      progress.look();
      turns.tick();
    },
    reading() {
      const since = silentSince();
      const proof = progress.reading(turns.trouble());
      return { streamed, ...proof, ...(since && { streamSilentSince: since }) };
    },
    holes: () => holes,
    signs: () => ({ ...progress.signs(), heardAt }),
    settled: turns.stop,
  };
}
