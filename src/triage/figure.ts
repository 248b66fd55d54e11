import { type Clock, MINUTE, SECOND } from "../core/clock.ts";
import type { Figure, NotHad } from "../core/figures.ts";
import type { Log } from "../core/log.ts";
import type { Records } from "../core/records.ts";
import { TenantError } from "../core/tenant.ts";
import { within } from "../core/within.ts";

/** Rule: an answer is there within seconds, whatever hangs. */
const deadlineMs = 6 * SECOND;
/** So long a figure is as good as new. */
const freshMs = MINUTE;
/** So long a tenant that gave none is left alone, unless it says how long itself. */
const pauseMs = 10 * SECOND;
const longestPauseMs = 5 * MINUTE;
/** A reading that takes longer is given up: the next asker begins another. */
const abandonedMs = MINUTE;

export interface FigureOptions<Value> {
  /** Where the last one is kept. */
  readonly key: string;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  /** @throws TenantError */
  read(at: Date): Promise<Value>;
  /** The newest that is known elsewhere, where it cannot be read. */
  older?(): Promise<{ readonly at: Date; readonly value: Value } | undefined>;
  /** From JSON, where dates are strings. */
  revive(kept: unknown): Value | undefined;
}

/** A figure that everybody who asks at once shares. Never rejects for a tenant's sake. */
export function createFigure<Value>(options: FigureOptions<Value>): () => Promise<Figure<Value>> {
  const { clock, log, key } = options;
  let last: Figure<Value>["last"];
  let refused: { readonly missing: NotHad; readonly until: number } | undefined;
  let under: { readonly done: Promise<void>; readonly began: number } | undefined;
  let recalled: Promise<void> | undefined;

  async function recall(): Promise<void> {
    const found = await recallOf(options);
    last ??= found;
  }

  async function renew(): Promise<void> {
    const at = clock.now();
    try {
      const value = await options.read(at);
      refused = undefined;
      if (last && last.at > at) return;
      last = { at, value };
      await keep(options, last);
    } catch (error) {
      if (!(error instanceof TenantError)) throw error;
      refused = { missing: missingOf(error), until: clock.now().getTime() + pauseOf(error) };
      last = newer(last, await options.older?.());
    }
  }

  function begin(now: number): Promise<void> {
    if (under && now - under.began < abandonedMs) return under.done;
    const done = renew().finally(() => {
      if (under?.done === done) under = undefined;
    });
    under = { done, began: now };
    return done;
  }

  return async () => {
    recalled ??= recall();
    await recalled;
    const now = clock.now().getTime();
    if (last && now - last.at.getTime() < freshMs) return { last };
    if (refused && now < refused.until) return { ...known(last), missing: refused.missing };
    const came = begin(now).then(() => true);
    // Nobody waits for it any longer once the deadline has passed.
    came.catch((err: unknown) => log.error({ err, key }, "a figure could not be counted"));
    if (!(await within(came, { clock, ms: deadlineMs }))) return { ...known(last), missing: late };
    return { ...known(last), ...(refused ? { missing: refused.missing } : {}) };
  };
}

function newer<Value>(one: Figure<Value>["last"], other: Figure<Value>["last"]) {
  if (!(one && other)) return one ?? other;
  return one.at >= other.at ? one : other;
}

const known = <Value>(last: Figure<Value>["last"]): Figure<Value> => (last ? { last } : {});

/** What an earlier life of the bot knew; nothing where that cannot be had. */
async function recallOf<Value>(options: FigureOptions<Value>): Promise<Figure<Value>["last"]> {
  const { records, key, log } = options;
  try {
    const kept = await records.get<{ at: string; value: unknown }>(key);
    const value = kept && options.revive(kept.value);
    return kept && value && { at: new Date(kept.at), value };
  } catch (error) {
    log.error({ err: error, key }, "a kept figure could not be read");
    return undefined;
  }
}

/** A full disk is no reason to leave somebody without an answer. */
async function keep<Value>(
  { records, key, log }: FigureOptions<Value>,
  last: { readonly at: Date; readonly value: Value },
): Promise<void> {
  try {
    await records.set(key, last);
  } catch (error) {
    log.error({ err: error, key }, "a figure could not be kept");
  }
}

const late: NotHad = {
  reason: "late",
  why: `Auth0's Management API did not answer within ${deadlineMs / SECOND} s`,
  fix: "Ask again in a minute.",
};

function missingOf({ reason, message, fix }: TenantError): NotHad {
  return { reason, why: message.replace(/[.\s]+$/u, ""), fix };
}

const pauseOf = ({ retryAfterMs = pauseMs }: TenantError): number =>
  Math.min(Math.max(retryAfterMs, pauseMs), longestPauseMs);
