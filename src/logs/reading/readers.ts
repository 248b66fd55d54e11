import type { Archive } from "../../core/archive.ts";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { LogReading } from "../../core/log-coverage.ts";
import type { Store } from "../../core/store.ts";
import type { Log as TenantLog } from "./oldest.ts";
import { type Pace, usualPace } from "./pace.ts";
import { createTenantReading } from "./tenant-reading.ts";
import { createWatch } from "./watch.ts";

/** A tenant as the settings give it. */
export interface ReadTenant {
  readonly name: string;
  readonly management?: object | undefined;
  readonly logStream?: object | undefined;
  readonly logs: { readonly read: boolean };
}

export interface LogReadersOptions {
  readonly tenants: readonly ReadTenant[];
  readonly tenant: (name: string) => TenantLog;
  readonly archive: Pick<Archive, "add" | "coverage">;
  readonly subjects: Pick<Store["subjects"], "observe" | "find">;
  /** For the times that alerts name. */
  readonly zone: string;
  readonly pace?: Pace;
  readonly clock: Clock;
  readonly log: Log;
  /** Something was observed; there may be news to deliver. */
  onObserved(): void;
}

/** Reads the logs of all tenants that can be read, in order and for ever. */
export interface LogReaders {
  /** To be called about every second. */
  tick(): Promise<void>;
  /** Undefined where the tenant's log is not read. */
  reading(tenant: string): LogReading | undefined;
  /** Reads no more; resolves once what is under way is done. */
  settled(): Promise<void>;
}

export function createLogReaders(options: LogReadersOptions): LogReaders {
  const { archive, clock, log, pace = usualPace } = options;
  const readings = options.tenants
    .filter(({ management, logs }) => management && logs.read)
    .map(({ name: tenant, logStream }) => {
      const source = options.tenant(tenant);
      const streamed = logStream !== undefined;
      return createTenantReading({ tenant, source, streamed, archive, pace, clock, log });
    });
  const watch = createWatch(options);
  return {
    async tick() {
      for (const reading of readings) reading.tick();
      await watch.look(readings);
    },
    reading: (name) => readings.find(({ tenant }) => tenant === name)?.reading(),
    async settled() {
      await Promise.all(readings.map((reading) => reading.settled()));
    },
  };
}
