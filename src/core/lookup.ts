import { type Clock, DAY, SECOND } from "./clock.ts";
import type { Log } from "./log.ts";
import { createNotes, type Entry, keptMs } from "./lookup-notes.ts";
import type { Records } from "./records.ts";
import { within } from "./within.ts";

/** Why a platform did not say it: the app may not ask, or it could not be asked now. */
export type Failure = "scope" | "now";

/** What a failed question means for those that follow. */
export interface Failing {
  /** For the log. */
  readonly cause: string;
  /**
   * - barred: the app may ask for none of these
   * - refused: it may not ask for this one
   * - throttled: it must wait with all of them
   * - passing: this one may be asked for again later
   */
  readonly kind: "barred" | "refused" | "throttled" | "passing";
  readonly retryAfterMs?: number | undefined;
}

/** What is known of something: the last that the platform said of it. */
export interface Known<Value> {
  /** Undefined where the platform never said anything. */
  readonly value: Value | undefined;
  /** When it said so; absent where it never said anything. */
  readonly at?: Date;
  /** Set where this may be out of date. */
  readonly failure?: Failure;
}

/** What a platform knows of things, remembered here and across restarts, and asked once for however many want to know. */
export interface Lookup<Value> {
  /** What is known; the platform is asked first where that is too old, and waited for a little. Never rejects. */
  of(key: string): Promise<Known<Value>>;
  /** What is known without asking anybody. */
  recall(key: string): Value | undefined;
  /** The same with what an earlier life was told. Never rejects. */
  known(key: string): Promise<Known<Value>>;
  /** It has changed: what is known is mended as far as that goes, and the platform is asked before it is used again. */
  doubt(key: string, mend: (value: Value) => Value): void;
  /** Forgets what is too old to count on. Never rejects. */
  tidy(): Promise<void>;
  /** Ends asking. Resolves once what was learned is written down, or after a moment. */
  stop(): Promise<void>;
}

export interface LookupOptions<Value> {
  /** Who is asked, as the log calls them. */
  readonly whom: string;
  /** What records' keys begin with. */
  readonly name: string;
  ask(key: string): Promise<Value>;
  /** What an error of `ask` means. */
  explain(error: unknown): Failing;
  /** So long an answer is used without asking again. */
  readonly freshMs: number;
  /** So long it is used at once, and asked again beside that. */
  readonly trustedMs: number;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
}

/** Somebody waits for the answer. */
const patienceMs = 2 * SECOND;

export function createLookup<Value>(options: LookupOptions<Value>): Lookup<Value> {
  const { freshMs, trustedMs, clock } = options;
  const notes = createNotes<Value>(options);
  const asking = createAsking(options, notes.keep);
  const ageOf = ({ told }: Entry<Value>) =>
    told ? clock.now().getTime() - told.at : Number.POSITIVE_INFINITY;

  async function renew(key: string, entry: Entry<Value>): Promise<void> {
    await notes.loaded(key, entry);
    if (ageOf(entry) < freshMs && !asking.barred(entry)) return;
    const asked = asking.ask(key, entry);
    if (ageOf(entry) >= trustedMs || asking.barred(entry)) await asked;
  }

  return {
    async of(key) {
      const entry = notes.entry(key);
      await within(renew(key, entry), { clock, ms: patienceMs });
      const known = knownOf(entry, clock.now());
      if (asking.barred(entry)) return { ...known, failure: "scope" };
      return ageOf(entry) < trustedMs ? known : { ...known, failure: "now" };
    },
    recall: (key) => notes.entry(key).told?.value,
    async known(key) {
      const entry = notes.entry(key);
      await notes.loaded(key, entry);
      return knownOf(entry, clock.now());
    },
    doubt: (key, mend) => notes.mend(key, notes.entry(key), mend),
    tidy: notes.tidy,
    stop: asking.stop,
  };
}

/** What came from an earlier life, or was mended, was told when it was written down. */
function knownOf<Value>({ told, writtenAt }: Entry<Value>, now: Date): Known<Value> {
  const at = told && (Number.isFinite(told.at) ? told.at : writtenAt);
  if (at === undefined || now.getTime() - at > keptMs) return { value: undefined };
  return { value: told?.value, at: new Date(at) };
}

/** Several lookups as one. */
export interface Lookups {
  /** Forgets, now and each day until it is stopped, what is too old to count on. */
  keepTidy(): void;
  stop(): Promise<void>;
}

export function together(
  lookups: readonly Pick<Lookup<unknown>, "tidy" | "stop">[],
  clock: Clock,
): Lookups {
  const stopping = new AbortController();
  async function tidyDaily(): Promise<void> {
    while (!stopping.signal.aborted) {
      await Promise.all(lookups.map((lookup) => lookup.tidy()));
      await clock.after(DAY, stopping.signal);
    }
  }
  return {
    keepTidy: () => void tidyDaily(),
    async stop() {
      stopping.abort();
      await Promise.all(lookups.map((lookup) => lookup.stop()));
    },
  };
}

/** After a failure of which nobody says how long it lasts. */
const pauseMs = 10 * SECOND;
/** What is asked at a time; more is asked later. */
const mostUnderWay = 200;
/** A thing that changes while it is asked about is asked about again. */
const mostTries = 3;

/** Asks once at a time for each thing, and not while the platform says to wait. */
function createAsking<Value>(
  { whom, name, ask, explain, clock, log }: LookupOptions<Value>,
  keep: (key: string, entry: Entry<Value>, value: Value) => Promise<void>,
) {
  const under = new Set<Promise<void>>();
  let closed: { readonly failure: Failure; readonly until: number } | undefined;
  let stopped = false;
  const time = () => clock.now().getTime();

  async function learn(key: string, entry: Entry<Value>): Promise<void> {
    try {
      for (let tries = 0; tries < mostTries; tries += 1) {
        const { changes } = entry;
        const value = await ask(key);
        closed = undefined;
        entry.refused = false;
        if (changes !== entry.changes) continue;
        if (!stopped) await keep(key, entry, value);
        return;
      }
    } catch (error) {
      fail(entry, error);
    }
  }

  function fail(entry: Entry<Value>, error: unknown): void {
    const { cause, kind, retryAfterMs = pauseMs } = explain(error);
    const until = time() + retryAfterMs;
    if (kind === "barred") closed = { failure: "scope", until };
    else if (kind === "throttled") closed = { failure: closed?.failure ?? "now", until };
    else entry.notBefore = until;
    if (kind === "refused") entry.refused = true;
    log.warn({ about: name, cause }, `${whom} could not be asked about people`);
  }

  return {
    /** The app may not ask: so it was told the last time. */
    barred: ({ refused }: Entry<Value>) => refused === true || closed?.failure === "scope",
    async ask(key: string, entry: Entry<Value>): Promise<void> {
      const early = time() < Math.max(entry.notBefore, closed?.until ?? 0);
      if (entry.asking === undefined && !early && !stopped && under.size < mostUnderWay) {
        const asked = learn(key, entry).finally(() => {
          under.delete(asked);
          entry.asking = undefined;
        });
        under.add(asked);
        entry.asking = asked;
      }
      await entry.asking;
    },
    async stop(): Promise<void> {
      stopped = true;
      await within(Promise.all(under), { clock, ms: SECOND });
    },
  };
}
