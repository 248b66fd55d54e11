import { SECOND } from "../core/clock.ts";
import type { LoginRun } from "../core/login.ts";
import { readAnswer, readSilence, type Verdict } from "./answer.ts";
import { type Answered, type Exchange, NoAnswer } from "./exchange.ts";
import { createKeys, KeysUnreachable } from "./keys.ts";
import { type LoginTenant, originOf, type SyntheticLogin } from "./login-tenant.ts";
import { sayOutcome } from "./outcomes.ts";
import { verify } from "./verify.ts";

export interface LoginOptions {
  readonly exchange: Exchange;
  readonly now: () => Date;
  readonly stopwatch: () => number;
  /** Milliseconds that a whole login may take, from the name's look-up to the verified token. */
  readonly limitMs?: number | undefined;
}

/** How one login went: all of a run that does not depend on who asked for it. */
export type Went = Omit<LoginRun, "tenant" | "at" | "trigger" | "credentials">;

/** One login, with how long Auth0 asks to be left alone where it does. */
export interface Attempt {
  readonly went: Went;
  readonly retryAfterMs?: number;
}

/** Logs the test user in, once. Never rejects for the tenant's sake. */
export type Login = () => Promise<Attempt>;

const usualLimitMs = 10 * SECOND;

export function createLogin(
  tenant: LoginTenant,
  login: SyntheticLogin,
  { exchange, now, stopwatch, limitMs = usualLimitMs }: LoginOptions,
): Login {
  const origin = originOf(tenant);
  const keys = createKeys({ origin, exchange, now });
  const expected = {
    issuers: issuersOf(tenant),
    clientId: login.clientId,
    audience: login.audience,
  };

  /** Takes no longer than the signal lets it. */
  async function judge(answered: Answered, signal: AbortSignal) {
    const read = readAnswer(answered);
    if ("outcome" in read) return { verdict: read, steps: answered.steps };
    const began = stopwatch();
    const dated = answered.headers.date;
    const verdict = await verify(read, { ...expected, keys, signal, now: now(), dated }).catch(
      keysProblem,
    );
    const ms = Math.max(0, Math.round(stopwatch() - began));
    return { verdict, steps: [...answered.steps, { step: "verify" as const, ms }] };
  }

  async function attempt(signal: AbortSignal): Promise<Attempt> {
    try {
      const answered = await exchange({ ...requestOf(origin, login), signal });
      const { verdict, steps } = await judge(answered, signal);
      const retryAfterMs = patienceOf(answered, now());
      return {
        went: wentOf(verdict, steps),
        ...(answered.status === 429 && retryAfterMs !== undefined ? { retryAfterMs } : {}),
      };
    } catch (error) {
      if (error instanceof NoAnswer) return { went: wentOf(readSilence(error), error.steps) };
      throw error;
    }
  }

  return async () => {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), limitMs);
    try {
      return await attempt(limit.signal);
    } finally {
      clearTimeout(timer);
    }
  };
}

const wentOf = ({ outcome, given }: Verdict, steps: LoginRun["steps"]): Went => ({
  ...sayOutcome(outcome, given),
  steps,
});

/** The token is there, so whatever hinders its verification is no failure of the login's own request. */
function keysProblem(error: unknown): Verdict {
  if (error instanceof KeysUnreachable) {
    return { outcome: "keys-unreachable", given: { detail: error.message } };
  }
  if (error instanceof NoAnswer) {
    return { outcome: "keys-unreachable", given: { detail: "they did not come in time" } };
  }
  throw error;
}

/** A tenant issues under the name it was asked by; the sandbox under its own address. */
function issuersOf({ domain, customDomain, origin }: LoginTenant): readonly string[] {
  return [
    `https://${domain}/`,
    ...(customDomain ? [`https://${customDomain}/`] : []),
    ...(origin ? [new URL("/", origin).href] : []),
  ];
}

const passwordRealm = "http://auth0.com/oauth/grant-type/password-realm";

function requestOf(origin: string, login: SyntheticLogin) {
  const { clientId, clientSecret, username, password, connection, audience } = login;
  const form = new URLSearchParams({
    grant_type: connection ? passwordRealm : "password",
    ...(connection ? { realm: connection } : {}),
    username,
    password: password.reveal(),
    client_id: clientId,
    ...(clientSecret ? { client_secret: clientSecret.reveal() } : {}),
    ...(audience ? { audience } : {}),
    scope: "openid",
  });
  return {
    url: new URL("/oauth/token", origin),
    method: "POST" as const,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  };
}

const longestPatienceMs = 3600 * SECOND;

/** How long until there is room again, by either of the headers that tell. */
function patienceOf({ headers }: Answered, now: Date): number | undefined {
  const reset = numberIn(headers["x-ratelimit-reset"]);
  const ms =
    waitIn(headers["retry-after"], now) ??
    (reset === undefined ? undefined : reset * SECOND - now.getTime());
  return ms === undefined ? undefined : Math.min(Math.max(ms, 0), longestPatienceMs);
}

/** Given in seconds, or as a date. */
function waitIn(header: string | undefined, now: Date): number | undefined {
  const seconds = numberIn(header);
  if (seconds !== undefined) return seconds * SECOND;
  const until = Date.parse(header ?? "");
  return Number.isNaN(until) ? undefined : until - now.getTime();
}

function numberIn(header: string | undefined): number | undefined {
  return header && /^\d{1,12}$/.test(header) ? Number(header) : undefined;
}
