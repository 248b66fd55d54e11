import { HOUR } from "../core/clock.ts";
import type { Chart } from "../core/message.ts";

interface Series {
  /** "Failures" */
  readonly name: string;
  readonly unit: string;
  /** The beginning of the first hour. */
  readonly from: Date;
  readonly hours: readonly number[];
  readonly usual?: readonly number[] | undefined;
}

/** Counts of each hour, or together of each day in the asker's zone. Nothing where there are fewer than three. */
export function chartByHour(
  { name, unit, from, hours, usual }: Series,
  { zone, perDay }: { readonly zone: string; readonly perDay: boolean },
): readonly Chart[] {
  const at = (index: number) => new Date(from.getTime() + index * HOUR);
  const labels = hours.map((_, index) =>
    perDay ? dayOf(at(index), zone) : clockOf(at(index), zone),
  );
  const points = perDay
    ? together(labels, hours)
    : labels.map((label, index) => ({ label, value: hours[index] ?? 0 }));
  if (points.length < 3) return [];
  const beside = usual && (perDay ? together(labels, usual).map(({ value }) => value) : usual);
  const each = perDay ? "each day" : "each hour";
  return [
    {
      kind: "chart",
      title: `${name} in ${each}, ${zone} time`,
      shape: "bar",
      unit,
      points,
      ...(beside ? { usual: beside.map((value) => Math.round(value)) } : {}),
    },
  ];
}

const clockOf = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(
    at,
  );

const dayOf = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", day: "numeric" }).format(at);

function together(
  labels: readonly string[],
  values: readonly number[],
): readonly { readonly label: string; readonly value: number }[] {
  const sums = new Map<string, number>();
  for (const [index, label] of labels.entries()) {
    sums.set(label, (sums.get(label) ?? 0) + (values[index] ?? 0));
  }
  return [...sums].map(([label, value]) => ({ label, value }));
}
