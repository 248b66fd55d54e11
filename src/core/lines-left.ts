import type { Answered } from "./answered.ts";
import type { Invocation } from "./chat-adapter.ts";
import type { Clock } from "./clock.ts";
import { answerableMs, type Journal, type Left } from "./journal.ts";
import type { Records } from "./records.ts";

/** A line as it is written down. */
export interface Kept<Return> {
  readonly invocation: Invocation;
  readonly to: Return;
  readonly at: number;
  readonly remembered?: unknown;
}

/** As the journal holds a line until it is written down. */
export interface Taken<Return> {
  readonly id: string;
  readonly kept: Kept<Return>;
}

/** As the journal holds that a line is done with, until that is written down. */
export interface Done {
  readonly id: string;
  readonly done: true;
}

/** What an earlier life of the bot left. */
export interface LeftLines<Return> {
  /** Acknowledged and not answered. `release`: where it is in the journal alone, and not written down yet. */
  readonly due: readonly (Taken<Return> & { readonly release?: () => void })[];
  /** Answered, which is to be written down. */
  readonly done: readonly { readonly id: string; release(): void }[];
  /** Records that nobody needs any more. */
  readonly over: readonly string[];
}

interface Given {
  readonly records: Pick<Records, "list">;
  readonly journal: Pick<Journal, "left">;
  readonly answered: Pick<Answered, "isNew" | "load">;
  readonly clock: Pick<Clock, "now">;
  /** Whether this life is answering it already. */
  has(id: string): boolean;
}

/**
 * Once it resolves, each line is known when it is delivered again. Nobody waits any more for a line that is old, and what the
 * journal says of a line comes before what is written down.
 */
export async function findLeft<Return>(given: Given): Promise<LeftLines<Return>> {
  const { records, journal, answered, clock, has } = given;
  await answered.load();
  const written = await records.list<Kept<Return>>(prefix);
  const noted = journal.left().map(readLeft<Return>);
  const isDue = ({ id, kept }: Taken<Return>): boolean =>
    clock.now().getTime() - kept.at < answerableMs && answered.isNew(id);

  const done = noted.flatMap((one) => (one.kept ? [] : [one]));
  for (const { id } of done) answered.isNew(id);
  const all = written.map(({ key, value: kept }) => ({ id: key.slice(prefix.length), kept }));
  const due = all.filter(isDue);
  const ids = new Set(due.map(({ id }) => id));
  const over = all.filter(({ id }) => !ids.has(id) && !has(id)).map(({ id }) => `${prefix}${id}`);
  const taken = noted.flatMap((one) => (one.kept ? [one] : []));
  const first = new Set(taken.filter(isDue));
  for (const line of taken) if (!first.has(line)) line.release();
  return { due: [...due, ...first], done, over };
}

const prefix = "line/";

function readLeft<Return>({ said, release }: Left) {
  const what = said as Done | Taken<Return>;
  return "done" in what
    ? { id: what.id, kept: undefined, release }
    : { id: what.id, kept: what.kept, release };
}
