import type { Coverage, Hole } from "./archive.ts";
import { MINUTE } from "./clock.ts";
import { sayAge, sayDuration } from "./duration.ts";
import { sayCount, sayDate, sayTime } from "./say.ts";

/** How reading a tenant's log in order goes, beside what the archive remembers of it. */
export interface LogReading {
  /** Whether the settings give the tenant a log stream too. */
  readonly streamed: boolean;
  /** Auth0's log was looked at, and nothing has been written into it yet. */
  readonly empty?: true;
  /** Since when nothing was proved, why (a sentence without its full stop), and what to do. */
  readonly stuck?: { readonly since: Date; readonly why: string; readonly fix: string };
  /** Events of long ago are being read one after the other; `toGoMs`: for about so many milliseconds, where that can be told yet. */
  readonly history?: { readonly toGoMs?: number };
  /** The log goes on, but the stream has brought nothing since. */
  readonly streamSilentSince?: Date;
}

/**
 * What is known of a tenant's kept log:
 * - unread: nothing of it is proved
 * - history: Auth0 still has events that are being read
 * - behind: what is proved ends longer ago than it should
 * - whole: everything is here up to just now, but for the holes
 */
export type Completeness = "unread" | "history" | "behind" | "whole";

/** What came in within so long need not be proved yet. */
const freshMs = 15 * MINUTE;

export function completenessOf(
  { proved }: Pick<Coverage, "proved">,
  { now, reading }: { now: Date; reading?: LogReading | undefined },
): Completeness {
  if (!proved) return "unread";
  if (now.getTime() - proved.until.getTime() <= freshMs) return "whole";
  return reading?.history ? "history" : "behind";
}

interface Asked {
  readonly now: Date;
  readonly zone: string;
  readonly reading?: LogReading | undefined;
}

/** "whole since 12 Oct 2026, proved up to 2 min ago": whether a tenant's kept log is all of it, to follow its name and a colon. */
export function sayCoverage(coverage: Pick<Coverage, "proved" | "holes">, asked: Asked): string {
  const { proved, holes } = coverage;
  if (!proved) {
    return asked.reading?.empty ? "empty, as Auth0's log is so far" : "not checked for gaps yet";
  }
  const missing = sayHoles(holes, asked.zone);
  const standing = completenessOf(coverage, asked);
  const words = sayProved[standing](proved, asked);
  if (!missing) return standing === "whole" ? `whole ${words}` : words;
  return standing === "history" ? `${words}; there is ${missing}` : `${words}, but for ${missing}`;
}

type Proved = NonNullable<Coverage["proved"]>;

const sayProved = {
  unread: () => "",
  whole: ({ since, until }: Proved, { now, zone }: Asked) =>
    `since ${sayDate(since, zone)}, proved up to ${sayAge(until, now)}`,
  history({ until }: Proved, { zone, reading }: Asked) {
    const { toGoMs } = reading?.history ?? {};
    const left = toGoMs === undefined ? "" : `, about ${sayDuration(toGoMs)} to go`;
    return `reading history: at ${sayTime(until, zone)}${left}`;
  },
  behind: ({ until }: Proved, { now, zone }: Asked) =>
    `proved only up to ${sayTime(until, zone)}, ${sayAge(until, now)}`,
} satisfies Record<Completeness, (proved: Proved, asked: Asked) => string>;

const mostHoles = 3;

/** The newest of them; undefined where there is none. */
function sayHoles(holes: readonly Hole[], zone: string): string | undefined {
  if (holes.length === 0) return undefined;
  const shown = holes.slice(-mostHoles).map((hole) => sayHole(hole, zone));
  const more = holes.length - shown.length;
  const rest = more > 0 ? `; and ${more} older` : "";
  return `${sayCount(holes.length, "hole")}: ${shown.join("; ")}${rest}`;
}

/** "from 3 Nov 2026, 10:00 UTC to 4 Nov 2026, 11:30 UTC, since the checkpoint …" */
const sayHole = ({ from, to, why }: Hole, zone: string): string =>
  `from ${sayTime(from, zone)} to ${sayTime(to, zone)} (${why})`;
