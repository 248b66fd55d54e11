import { withoutAnswer, withoutLine } from "./matching.ts";

/** Where exactly one answer to each line that was said there is due. */
type Spot = string;

/** A line that somebody said. */
export interface SaidLine {
  /** As the audit trail names it. */
  readonly id: string;
  /** How it was said: "a command in Slack". */
  readonly way: string;
  readonly words: string;
  readonly spot: Spot;
}

interface SaidAt extends SaidLine {
  /** By `performance.now()`. */
  readonly at: number;
}

/** What the platform showed in answer. */
interface Shown {
  readonly message: string;
  /** By `performance.now()`. */
  readonly at: number;
  /** What it shows last is progress, and not yet the answer. */
  readonly pending: boolean;
  /** How its last words begin. */
  readonly words: string;
}

/** What was said or shown in a spot. */
export interface Happened {
  /** By `performance.now()`. */
  readonly at: number;
  readonly what: string;
}

/** An answer that was shown in a spot where all lines had theirs. */
export interface Twice {
  readonly line: SaidLine;
  /** When those were shown that it may be the second of. */
  readonly firsts: readonly number[];
  /** All that was said and shown there, in order. */
  readonly history: readonly Happened[];
}

/** Holds what was said and acknowledged against what was shown. */
export interface Ledger {
  /** Is about to be said, perhaps more than once. */
  say(line: SaidLine): void;
  acknowledge(id: string, tookMs: number): void;
  refuse(): void;
  show(spot: Spot, message: string, words: string): void;
  isAcknowledged(id: string): boolean;
  isAnswered(spot: Spot): boolean;
  unanswered(): readonly SaidLine[];
  twice(): readonly Twice[];
  acknowledged(): readonly SaidLine[];
  readonly tookMs: readonly number[];
  readonly refused: number;
}

/** Letters of what is shown that are kept. */
const mostKept = 120;

/** Whether this is not yet the answer. */
export const isProgress = (words: string): boolean => /Working on "/.test(words);

/** What a tail tells of itself stands where it was asked for, beside the answer to that. */
const isTailsCard = (words: string): boolean =>
  /\bTailing \S+: new events|\bTail of \S+ ended\b/.test(words);

export function createLedger(): Ledger {
  const said = new Map<string, SaidAt>();
  const acknowledged = new Set<string>();
  const shown = new Map<Spot, Map<string, Shown>>();
  const tookMs: number[] = [];
  let refused = 0;

  const answersIn = (spot: Spot) =>
    [...(shown.get(spot)?.values() ?? [])].filter(({ pending }) => !pending);

  function bySpot(lines: Iterable<SaidAt>): Map<Spot, SaidAt[]> {
    const spots = new Map<Spot, SaidAt[]>();
    for (const line of lines) spots.set(line.spot, [...(spots.get(line.spot) ?? []), line]);
    return spots;
  }

  /** Edits stand where a message was shown first, with its last words. */
  function historyOf(spot: Spot): readonly Happened[] {
    const lines = [...said.values()].filter((line) => line.spot === spot);
    const messages = [...(shown.get(spot)?.values() ?? [])];
    return [
      ...lines.map(({ at, way, words, id }) => ({ at, what: `said: ${way}, "${words}" (${id})` })),
      ...messages.map(({ at, message, words }) => ({ at, what: `shown: ${message}, "${words}"` })),
    ].sort((one, other) => one.at - other.at);
  }

  const known = () => [...acknowledged].flatMap((id) => said.get(id) ?? []);

  return {
    say: (line) => void said.set(line.id, { ...line, at: performance.now() }),
    acknowledge(id, ms) {
      acknowledged.add(id);
      tookMs.push(ms);
    },
    refuse() {
      refused += 1;
    },
    show(spot, message, words) {
      if (isTailsCard(words)) return;
      const here = shown.get(spot) ?? new Map<string, Shown>();
      shown.set(spot, here);
      const pending = isProgress(words);
      const before = here.get(message);
      // An answer that is edited later was shown when it was shown first.
      const at = before && !before.pending ? before.at : performance.now();
      const begins = words.replace(/\s+/g, " ").slice(0, mostKept);
      here.set(message, { message, at, pending, words: begins });
    },
    isAcknowledged: (id) => acknowledged.has(id),
    isAnswered: (spot) => answersIn(spot).length > 0,
    unanswered: () =>
      [...bySpot(known())].flatMap(([spot, lines]) => withoutAnswer(lines, answersIn(spot))),
    twice: () =>
      [...bySpot(said.values())].flatMap(([spot, lines]) =>
        withoutLine(lines, answersIn(spot)).map(({ firsts }): Twice => {
          return { line: lines[0] as SaidLine, firsts, history: historyOf(spot) };
        }),
      ),
    acknowledged: known,
    tookMs,
    get refused() {
      return refused;
    },
  };
}
