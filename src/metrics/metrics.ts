import type { Metric, Registry } from "prom-client";
import type { Meter } from "../core/meter.ts";
import { type Counted, createSummary } from "./counted.ts";
import { createInstruments } from "./instruments.ts";
import { createLoopDelay, type LoopDelay } from "./loop-delay.ts";
import { readWorld } from "./read-world.ts";
import { readings, type Sample, type World } from "./world.ts";

type Prometheus = typeof import("prom-client");

/** Everything that is counted, timed and read, as Prometheus wants it. */
export interface Metrics {
  readonly meter: Meter;
  /** Where to look at each scrape. */
  watch(world: World): void;
  /** Resolves with the whole page. */
  page(): Promise<{ readonly type: string; readonly text: string }>;
  close(): void;
}

/** Counts from now on. The library is loaded when somebody reads for the first time: most bots are never asked. */
export function openMetrics(about: {
  readonly version: string;
  readonly sources: readonly string[];
}): Metrics {
  const { meter, counted } = createInstruments(new Set(about.sources));
  const loop = createLoopDelay();
  let world: World | undefined;
  let opening: Promise<Page> | undefined;
  const open = () => openPage({ version: about.version, counted: [...counted, delayOf(loop)] });
  return {
    meter,
    watch(given) {
      world = given;
    },
    async page() {
      opening ??= open();
      const { registry, show } = await opening;
      if (world) show(await readWorld(world));
      return { type: registry.contentType, text: await registry.metrics() };
    },
    close: () => loop.close(),
  };
}

interface Page {
  readonly registry: Registry;
  show(samples: readonly Sample[]): void;
}

async function openPage(given: {
  readonly version: string;
  readonly counted: readonly Counted[];
}): Promise<Page> {
  const prometheus = await import("prom-client");
  const registry = new prometheus.Registry();
  for (const one of given.counted) registry.registerMetric(one as unknown as Metric);
  describeItself(prometheus, registry, given.version);
  return { registry, show: createShowing(prometheus, registry) };
}

interface Shown {
  reset(): void;
  remove(): void;
  inc(labels: Readonly<Record<string, string>>, value: number): void;
}

/** What is read is shown in place of what was read before: what is no longer there is no figure any more. */
function createShowing(
  { Counter, Gauge }: Prometheus,
  registry: Registry,
): (samples: readonly Sample[]) => void {
  const shown = new Map<string, Shown>();
  const bare = new Set<Shown>();
  for (const [name, reading] of Object.entries(readings)) {
    const { help, labels } = reading;
    const made = { name, help, labelNames: labels, registers: [registry] };
    const one: Shown = "counts" in reading ? new Counter(made) : new Gauge(made);
    shown.set(name, one);
    if (labels.length === 0) bare.add(one);
  }
  // The library begins one without labels at 0, which nobody has read: a trail that was not looked at would count as broken.
  const forget = () => {
    for (const one of shown.values()) one.reset();
    for (const one of bare) one.remove();
  };
  forget();
  return (samples) => {
    forget();
    for (const { name, labels, value } of samples) shown.get(name)?.inc(labels, value);
  };
}

/** What the library says of the process under names that Prometheus keeps for what only grows. */
const misnamed = ["handles", "requests", "resources"].map((what) => `nodejs_active_${what}_total`);

/** The process and its build. */
function describeItself(
  { Gauge, collectDefaultMetrics }: Prometheus,
  registry: Registry,
  version: string,
): void {
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  const build = new Gauge({
    name: "watchpost_build_info",
    help: "Always 1; the labels say what runs.",
    labelNames: ["version", "node"],
    registers: [registry],
  });
  build.set({ version, node: process.version }, 1);
}

const delayOf = (loop: LoopDelay): Counted =>
  createSummary(
    {
      name: "watchpost_event_loop_delay_seconds",
      help: "How late the main thread comes to what is due, over the last minute or two.",
    },
    { quantiles: [0.5, 0.9, 0.99, 1], at: loop.at },
  );
