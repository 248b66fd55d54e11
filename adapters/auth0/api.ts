import type { Plan } from "../../src/core/check.ts";
import { SECOND } from "../../src/core/clock.ts";
import type { Quota, TenantError } from "../../src/core/tenant.ts";
import { createBudget } from "./budget.ts";
import { createQueue } from "./queue.ts";
import {
  crowdedOut,
  failure,
  type Question,
  refusal,
  throttledByBudget,
  tooLong,
} from "./refusals.ts";
import { createRoom } from "./room.ts";
import type { Wanted } from "./scopes.ts";
import { createSender, type SenderOptions } from "./sender.ts";
import { type Answer, inTime, NoToken, TooLate } from "./transport.ts";

/** Requests of one tenant at a time. */
const atOnce = 3;
/** How long a request waits for its turn. */
const longestQueue = 15 * SECOND;
/** Characters. Auth0 refuses addresses that are too long, and what is between may break off instead. */
const longestQuery = 6000;

export interface ApiOptions extends SenderOptions {
  readonly name: string;
  readonly plan?: Plan | undefined;
  readonly environment?: "production" | "development" | undefined;
}

/** One GET of the Management API. */
export interface Ask {
  /** After /api/v2/. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly wanted: Wanted;
  /** Answers that are errors by status, but answer the question all the same. */
  readonly accepts?: (answer: Answer) => boolean;
  /** Nobody waits for the answer. */
  readonly unhurried?: boolean | undefined;
}

/** The Management API of one tenant: every answer is JSON, or what `accepts` accepts. @throws TenantError and nothing else. */
export interface Api {
  readonly name: string;
  get(ask: Ask): Promise<Answer>;
  quota(): Quota | undefined;
  /** What the token that was last used is good for, where Auth0 said so. */
  granted(): readonly string[] | undefined;
}

export function createApi(options: ApiOptions): Api {
  const { name, domain, clock } = options;
  const budget = createBudget({ clock, plan: options.plan, environment: options.environment });
  const room = createRoom(budget, clock);
  const queue = createQueue(atOnce);
  const sender = createSender(options);

  async function attempt(ask: Ask, question: Question): Promise<Answer> {
    const url = urlOf(domain, ask);
    if (url.search.length > longestQuery) throw tooLong(question);
    const full = (wait: number) => throttledByBudget(question, wait);
    const trip = ask.unhurried ? room.takeSpare(ask.path, full) : await room.take(ask.path, full);
    const answer = await inTime(sender.send(url), options).catch((error: unknown) => {
      budget.lost(trip);
      if (error instanceof TooLate) queue.giveUp(error);
      throw error;
    });
    budget.learn(trip, answer);
    return answer;
  }

  /** Its turn, its time in the quota, its answer: each in time. */
  async function inTurn(ask: Ask, question: Question): Promise<Answer> {
    const bored = new AbortController();
    const begun = new AbortController();
    void clock.after(longestQueue, begun.signal).then(() => begun.signal.aborted || bored.abort());
    const task = () => {
      begun.abort();
      return attempt(ask, question);
    };
    try {
      return await queue.run(task, bored.signal);
    } catch (error) {
      if (bored.signal.aborted) throw crowdedOut(question, longestQueue);
      throw error;
    } finally {
      begun.abort();
    }
  }

  return {
    name,
    quota: budget.quota,
    granted: sender.granted,
    async get(ask) {
      const question = { tenant: name, wanted: ask.wanted };
      const answer = await inTurn(ask, question).catch((error: unknown) => {
        throw explained(error, question);
      });
      if (ask.accepts?.(answer)) return answer;
      const fine = answer.status >= 200 && answer.status < 300 && answer.body !== undefined;
      if (!fine) throw refusal(question, answer, clock.now());
      return answer;
    },
  };

  function explained(error: unknown, question: Question): TenantError {
    const told = failure(question, error, clock.now());
    // Only a quota that is used up is left alone: whoever is down is asked anew, and is not called throttled meanwhile.
    if (error instanceof NoToken && told.reason === "throttled" && told.retryAfterMs !== undefined)
      budget.block(told.retryAfterMs);
    return told;
  }
}

/** Whole, since the SDK would take a query that follows a relative path for a part of the path. */
function urlOf(domain: string, { path, query = {} }: Ask): URL {
  const url = new URL(`https://${domain}/api/v2/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
