import type { Registry } from "prom-client";
import type { Meter } from "../core/meter.ts";
import { createInstruments, type Prometheus } from "./instruments.ts";
import { createLoopDelay, type LoopDelay } from "./loop-delay.ts";
import { readWorld } from "./read-world.ts";
import { readings, type Sample, type World } from "./world.ts";

/** Everything that is counted, timed and read, as Prometheus wants it. */
export interface Metrics {
  readonly meter: Meter;
  /** Where to look at each scrape. */
  watch(world: World): void;
  /** Resolves with the whole page. */
  page(): Promise<{ readonly type: string; readonly text: string }>;
  close(): void;
}

/** Loads the library, which is not needed where nobody asks. */
export async function openMetrics(about: {
  readonly version: string;
  readonly sources: readonly string[];
}): Promise<Metrics> {
  const prometheus = await import("prom-client");
  const registry = new prometheus.Registry();
  const meter = createInstruments(prometheus, registry, new Set(about.sources));
  const loop = createLoopDelay();
  const show = createShowing(prometheus, registry);
  describeItself(prometheus, registry, { version: about.version, loop });
  let world: World | undefined;
  return {
    meter,
    watch(given) {
      world = given;
    },
    async page() {
      if (world) show(await readWorld(world));
      return { type: registry.contentType, text: await registry.metrics() };
    },
    close() {
      loop.close();
      registry.clear();
    },
  };
}

interface Shown {
  reset(): void;
  inc(labels: Readonly<Record<string, string>>, value: number): void;
}

/** What is read is shown in place of what was read before: what is no longer there is no figure any more. */
function createShowing(
  { Counter, Gauge }: Prometheus,
  registry: Registry,
): (samples: readonly Sample[]) => void {
  const shown = new Map<string, Shown>();
  for (const [name, reading] of Object.entries(readings)) {
    const { help, labels } = reading;
    const made = { name, help, labelNames: labels, registers: [registry] };
    shown.set(name, "counts" in reading ? new Counter(made) : new Gauge(made));
  }
  return (samples) => {
    for (const one of shown.values()) one.reset();
    for (const { name, labels, value } of samples) shown.get(name)?.inc(labels, value);
  };
}

/** The process, its main thread and its build. */
function describeItself(
  { Gauge, collectDefaultMetrics }: Prometheus,
  registry: Registry,
  { version, loop }: { readonly version: string; readonly loop: LoopDelay },
): void {
  collectDefaultMetrics({ register: registry });
  const build = new Gauge({
    name: "watchpost_build_info",
    help: "Always 1; the labels say what runs.",
    labelNames: ["version", "node"],
    registers: [registry],
  });
  build.set({ version, node: process.version }, 1);
  const delay = new Gauge({
    name: "watchpost_event_loop_delay_seconds",
    help: "How late the main thread comes to what is due, over the last minute or two.",
    labelNames: ["quantile"],
    registers: [registry],
    collect() {
      for (const at of [0.5, 0.9, 0.99, 1]) delay.set({ quantile: String(at) }, loop.at(at));
    },
  });
}
