import type { LoginRun, Move } from "./login.ts";
import { type Block, note } from "./message.ts";
import { sayHourMinute } from "./say.ts";

/** Whose move it is, as the beginning of a sentence: "Our move". */
export const moves: Readonly<Record<Move, string>> = {
  nobody: "Nobody's move",
  ours: "Our move",
  auth0: "Auth0's move",
  network: "The network's move",
};

/** Whose move it is, as a value. */
export const whose: Readonly<Record<Move, string>> = {
  nobody: "nobody's",
  ours: "ours",
  auth0: "Auth0's",
  network: "the network's",
};

/** Milliseconds of all steps together. */
export const totalMs = ({ steps }: Pick<LoginRun, "steps">): number =>
  steps.reduce((sum, { ms }) => sum + ms, 0);

/** "412 ms", "10.0 s" */
export const sayMs = (ms: number): string =>
  ms < 2000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** How logins went over some time. */
export interface LoginTrend {
  readonly count: number;
  readonly succeeded: number;
  /** Of those that succeeded; absent where none did. */
  readonly medianMs?: number;
  readonly p95Ms?: number;
  readonly worstMs?: number;
}

/** Of the runs since then. */
export function trendOf(runs: readonly LoginRun[], since: Date): LoginTrend {
  const mine = runs.filter(({ at }) => at >= since);
  const times = mine
    .filter(({ ok }) => ok)
    .map(totalMs)
    .sort((one, other) => one - other);
  const [medianMs, p95Ms, worstMs] = [0.5, 0.95, 1].map((share) => atShare(times, share));
  return {
    count: mine.length,
    succeeded: times.length,
    ...(medianMs === undefined ? {} : { medianMs }),
    ...(p95Ms === undefined ? {} : { p95Ms }),
    ...(worstMs === undefined ? {} : { worstMs }),
  };
}

/** The smallest value that so large a share of them does not exceed. */
const atShare = (sorted: readonly number[], share: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];

/** "96.6%"; rounded down: one failure among thousands must not read as none. */
export const sayShare = ({ count, succeeded }: Pick<LoginTrend, "count" | "succeeded">): string =>
  `${Math.floor((succeeded / count) * 1000) / 10}%`;

/** "58 of 60 succeeded (96.6%), median 402 ms, 95% within 640 ms" */
export function sayTrend({ count, succeeded, medianMs, p95Ms }: LoginTrend): string {
  if (count === 0) return "none was run";
  const times =
    medianMs === undefined || p95Ms === undefined
      ? []
      : [`median ${sayMs(medianMs)}`, `95% within ${sayMs(p95Ms)}`];
  return [`${succeeded} of ${count} succeeded (${sayShare({ count, succeeded })})`, ...times].join(
    ", ",
  );
}

/** The newest runs as a picture, oldest first, and in words those that failed. `runs`: newest first. */
export function loginChart(runs: readonly LoginRun[], zone: string): readonly Block[] {
  const shown = runs.slice(0, mostShown).toReversed();
  if (shown.length < 2) return [];
  // How long a run took until it failed says nothing of how fast logins are.
  const points = shown.map((run) => ({
    label: sayHourMinute(run.at, zone),
    value: run.ok ? totalMs(run) : ("failed" as const),
  }));
  const failed = shown.filter(({ ok }) => !ok);
  const title = `The last ${shown.length} logins, ${zone} time`;
  return [
    { kind: "chart", title, shape: "line", unit: "ms", points },
    ...(failed.length > 0 ? [note(`Failed among them: ${sayFailed(failed, zone)}.`)] : []),
  ];
}

/** "timed out (14:01, 14:02), MFA required (14:05)"; of many, how many and between which: "timed out (12, 14:01 to 14:14)". */
function sayFailed(failed: readonly LoginRun[], zone: string): string {
  const kinds = [...new Set(failed.map(({ outcome }) => outcome))];
  return kinds
    .map((kind) => {
      const times = failed
        .filter(({ outcome }) => outcome === kind)
        .map(({ at }) => sayHourMinute(at, zone));
      const span = `${times.length}, ${times[0]} to ${times.at(-1)}`;
      return `${sayOutcome(kind)} (${times.length > mostTimes ? span : times.join(", ")})`;
    })
    .join(", ");
}

const sayOutcome = (outcome: LoginRun["outcome"]): string =>
  outcome
    .replaceAll("-", " ")
    .replace(/^auth0/, "Auth0")
    .replace(/^mfa/, "MFA");

const mostShown = 20;
const mostTimes = 4;
