import { figuresOf, sayChart, saysEach } from "../../src/core/chart-figures.ts";
import type { Chart, Point } from "../../src/core/message.ts";
import { sparkline } from "../../src/core/plain.ts";

const widest = 60;
const bars = 20;

/** A chart in characters, and the same in words for those who cannot see it. */
export function chartText(chart: Chart): { drawing: string; words: string } {
  const { shape, points } = chart;
  const known = points.filter(({ value }) => value === "failed" || Number.isFinite(value));
  const most = figuresOf(known).range?.high.value ?? 0;
  const alone = !saysEach(chart);
  const drawing =
    shape === "bar" && known.length <= bars
      ? barsOf(known, { most, alone })
      : sparkline(thinned(known.map(({ value }) => value)));
  // Bars of no length are a list of labels, which the sentence has too.
  const bare = shape === "bar" && !alone && !/[█×]/u.test(drawing);
  return { drawing: bare ? "" : drawing, words: sayChart(chart) };
}

/** With figures only where they stand alone: else the sentence below says each. */
function barsOf(
  points: readonly Point[],
  { most, alone }: { readonly most: number; readonly alone: boolean },
): string {
  const longest = Math.min(24, Math.max(...points.map(({ label }) => label.length)));
  return points
    .map(({ label, value, usual }) => {
      const name = label.slice(0, 24).padEnd(longest);
      if (value === "failed") return `${name} × failed`;
      const length = most > 0 ? Math.max(0, Math.round((value / most) * 20)) : 0;
      const bar = `${name} ${"█".repeat(length)}`;
      if (!alone) return bar.trimEnd();
      const beside = usual === undefined ? "" : `, usual ${usual}`;
      return `${bar} ${value}${beside}`;
    })
    .join("\n");
}

/** No wider than a phone: of neighbours, a failed one or the highest is kept, so that no peak is lost. */
function thinned(values: readonly Point["value"][]): readonly Point["value"][] {
  if (values.length <= widest) return values;
  const size = Math.ceil(values.length / widest);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    mostNotable(values.slice(index * size, (index + 1) * size)),
  );
}

const mostNotable = (values: readonly Point["value"][]): Point["value"] =>
  values.reduce((kept, value) =>
    kept === "failed" || value === "failed" ? "failed" : Math.max(kept, value),
  );
