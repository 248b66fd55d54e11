import { type Figure, spreadOf } from "../figures.ts";
import type { Audited } from "./audited.ts";
import type { KeptVerdict } from "./kept.ts";
import type { Happened, Ledger } from "./ledger.ts";
import type { Wrong } from "./told.ts";

const none = { exactly: 0 } as const;
/** When the bot was killed; so many milliseconds before and after, what was taken may not have been heard of. */
export interface Killed {
  readonly kills: readonly number[];
  readonly unheardMs: number;
}

/** Names that are listed of what is wrong. */
const mostNamed = 12;

/** Figures, and what stands behind those that are not as they should be. */
export interface Findings {
  readonly figures: readonly Figure[];
  readonly words: readonly string[];
}

const named = (what: string, items: readonly string[]): readonly string[] =>
  items.length === 0
    ? []
    : [
        `${what}:`,
        ...items.slice(0, mostNamed).map((item) => `  ${item}`),
        ...(items.length > mostNamed ? [`  and ${items.length - mostNamed} more`] : []),
      ];

/**
 * Milliseconds from then to the nearest kill, negative where that was before: what a bot had sent when it was killed is
 * taken by the platform just after. Infinity where there was none.
 */
const toKill = (at: number, kills: readonly number[]): number =>
  kills
    .map((kill) => kill - at)
    .reduce((near, ms) => (Math.abs(ms) < Math.abs(near) ? ms : near), Number.POSITIVE_INFINITY);

/** The one of them that lies nearest to a kill. */
function nearest(firsts: readonly number[], kills: readonly number[]) {
  const all = firsts.map((firstAt) => ({ firstAt, ms: toKill(firstAt, kills) }));
  return all.reduce((near, one) => (Math.abs(one.ms) < Math.abs(near.ms) ? one : near), {
    firstAt: firsts.at(-1) ?? Number.NaN,
    ms: Number.POSITIVE_INFINITY,
  });
}

const sayKill = (ms: number): string =>
  `a kill ${Math.abs(ms).toFixed(0)} ms ${ms < 0 ? "before" : "after"} the first`;

const from =
  (began: number) =>
  ({ at, what }: Happened): string =>
    `${(at - began).toFixed(0)} ms: ${what}`;

export function lineFindings(
  ledger: Ledger,
  audited: Audited,
  { kills, unheardMs }: Killed,
): Findings {
  const lines = ledger.acknowledged();
  const unanswered = ledger.unanswered();
  const unaudited = lines.filter(({ id }) => !audited.lines.has(id));
  const twice = ledger.twice().map((one) => ({ ...one, ...nearest(one.firsts, kills) }));
  const isLate = ({ ms }: { ms: number }) => !(Math.abs(ms) <= unheardMs);
  const late = twice.filter(isLate);
  const inOrder = [...late, ...twice.filter((one) => !isLate(one))];
  const went = lines.flatMap(({ id }) => audited.lines.get(id)?.at(-1) ?? []);
  const count = (outcome: string) => went.filter((one) => one === outcome).length;
  const failed = lines.filter(({ id }) => audited.lines.get(id)?.at(-1) === "failed");
  const say = ({ way, words, id }: (typeof lines)[number]) => `${way}, "${words}" (${id})`;
  const ways = [...new Set(lines.map(({ way }) => way))].sort();
  return {
    figures: [
      { name: "lines acknowledged", unit: "lines", ours: lines.length },
      ...ways.map((way): Figure => {
        const some = lines.filter((line) => line.way === way);
        return { name: `  ${way}`, unit: "lines", ours: some.length };
      }),
      { name: "tries not acknowledged, the bot being dead", unit: "", ours: ledger.refused },
      { name: "lines never answered", unit: "lines", ours: unanswered.length, bound: none },
      { name: "lines not in the audit trail", unit: "lines", ours: unaudited.length, bound: none },
      { name: "lines answered twice", unit: "lines", ours: twice.length },
      {
        name: `lines answered twice, no kill within ${unheardMs} ms`,
        unit: "lines",
        ours: late.length,
        bound: none,
      },
      ...["answered", "refused", "unknown", "wrong", "unavailable", "overdue"].map(
        (outcome): Figure => ({ name: `  went: ${outcome}`, unit: "lines", ours: count(outcome) }),
      ),
      { name: "  went: failed", unit: "lines", ours: failed.length, bound: none },
      { name: "line acknowledged, p99", unit: "ms", ours: spreadOf(ledger.tookMs).p99 },
    ],
    words: [
      ...named("Never answered", unanswered.map(say)),
      ...named("Not in the audit trail", unaudited.map(say)),
      ...named("Failed", failed.map(say)),
      ...named(
        "Answered twice",
        inOrder.map(({ line, ms, firstAt, history }) =>
          [`${say(line)}, ${sayKill(ms)}`, ...history.map(from(firstAt))].join("\n    "),
        ),
      ),
      audited.verdict,
    ],
  };
}

export function logFindings(what: string, kept: KeptVerdict): Findings {
  const { expected, missing, twice, strange } = kept;
  return {
    figures: [
      { name: `log events ${what}`, unit: "events", ours: expected },
      { name: `  lost`, unit: "events", ours: missing.length, bound: none },
      { name: `  there twice`, unit: "events", ours: twice.length, bound: none },
      { name: `  that nobody sent`, unit: "events", ours: strange.length, bound: none },
    ],
    words: [
      ...named(`Log events ${what} that are lost`, missing),
      ...named(`Log events ${what} that are there twice`, twice),
      ...named(`Log events ${what} that nobody sent`, strange),
    ],
  };
}

export function toldFindings(
  wrong: readonly Wrong[],
  { updates, messages, kills, unheardMs }: Killed & { updates: number; messages: number },
): Findings {
  const judged = wrong.map((one) => ({ ...one, ms: toKill(one.firstAt ?? Number.NaN, kills) }));
  const excused = judged.filter(({ ms }) => Math.abs(ms) <= unheardMs);
  const bad = judged.filter((one) => !excused.includes(one));
  const say = ({ conversation, words, ms }: (typeof judged)[number]) =>
    `${conversation}: ${words}${Number.isFinite(ms) ? `, ${sayKill(ms)}` : ""}`;
  return {
    figures: [
      { name: "updates of incidents", unit: "", ours: updates },
      { name: "posts and edits that told of them", unit: "", ours: messages },
      { name: "lost, out of order, or told twice", unit: "", ours: bad.length, bound: none },
      { name: `told twice, a kill within ${unheardMs} ms`, unit: "", ours: excused.length },
    ],
    words: [...named("Told wrongly", bad.map(say)), ...named("Told twice", excused.map(say))],
  };
}
