/** What Prometheus' library asks of a metric; the library itself is loaded only once somebody reads. */
export interface Counted {
  readonly name: string;
  get(): Promise<Told>;
}

interface Told {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "histogram" | "summary";
  readonly values: readonly Value[];
}

interface Value {
  readonly value: number;
  readonly labels: Labels;
  /** Where it is not the metric's own. */
  readonly metricName?: string;
}

type Labels = Readonly<Record<string, string | number>>;

interface About {
  readonly name: string;
  readonly help: string;
}

export interface Counter extends Counted {
  add(labels: Labels, count?: number): void;
}

export function createCounter({ name, help }: About): Counter {
  const each = perLabels(() => ({ value: 0 }));
  return {
    name,
    add(labels, count = 1) {
      each.of(labels).value += count;
    },
    get: async () => ({
      ...{ name, help, type: "counter" },
      values: each.all().map(([labels, { value }]) => ({ labels, value })),
    }),
  };
}

export interface Histogram extends Counted {
  observe(labels: Labels, value: number): void;
}

/** `buckets`: how much each holds at most, growing. */
export function createHistogram({ name, help }: About, buckets: readonly number[]): Histogram {
  const each = perLabels(() => ({ counts: buckets.map(() => 0), count: 0, sum: 0 }));
  return {
    name,
    observe(labels, value) {
      const seen = each.of(labels);
      seen.count += 1;
      seen.sum += value;
      // Each bucket holds what the smaller ones hold as well.
      for (const [at, most] of buckets.entries()) {
        if (value <= most) seen.counts[at] = (seen.counts[at] ?? 0) + 1;
      }
    },
    get: async () => ({
      ...{ name, help, type: "histogram" },
      values: each
        .all()
        .flatMap(([labels, { counts, count, sum }]) => [
          ...buckets.map((le, at) => bucketOf(name, { ...labels, le }, counts[at] ?? 0)),
          bucketOf(name, { ...labels, le: "+Inf" }, count),
          { metricName: `${name}_sum`, labels, value: sum },
          { metricName: `${name}_count`, labels, value: count },
        ]),
    }),
  };
}

const bucketOf = (name: string, labels: Labels, value: number): Value => ({
  metricName: `${name}_bucket`,
  labels,
  value,
});

/** Quantiles that are known at any moment. */
export function createSummary(
  { name, help }: About,
  { quantiles, at }: { quantiles: readonly number[]; at: (quantile: number) => number },
): Counted {
  return {
    name,
    get: async () => ({
      ...{ name, help, type: "summary" },
      values: quantiles.map((quantile) => ({ labels: { quantile }, value: at(quantile) })),
    }),
  };
}

function perLabels<State>(begin: () => State) {
  const each = new Map<string, readonly [Labels, State]>();
  return {
    of(labels: Labels): State {
      const key = JSON.stringify(labels);
      const [, known] = each.get(key) ?? [];
      if (known) return known;
      const state = begin();
      each.set(key, [labels, state]);
      return state;
    },
    all: () => [...each.values()],
  };
}
