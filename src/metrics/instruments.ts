import type { Meter } from "../core/meter.ts";
import { type Counted, createCounter, createHistogram } from "./counted.ts";

/** Seconds. Slack gives up after three, Teams after fifteen. */
const acknowledged = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 15];
/** Seconds. An answer that is not there after a minute never comes. */
const answered = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export interface Instruments {
  readonly meter: Meter;
  /** For whoever reads them. */
  readonly counted: readonly Counted[];
}

/** What is counted as it happens. `sources`: of others nothing is counted. */
export function createInstruments(sources: ReadonlySet<string>): Instruments {
  const lines = createCounter({
    name: "watchpost_lines_total",
    help: "Lines that people said, by command and by what came of them. wrong: the asker was told what to change; unavailable: another system would not say; failed: a fault of the bot; overdue: no answer within a minute.",
  });
  const acknowledgements = createHistogram(
    {
      name: "watchpost_acknowledge_seconds",
      help: "How long whoever said something waited to be told that it was received, from when the bot saw the request.",
    },
    acknowledged,
  );
  const answers = createHistogram(
    {
      name: "watchpost_answer_seconds",
      help: "From when work on an answer began until the last of it was shown.",
    },
    answered,
  );
  const attempts = createCounter({
    name: "watchpost_delivery_attempts_total",
    help: "Messages posted or edited beside answers, and what the platform made of each.",
  });
  const reads = createCounter({
    name: "watchpost_source_reads_total",
    help: "Reads of sources. partial: some of it could not be read.",
  });
  const events = createCounter({
    name: "watchpost_log_events_total",
    help: "Events of tenants' logs that were new, by the way they came.",
  });
  const entries = createCounter({
    name: "watchpost_own_log_entries_total",
    help: "Entries in the bot's own log.",
  });
  for (const level of ["info", "warn", "error"]) entries.add({ level }, 0);
  const meter: Meter = {
    said: (platform, command = "unknown", outcome) => lines.add({ platform, command, outcome }),
    acknowledged: (platform, ms) => acknowledgements.observe({ platform }, ms / 1000),
    answered: (platform, ms) => answers.observe({ platform }, ms / 1000),
    posted: (platform, outcome) => attempts.add({ platform, outcome }),
    read(source, outcome) {
      if (sources.has(source)) reads.add({ source, outcome });
    },
    kept: (tenant, way, count) => events.add({ tenant, way }, count),
    noted: (level) => entries.add({ level }),
  };
  const counted = [lines, acknowledgements, answers, attempts, reads, events, entries];
  return { meter, counted };
}
