import { MINUTE, SECOND } from "../../../src/core/clock.ts";
import type { TenantError } from "../../../src/core/tenant.ts";
import { usualPace } from "../../../src/logs/reading/pace.ts";
import { createTenantReading } from "../../../src/logs/reading/tenant-reading.ts";
import { fakeArchive } from "../../fakes/archive.ts";
import {
  createLogSource,
  type ReadableLog,
  type SourceOptions,
  tenantOver,
} from "../../fakes/auth0/log-source.ts";
import { manualClock } from "../../fakes/manual-clock.ts";
import { quietLog } from "../../login/bench.ts";

/** A reader before an Auth0 log, on a clock that is moved by hand. */
export function openReadingBench(
  given: Omit<SourceOptions, "now"> & {
    streamed?: boolean;
    gapMs?: number;
    /** How far Auth0's clock is ahead. */
    skewMs?: number;
    /** In place of one that is written to. */
    log?: (now: () => Date) => ReadableLog;
  } = {},
) {
  const { streamed = false, gapMs = usualPace.gapMs, skewMs = 0, log, ...options } = given;
  const clock = manualClock();
  const theirs = () => new Date(clock.now().getTime() + skewMs);
  const source = createLogSource({ ...options, now: theirs });
  const archive = fakeArchive(clock.now);
  let failure: TenantError | undefined;
  const asked = { count: 0 };
  const tenant = tenantOver(log?.(clock.now) ?? source, () => {
    asked.count += 1;
    return failure;
  });
  const open = () =>
    createTenantReading({
      tenant: "prod",
      source: tenant,
      streamed,
      archive,
      pace: { ...usualPace, gapMs },
      clock,
      log: quietLog,
    });
  let reader = open();

  return {
    clock,
    source,
    archive,
    asked,
    reader: () => reader,
    fail(error: TenantError | undefined): void {
      failure = error;
    },
    /** The bot runs for so long, and looks every so often. */
    async run(ms: number, each: () => void = () => {}, every = SECOND): Promise<void> {
      for (let passed = 0; passed < ms; passed += every) {
        each();
        reader.tick();
        await clock.advance(every);
      }
    },
    /** The bot is off for so long: killed, and begun anew. */
    async off(ms: number, each: () => void = () => {}, every = MINUTE): Promise<void> {
      const old = reader;
      for (let passed = 0; passed < ms; passed += every) {
        each();
        await clock.advance(Math.min(every, ms - passed));
      }
      await old.settled();
      reader = open();
    },
    async stored(): Promise<readonly string[]> {
      const { events } = await archive.search("prod", { terms: [] }, { limit: 100_000 });
      return events.map(({ id }) => id).sort();
    },
    ever: () =>
      source
        .ever()
        .map(({ record }) => record.log_id)
        .sort(),
    coverage: () => archive.coverage("prod"),
  };
}
export type ReadingBench = ReturnType<typeof openReadingBench>;
