import { createAnswered } from "./answered.ts";
import type { Answer, Invocation, Reply } from "./chat-adapter.ts";
import { type Clock, MINUTE, SECOND } from "./clock.ts";
import { DeliveryError } from "./errors.ts";
import { answerableMs, type Journal } from "./journal.ts";
import { createCross, createMemory } from "./line-notes.ts";
import { type Done, findLeft, type Kept, type LeftLines, type Taken } from "./lines-left.ts";
import type { Log } from "./log.ts";
import { isOver, leftOf, noWait, type Wait } from "./passed.ts";
import { createPlaces } from "./places.ts";
import type { Records } from "./records.ts";
import { inRequest, requestIdOf } from "./request-id.ts";
import { within } from "./within.ts";

/** How a platform shows one state of an answer: the first one appears, each later one replaces it. */
export type Show<Return> = (state: {
  readonly invocation: Invocation;
  /** Where the answer goes, as the adapter noted it. */
  readonly to: Return;
  readonly reply: Reply;
  readonly first: boolean;
  /** To be called as soon as the platform has taken it, where more is to be done about it after that. */
  taken?(): void;
  /** What `remember` was told of this line in an earlier life of the bot. */
  readonly remembered?: unknown;
  /** Keeps for the next life where an answer stands that is not complete; JSON. What is shown then takes its place. */
  remember?(where: unknown): void;
}) => Promise<void>;

/** Lines that were acknowledged and are being answered. */
export interface Lines<Return> {
  /** Takes a line that the platform was told is received. Returns at once; never throws. */
  take(id: string, invocation: Invocation, to: Return): void;
  /**
   * Answers the lines that an earlier life of the bot acknowledged and did not live to answer, once `ready`. They are known when
   * it resolves.
   */
  resume(ready?: Promise<void>): Promise<void>;
  /**
   * Resolves once every line taken so far has been answered. One whose answer takes long, or that the platform does not take
   * now, is not waited for: the next life answers it, and this one shows nothing of it any more.
   */
  settled(): Promise<void>;
  /** The end has come so far that nothing more of an answer is to be sent: it would be cut off, and nobody know whether it was taken. */
  isOver(): boolean;
}

/** So long answers are waited for at the end. Whoever stops the bot is not patient, and the next life answers the rest. */
const endingMs = 4 * SECOND;

/**
 * Lines that are answered at a time: each takes some 20 KB meanwhile, and one that waits for its turn a tenth of that. Those of a
 * conversation that hangs hold up the others no longer than one request may take.
 */
const answering = { most: 200, holdMs: 10 * SECOND } as const;

/** Rule: an answer is edited at most so often, so far apart. Slack allows five uses of a line's address in all. */
const edits = { most: 4, apartMs: 2000 } as const;

interface Answering<Return> {
  readonly answer: Answer;
  readonly show: Show<Return>;
  readonly records: Records;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Every acknowledged line gets its answer: it is in the journal before `take` returns, written down then, and crossed out
 * when answered, so that a crash in between is made good at the next start. That it was answered is in the journal too from
 * the moment the platform says so: a crash while that is written down does not answer it again. A line is taken once, however
 * often it is delivered.
 */
export function createLines<Return>(given: Answering<Return>): Lines<Return> {
  const { records, journal, clock, log } = given;
  const underway = createUnderway(clock);
  const places = createPlaces({ ...answering, clock });
  const answered = createAnswered(records, clock);

  async function answer({ id, kept }: Taken<Return>, release?: () => void): Promise<void> {
    if (release) await write({ id, kept }, release);
    const memory = createMemory(`line/${id}`, kept, given);
    const crossed = createCross(() => journal.keep({ id, done: true } satisfies Done));
    try {
      const invocation = { ...kept.invocation, id };
      const end = { ...underway.endFor(id), onTaken: crossed.begin, remember: memory.remember };
      await places.take(() => showAll({ ...kept, invocation }, end, given));
    } catch (error) {
      if (underway.isEnding() && !isRefusal(error)) return;
      log.error({ err: error, line: id }, "an answer could not be shown");
    } finally {
      await memory.settled();
    }
    crossed.begin();
    release?.();
    await crossOut(id).then(crossed.end);
  }

  async function write({ id, kept }: Taken<Return>, release: () => void): Promise<void> {
    try {
      await records.set(`line/${id}`, kept);
      release();
    } catch (error) {
      // A full disk is no reason to leave somebody without an answer: least of all to "doctor".
      log.error({ err: error, line: id }, "a line could not be written down");
    }
  }

  const crossOut = (id: string) => answered.keep(id).then(() => records.remove(`line/${id}`));

  /** `release`: it is in the journal, and not written down yet. */
  function begin({ id, kept }: Taken<Return>, release?: () => void): void {
    const running = inRequest(requestIdOf(id), () => answer({ id, kept }, release)).catch(
      (error: unknown) => log.error({ err: error, line: id }, "a line could not be crossed out"),
    );
    underway.add(id, running);
  }

  function goOn({ due, done, over }: LeftLines<Return>): void {
    if (underway.isEnding()) return;
    for (const { release, ...line } of due) begin(line, release);
    const tidied = [
      ...done.map(({ id, release }) => crossOut(id).then(release)),
      ...over.map((key) => records.remove(key)),
    ];
    const tidy = Promise.all(tidied).catch((error: unknown) =>
      log.error({ err: error }, "what an earlier life answered could not be crossed out"),
    );
    underway.add("left", tidy);
  }

  return {
    take(id, invocation, to) {
      if (!answered.isNew(id)) return;
      const kept = { invocation, to, at: clock.now().getTime() };
      begin({ id, kept }, journal.keep({ id, kept } satisfies Taken<Return>));
    },
    async resume(ready = Promise.resolve()) {
      const left = await findLeft<Return>({ records, journal, answered, clock, has: underway.has });
      void ready.then(() => goOn(left));
    },
    settled: underway.settled,
    isOver: underway.isOver,
  };
}

/** The lines that are being answered, until the end. */
function createUnderway(clock: Clock) {
  const under = new Map<string, Promise<unknown>>();
  /** Those whose answer is being shown or crossed out: to end here would have it shown twice. */
  const finishing = new Set<string>();
  const ending = new AbortController();
  const over = new AbortController();
  let left: Wait | undefined;

  // On a busy machine the clock wakes nobody in time: what is begun late then would be cut off.
  const isEnd = () => over.signal.aborted || (left !== undefined && isOver(left, clock.now()));

  async function allAnswered(): Promise<true> {
    while (under.size > 0) await Promise.all(under.values());
    return true;
  }

  return {
    add(id: string, running: Promise<unknown>): void {
      const done = running.finally(() => {
        under.delete(id);
        finishing.delete(id);
      });
      under.set(id, done);
    },
    has: (id: string) => under.has(id),
    isEnding: () => ending.signal.aborted,
    isOver: isEnd,
    endFor: (id: string): Omit<End, "onTaken" | "remember"> => ({
      ending: ending.signal,
      isOver: isEnd,
      onAnswer: () => void finishing.add(id),
    }),
    async settled(): Promise<void> {
      ending.abort();
      left ??= { from: clock.now().getTime(), ms: endingMs };
      if (await within(allAnswered(), { clock, ms: endingMs })) return;
      over.abort();
      await Promise.all([...finishing].map((id) => under.get(id)));
    },
  };
}

/** How the bot's own end bears on what is shown. */
interface End {
  /** It has begun: nothing is tried again. */
  readonly ending: AbortSignal;
  /** Nothing is shown any more. */
  isOver(): boolean;
  /** The answer itself comes now. */
  onAnswer(): void;
  /** The platform has it. */
  onTaken(): void;
  /** For the next life. */
  remember(where: unknown): void;
}

const stopping = () => new DeliveryError("unavailable", "Watchpost is stopping.");

async function showAll<Return>(
  { at, ...kept }: Kept<Return>,
  { ending, isOver: isEnd, onAnswer, onTaken, remember }: End,
  { answer, show: showOne, clock, log }: Answering<Return>,
): Promise<void> {
  if (isEnd()) throw stopping();
  let first = true;
  for await (const reply of spaced(answer(kept.invocation), clock)) {
    if (isEnd()) throw stopping();
    if (!reply.pending) onAnswer();
    const taken = () => {
      if (!reply.pending) onTaken();
    };
    const show = () => showOne({ ...kept, reply, first, taken, remember });
    const shown = reply.pending
      ? await attempt(show, log)
      : await persist(show, at + answerableMs, { clock, log, ending });
    // Where its progress stands may still be on its way into the store: a kill meanwhile would have the answer shown again.
    taken();
    first &&= !shown;
  }
}

/** Progress may be missed; the answer is still to come. */
async function attempt(show: () => Promise<void>, log: Log): Promise<boolean> {
  try {
    await show();
    return true;
  } catch (error) {
    log.warn({ err: error }, "progress could not be shown");
    return false;
  }
}

/** A platform that is down for a while still gets the answer, for as long as that is of use. */
async function persist(
  show: () => Promise<void>,
  end: number,
  { clock, log, ending }: { clock: Clock; log: Log; ending: AbortSignal },
): Promise<true> {
  for (let tries = 0; ; tries += 1) {
    try {
      await show();
      return true;
    } catch (error) {
      const wait = waitAfter(error, tries);
      if (wait === undefined || ending.aborted || clock.now().getTime() + wait > end) throw error;
      log.warn({ err: error }, "an answer was not taken; it is shown again later");
      await clock.after(wait, ending);
    }
  }
}

/**
 * The platform will not have it, in this life or the next. What else fails while the bot ends may fail for that alone: a platform
 * of ours shows answers by what is about to be closed.
 */
const isRefusal = (error: unknown): boolean =>
  error instanceof DeliveryError && waitAfter(error, 0) === undefined;

/** Milliseconds until showing an answer again may help; undefined where it will not. */
function waitAfter(error: unknown, tries: number): number | undefined {
  if (!(error instanceof DeliveryError)) return undefined;
  const passing = ["throttled", "unavailable", "unknown"].includes(error.outcome);
  return passing ? (error.retryAfterMs ?? Math.min(SECOND * 2 ** tries, MINUTE)) : undefined;
}

/** Lets through the first reply, then progress that is due, and always the answer, never closer together than the rule says. */
export async function* spaced(replies: AsyncIterable<Reply>, clock: Clock): AsyncGenerator<Reply> {
  let shown = 0;
  let last = noWait;
  for await (const reply of replies) {
    const early = leftOf(last, clock.now());
    if (reply.pending && (early > 0 || shown >= edits.most)) continue;
    if (early > 0) await clock.after(early);
    yield reply;
    shown += 1;
    last = { from: clock.now().getTime(), ms: edits.apartMs };
  }
}
