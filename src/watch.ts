import { archiveFile } from "./archive-file.ts";
import type { Archive } from "./core/archive.ts";
import type { Answer, ChatAdapter, ProbeResult } from "./core/chat-adapter.ts";
import type { Clock } from "./core/clock.ts";
import type { DispatchOptions } from "./core/dispatch.ts";
import { DeliveryError } from "./core/errors.ts";
import type { Log } from "./core/log.ts";
import type { LogIntake } from "./core/log-intake.ts";
import type { Meter } from "./core/meter.ts";
import type { PlatformContext } from "./core/platform.ts";
import type { Records } from "./core/records.ts";
import { identified } from "./core/request-id.ts";
import type { Hearing } from "./core/said.ts";
import type { Store } from "./core/store.ts";
import { healthPaths } from "./http/alive.ts";
import type { PublicServer } from "./http/server.ts";
import {
  measuredAdapter,
  measuredAnswer,
  measuredArchive,
  measuredHearing,
  measuredLog,
  measuredSubjects,
} from "./measured.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { type MetricsServer, openMetricsServer } from "./metrics/server.ts";
import { createRunning, type Running } from "./running.ts";
import type { Settings } from "./settings.ts";
import { createStanding, type HouseStanding } from "./standing.ts";

type Services = DispatchOptions["services"];

/** What watches over the bot, and what stands between its parts for that. */
export interface Watch {
  readonly log: Log;
  readonly standing: HouseStanding;
  adapter(adapter: ChatAdapter): ChatAdapter;
  answer(answer: Answer): Answer;
  hearing(hearing: Hearing): Hearing;
  archive(archive: Archive & LogIntake): Archive & LogIntake;
  /** The store, for those who read sources. */
  readers(store: Store): Store;
  /** What a platform's adapter tells of itself. */
  platform(name: string): Pick<PlatformContext, "acknowledged" | "connected">;
  /** What is to be watched. */
  over(services: Services, archive: Archive, server: PublicServer, records: Records): void;
  /** Whether metrics can be read, for `doctor`; nothing where nobody wants to. */
  probes(): Promise<readonly ProbeResult[]>;
  /** Opens the listener for metrics, unless the settings say that there is none. */
  open(): Promise<void>;
  /** Writes down that nothing is to be read any more. Never rejects. */
  ended(): Promise<void>;
  close(): Promise<void>;
}

/** Where there are no metrics, nothing is counted and nothing stands between. */
export async function createWatch(given: {
  readonly settings: Settings;
  readonly platforms: readonly string[];
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Watch> {
  const { settings, platforms, clock } = given;
  const since = clock.now();
  const at = settings.metrics;
  const metrics = at.enabled ? await loadMetrics(given) : undefined;
  const meter = metrics?.meter;
  const log = meter ? measuredLog(given.log, meter) : given.log;
  let services: Services | undefined;
  let running: Running | undefined;
  let server: MetricsServer | undefined;
  const between = meter ? counting(meter) : passing;
  const standing = createStanding({
    platforms,
    known: () => services,
    write: async () => running?.look(),
    clock,
  });
  return {
    log,
    standing,
    ...between,
    adapter: (adapter) => {
      const { name } = adapter;
      return toldOf(between.adapter(adapter), (answered) => standing.reached(name, answered));
    },
    platform: (name) => ({
      connected: (is) => standing.connected(name, is),
      ...(meter ? { acknowledged: (ms: number) => meter.acknowledged(name, ms) } : {}),
    }),
    over(known, archive, open, own) {
      services = known;
      running = createRunning(own, clock);
      const { sqlite } = settings.store;
      const files = { store: sqlite, archive: archiveFile(settings.store) };
      metrics?.watch({ ...known, archive, standing, platforms, files, clock, since });
      for (const [path, listener] of healthPaths(standing)) open.mountBeside(path, listener);
    },
    async probes() {
      const known = server ?? (metrics && (await running?.metrics()));
      return known ? [probeOf(known.port ?? undefined, at)] : [];
    },
    async open() {
      if (!metrics) return;
      const others = healthPaths(standing);
      server = await openMetricsServer(at, { metrics, others, log });
      await running?.listens(server.port);
    },
    async ended() {
      if (server) await running?.ends();
    },
    async close() {
      await server?.close();
      metrics?.close();
    },
  };
}

function probeOf(port: number | undefined, at: Settings["metrics"]): ProbeResult {
  const subject = "Metrics";
  const where = `http://${at.host}:${port ?? at.port}/metrics`;
  if (port !== undefined) return { subject, ok: true, detail: `can be read at ${where}` };
  const fix =
    "Choose another metrics.port (or metrics: { enabled: false }), or end what has it; then start Watchpost again.";
  return { subject, ok: false, mild: true, detail: `${where} cannot be listened on`, fix };
}

/** Loaded only where they are wanted. */
async function loadMetrics({
  settings,
  version,
}: Parameters<typeof createWatch>[0]): Promise<Metrics> {
  const { openMetrics } = await import("./metrics/metrics.ts");
  return openMetrics({ sources: Object.keys(settings.sources), version });
}

/** The same adapter, which tells of each message whether the platform answered at all. */
function toldOf(adapter: ChatAdapter, tell: (answered: boolean) => void): ChatAdapter {
  const told = async <Done>(doing: Promise<Done>): Promise<Done> => {
    try {
      const done = await doing;
      tell(true);
      return done;
    } catch (error) {
      if (error instanceof DeliveryError && error.outcome !== "unknown") {
        tell(error.outcome !== "unavailable");
      }
      throw error;
    }
  };
  return {
    ...adapter,
    post: (to, message, key) => told(adapter.post(to, message, key)),
    edit: (at, message) => told(adapter.edit(at, message)),
  };
}

type Between = Pick<Watch, "adapter" | "answer" | "hearing" | "archive" | "readers">;

const counting = (meter: Meter): Between => ({
  adapter: (adapter) => measuredAdapter(adapter, meter),
  answer: (answer) => identified(measuredAnswer(answer, meter)),
  hearing: (hearing) => measuredHearing(hearing, meter),
  archive: (archive) => measuredArchive(archive, meter),
  readers: (store) => ({ ...store, subjects: measuredSubjects(store.subjects, meter) }),
});

const passing: Between = {
  adapter: (adapter) => adapter,
  answer: identified,
  hearing: (hearing) => hearing,
  archive: (archive) => archive,
  readers: (store) => store,
};
