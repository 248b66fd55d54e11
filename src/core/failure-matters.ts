import { HOUR } from "./clock.ts";
import { type FailureKind, type Family, familyOf } from "./failure-kinds.ts";
import type { Failures } from "./failures.ts";
import { hourOf } from "./history.ts";
import type { Hourly, Run } from "./hourly.ts";
import type { Usual } from "./usual.ts";

/** What is looked at as one: a family of failures, or one kind where nothing is the matter with its family. */
export interface Part {
  readonly family: Family;
  /** Undefined for the whole family. */
  readonly kind: FailureKind | undefined;
}

/** Something of which there is more than usual. */
export interface Matter extends Part {
  /** Since the run began, or in all the time where there is none. */
  readonly count: number;
  readonly usual: Usual;
  /** Hours in a row that still go on; undefined where only all of them together are too much. */
  readonly run: Run | undefined;
  /** What it is made of, the most frequent first. */
  readonly kinds: readonly { readonly kind: FailureKind; readonly count: number }[];
}

/** What there was more of than usual, for a time that is over. */
export interface PastMatter extends Part {
  readonly run: Run & { readonly to: Date };
}

/** What matters most first. */
export function mattersOf(failures: Failures): readonly Matter[] {
  return partsOf(failures).flatMap(({ hourly, ...part }): readonly Matter[] => {
    const run = hourly.runs.find(({ to }) => to === undefined);
    if (run) {
      const { count, usual } = run;
      return [{ ...part, count, usual, run, kinds: kindsOf(failures, part, run.from) }];
    }
    const { more, count, usual, runs } = hourly;
    // What was too much and is over is told as such.
    if (!(more && usual) || runs.length > 0) return [];
    const from = hourOf(failures.stretch.from);
    return [{ ...part, count, usual, run, kinds: kindsOf(failures, part, from) }];
  });
}

export function pastMattersOf(failures: Failures): readonly PastMatter[] {
  return partsOf(failures).flatMap(({ hourly, ...part }): readonly PastMatter[] => {
    const last = hourly.runs.at(-1);
    return last?.to ? [{ ...part, run: { ...last, to: last.to } }] : [];
  });
}

const isQuiet = ({ more, runs }: Hourly): boolean => !more && runs.length === 0;

function partsOf({ families, kinds }: Failures): readonly (Part & { readonly hourly: Hourly })[] {
  return families.flatMap(({ family, hourly }): readonly (Part & { readonly hourly: Hourly })[] => {
    if (!isQuiet(hourly)) return [{ family, kind: undefined, hourly }];
    return kinds
      .filter((one) => familyOf(one.kind.type) === family && !isQuiet(one.hourly))
      .map((one) => ({ family, kind: one.kind, hourly: one.hourly }));
  });
}

/** Counted from this hour on. */
function kindsOf({ kinds, stretch }: Failures, part: Part, from: Date): Matter["kinds"] {
  const first = Math.round((from.getTime() - hourOf(stretch.from).getTime()) / HOUR);
  return kinds
    .filter(({ kind }) => isPartOf(kind, part))
    .map(({ kind, hourly: { hours } }) => ({
      kind,
      count: hours.slice(first).reduce((sum, count) => sum + count, 0),
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

export function isPartOf({ type, cause }: FailureKind, { family, kind }: Part): boolean {
  if (kind) return kind.type === type && kind.cause === cause;
  return familyOf(type) === family;
}
