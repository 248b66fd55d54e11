import { type Clock, MINUTE, SECOND } from "../core/clock.ts";
import { UpstreamError, UserError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Wait } from "../core/passed.ts";
import type { PollSettings, Source, Target } from "../core/source.ts";
import type { Observation, Store, TargetName, TargetState } from "../core/store.ts";
import type { Reader } from "./reader.ts";

/** A source with its part of the settings. */
export interface Polled {
  readonly source: Source;
  readonly settings: PollSettings;
}

/** One address whose turn it is. */
export type Due = Polled & { readonly target: Target };

export interface PollOptions {
  readonly reader: Pick<Reader, "read">;
  readonly store: Pick<Store, "subjects" | "subscriptions">;
  readonly clock: Clock;
  readonly log: Log;
}

/** However often a target fails, it is tried again within so long (or at its own pace, if that is slower). */
const longestBackoffMs = 10 * MINUTE;

/** What came of one read: something to remember, or a failure that is remembered already; and when to read again. */
interface Turn {
  readonly due: Due;
  readonly observation: Observation | undefined;
  readonly next: Wait;
}

/** Reads one target. Never rejects for the target's sake. */
export async function readOne(
  due: Due,
  state: TargetState | undefined,
  { reader, store, clock, log }: PollOptions,
): Promise<Turn> {
  const { source, settings, target } = due;
  const name = nameOf(source, target);
  try {
    const recall = () => store.subjects.find({ source: source.id });
    const { missed, ...reading } = await reader.read(
      source,
      settings,
      target,
      state,
      clock.now(),
      recall,
    );
    const at = clock.now();
    const observation: Observation = { target: name, at, ...reading };
    if (missed) return missedPart(missed, { due, observation }, state, log);
    if (state && state.failures > 0) {
      log.info({ target: target.key, failures: state.failures }, "a source is read again");
    }
    return { due, observation, next: { from: at.getTime(), ms: settings.every } };
  } catch (error) {
    const known = error instanceof UpstreamError || error instanceof UserError;
    const words = known ? error.message : "Watchpost could not make sense of it.";
    const at = clock.now();
    const failures = (state?.failures ?? 0) + 1;
    log.warn(
      { err: known ? undefined : error, target: target.key, failures, error: words },
      "a source could not be read",
    );
    await store.subjects.failed(name, { at, error: words });
    return {
      due,
      observation: undefined,
      next: { from: at.getTime(), ms: backoff(error, settings.every, failures) },
    };
  }
}

/** What was read is good news, and no sign that all is well: it is tried again as after a failure. */
function missedPart(
  missed: UpstreamError,
  { due, observation }: { due: Due; observation: Observation },
  state: TargetState | undefined,
  log: Log,
): Turn {
  const failures = (state?.failures ?? 0) + 1;
  const { message: error } = missed;
  log.warn({ target: due.target.key, failures, error }, "a part of a source could not be read");
  const ms = backoff(missed, due.settings.every, failures);
  const next = { from: observation.at.getTime(), ms };
  return { due, observation: { ...observation, missed: error }, next };
}

function backoff(error: unknown, every: number, failures: number): number {
  const asked = error instanceof UpstreamError ? (error.retryAfterMs ?? 0) : 0;
  const longest = Math.max(every, longestBackoffMs);
  // The first failure is tried again soon: most are over in a moment.
  const own = Math.min(every, 5 * SECOND) * 2 ** Math.min(failures - 1, 12);
  return Math.max(Math.min(own, longest), Math.min(asked, longest * 6));
}

export function nameOf(source: Source, { key, title, tenant, feed }: Target): TargetName {
  return {
    key,
    title,
    source: source.id,
    ...(tenant ? { tenant } : {}),
    ...(feed ? { feed } : {}),
  };
}
