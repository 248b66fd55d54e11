import type { Registry } from "prom-client";
import type { Meter } from "../core/meter.ts";

export type Prometheus = typeof import("prom-client");

/** Seconds. Slack gives up after three, Teams after fifteen. */
const acknowledged = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 15];
/** Seconds. An answer that is not there after a minute never comes. */
const answered = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What is counted as it happens. `sources`: of others nothing is counted. */
export function createInstruments(
  { Counter, Histogram }: Prometheus,
  registry: Registry,
  sources: ReadonlySet<string>,
): Meter {
  const registers = [registry];
  const lines = new Counter({
    name: "watchpost_lines_total",
    help: "Lines that people said, by command and by what came of them. wrong: the asker was told what to change; unavailable: another system would not say; failed: a fault of the bot; overdue: no answer within a minute.",
    labelNames: ["platform", "command", "outcome"],
    registers,
  });
  const acknowledgements = new Histogram({
    name: "watchpost_acknowledge_seconds",
    help: "How long whoever said something waited to be told that it was received, from when the bot saw the request.",
    labelNames: ["platform"],
    buckets: acknowledged,
    registers,
  });
  const answers = new Histogram({
    name: "watchpost_answer_seconds",
    help: "From when work on an answer began until the last of it was shown.",
    labelNames: ["platform"],
    buckets: answered,
    registers,
  });
  const attempts = new Counter({
    name: "watchpost_delivery_attempts_total",
    help: "Messages posted or edited beside answers, and what the platform made of each.",
    labelNames: ["platform", "outcome"],
    registers,
  });
  const reads = new Counter({
    name: "watchpost_source_reads_total",
    help: "Reads of sources. partial: some of it could not be read.",
    labelNames: ["source", "outcome"],
    registers,
  });
  const events = new Counter({
    name: "watchpost_log_events_total",
    help: "Events of tenants' logs that were new, by the way they came.",
    labelNames: ["tenant", "way"],
    registers,
  });
  const entries = new Counter({
    name: "watchpost_own_log_entries_total",
    help: "Entries in the bot's own log.",
    labelNames: ["level"],
    registers,
  });
  for (const level of ["info", "warn", "error"]) entries.inc({ level }, 0);
  return {
    said: (platform, command = "unknown", outcome) => lines.inc({ platform, command, outcome }),
    acknowledged: (platform, ms) => acknowledgements.observe({ platform }, ms / 1000),
    answered: (platform, ms) => answers.observe({ platform }, ms / 1000),
    posted: (platform, outcome) => attempts.inc({ platform, outcome }),
    read(source, outcome) {
      if (sources.has(source)) reads.inc({ source, outcome });
    },
    kept: (tenant, way, count) => events.inc({ tenant, way }, count),
    noted: (level) => entries.inc({ level }),
  };
}
