import { HOUR } from "../core/clock.ts";
import { dateFormats } from "../core/date-formats.ts";
import type { Chart } from "../core/message.ts";
import { sayHourMinute } from "../core/say.ts";

interface Series {
  /** "Failures" */
  readonly name: string;
  readonly unit: string;
  /** The beginning of the first hour. */
  readonly from: Date;
  /** Up to when was counted: the last hour may have only begun. */
  readonly to: Date;
  readonly hours: readonly number[];
  readonly usual?: readonly number[] | undefined;
}

/** Counts of each hour, or together of each day in the asker's zone. Nothing where there are fewer than three. */
export function chartByHour(
  { name, unit, from, to, hours, usual }: Series,
  { zone, perDay }: { readonly zone: string; readonly perDay: boolean },
): readonly Chart[] {
  const at = (index: number) => new Date(from.getTime() + index * HOUR);
  const say = perDay ? dayOf : sayHourMinute;
  const labels = hours.map((_, index) => say(at(index), zone));
  const counts = perDay ? together(labels, hours) : each(labels, hours);
  if (counts.length < 3) return [];
  const beside = usual && (perDay ? together(labels, usual) : each(labels, usual));
  const points = counts.map((point, index) => {
    const there = beside?.[index];
    return there ? { ...point, usual: Math.round(there.value) } : point;
  });
  const stretch = perDay ? "each day" : "each hour";
  const soFar = at(hours.length) > to ? ", the last one so far" : "";
  const than = beside ? ", beside what is usual" : "";
  return [
    {
      kind: "chart",
      title: `${name} in ${stretch}${than}${soFar}, ${zone} time`,
      shape: "bar",
      unit,
      points,
    },
  ];
}

type Counted = readonly { readonly label: string; readonly value: number }[];

const each = (labels: readonly string[], values: readonly number[]): Counted =>
  labels.map((label, index) => ({ label, value: values[index] ?? 0 }));

const dayFormat = dateFormats("en-GB", { weekday: "short", day: "numeric" });
const dayOf = (at: Date, zone: string): string => dayFormat(zone).format(at);

function together(labels: readonly string[], values: readonly number[]): Counted {
  const sums = new Map<string, number>();
  for (const [index, label] of labels.entries()) {
    sums.set(label, (sums.get(label) ?? 0) + (values[index] ?? 0));
  }
  return [...sums].map(([label, value]) => ({ label, value }));
}
