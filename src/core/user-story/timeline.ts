import { DAY, MINUTE } from "../clock.ts";
import { isCall } from "./about.ts";
import { labelOf } from "./labels.ts";
import type { Moment } from "./moments.ts";
import { valuesOf } from "./story.ts";
import type { Teller } from "./verdict.ts";

/** Several moments of the same kind as one line. */
export interface Line {
  readonly label: string;
  readonly first: Date;
  readonly last: Date;
  readonly count: number;
  readonly addresses: readonly string[];
  readonly clients: readonly string[];
  readonly ended: "good" | "bad" | "neutral";
}

export interface Timeline {
  /** Newest first. */
  readonly lines: readonly Line[];
  /** Lines that are older, and left out. */
  readonly earlier: number;
}

/** What happened, at most so many lines; what repeats is one of them. */
export function timelineOf(moments: readonly Moment[], tell: Teller, most: number): Timeline {
  const told = moments.filter((moment, index) =>
    isTold(moment, moments.slice(Math.max(0, index - 3), index + 4)),
  );
  const runs = runsOf(told, tell);
  const merged = runs.length > most ? byDay(runs) : runs;
  const newest = merged
    .toSorted(
      (a, b) => (b.moments.at(-1)?.at.getTime() ?? 0) - (a.moments.at(-1)?.at.getTime() ?? 0),
    )
    .slice(0, most);
  return { lines: newest.flatMap(lineOf), earlier: merged.length - newest.length };
}

/** A second factor is part of the login that it belongs to. */
const factorNear = 10 * MINUTE;

function isTold({ part, event, at }: Moment, near: readonly Moment[]): boolean {
  if (event.type !== "gd_auth_succeed") return part !== "other";
  return !near.some(
    (one) => one.part === "login" && Math.abs(one.at.getTime() - at.getTime()) <= factorNear,
  );
}

interface Run {
  readonly label: string;
  readonly moments: Moment[];
}

/** What follows each other and is the same. */
function runsOf(moments: readonly Moment[], tell: Teller): readonly Run[] {
  const runs: Run[] = [];
  for (const moment of moments) {
    const label = labelOf(moment, tell);
    const last = runs.at(-1);
    const before = last?.moments.at(-1)?.at.getTime() ?? 0;
    if (last?.label === label && moment.at.getTime() - before < DAY) last.moments.push(moment);
    else runs.push({ label, moments: [moment] });
  }
  return runs;
}

/** What is the same and within a day, whatever came in between. */
function byDay(runs: readonly Run[]): readonly Run[] {
  const days: Run[] = [];
  const open = new Map<string, Run>();
  for (const run of runs) {
    const known = open.get(run.label);
    const began = known?.moments[0]?.at.getTime() ?? 0;
    const [next] = run.moments;
    if (known && next && next.at.getTime() - began < DAY) {
      for (const moment of run.moments) known.moments.push(moment);
      continue;
    }
    const fresh = { label: run.label, moments: [...run.moments] };
    open.set(run.label, fresh);
    days.push(fresh);
  }
  return days;
}

function lineOf({ label, moments }: Run): readonly Line[] {
  const [first, last] = [moments[0], moments.at(-1)];
  if (!(first && last)) return [];
  const own = moments.filter(({ event }) => !isCall(event));
  return [
    {
      label,
      first: first.at,
      last: last.at,
      count: moments.length,
      // Where a call came from, and by what, is of whoever made it.
      addresses: valuesOf(own, ({ ip }) => ip),
      clients: valuesOf(own, ({ clientName }) => clientName),
      ended: last.part === "login" ? "good" : last.cause === "" ? "neutral" : "bad",
    },
  ];
}
