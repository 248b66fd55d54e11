import type { HourCount } from "../core/archive.ts";

/** Counts on their way from one thread to another: a month of them are tens of thousands, which take long to copy one by one. */
export interface CountColumns {
  readonly kinds: readonly { readonly type: string; readonly cause: string }[];
  /** Of each count: its hour, which of the kinds it is of, and how many. */
  readonly hours: Float64Array;
  readonly of: Uint32Array;
  readonly counts: Float64Array;
}

export function toColumns(all: readonly HourCount[]): CountColumns {
  const known = new Map<string, number>();
  const kinds: { type: string; cause: string }[] = [];
  const kindOf = ({ type, cause }: HourCount): number => {
    const key = `${type.length} ${type}${cause}`;
    const index = known.get(key) ?? kinds.push({ type, cause }) - 1;
    known.set(key, index);
    return index;
  };
  return {
    hours: Float64Array.from(all, ({ hour }) => hour.getTime()),
    of: Uint32Array.from(all, kindOf),
    counts: Float64Array.from(all, ({ count }) => count),
    kinds,
  };
}

export function fromColumns({ kinds, hours, of, counts }: CountColumns): readonly HourCount[] {
  const dates = new Map<number, Date>();
  return Array.from(hours, (at, index) => {
    const hour = dates.get(at) ?? new Date(at);
    dates.set(at, hour);
    const { type = "", cause = "" } = kinds[of[index] ?? 0] ?? {};
    return { hour, type, cause, count: counts[index] ?? 0 };
  });
}
