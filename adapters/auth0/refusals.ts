import { z } from "zod";
import { SECOND } from "../../src/core/clock.ts";
import { sayDuration } from "../../src/core/duration.ts";
import { type Refusal, TenantError } from "../../src/core/tenant.ts";
import { barrierOf } from "../../src/core/way-out.ts";
import { usualWait } from "./budget.ts";
import { waitTold } from "./rate-headers.ts";
import type { Wanted } from "./scopes.ts";
import { type Answer, NoAnswer, NoToken } from "./transport.ts";

/** What was asked, of which tenant. */
export interface Question {
  /** The tenant's name. */
  readonly tenant: string;
  readonly wanted: Wanted;
}

/** An error's body, of the API or of the token endpoint; anything in it may be missing. */
const said = z
  .object({
    statusCode: z.number().optional().catch(undefined),
    error: z.string().optional().catch(undefined),
    errorCode: z.string().optional().catch(undefined),
    message: z.string().optional().catch(undefined),
  })
  .catch({});
type Said = z.infer<typeof said>;

export const saidIn = (answer: Answer): Said => said.parse(answer.body);

/** Why an answer of the API's is none to the question. Scope and plan share codes: only the words tell them apart. */
function reasonOf(answer: Answer): Refusal {
  const { status, foreign } = answer;
  if (status === 429) return "throttled";
  if (status === 413 || status === 414 || status === 431) return "rejected";
  if (foreign || status < 400 || status >= 500 || status === 408) return "down";
  if (status === 401) return "credentials";
  return status === 403 ? forbidden(saidIn(answer)) : "rejected";
}

function forbidden({ errorCode, message = "" }: Said): Refusal {
  const upgrade = /upgrade your (subscription|plan)/i.test(message);
  if (errorCode === "insufficient_entitlement" || upgrade) return "entitlement";
  const scope = errorCode === "insufficient_scope" || /^insufficient scope/i.test(message);
  return scope ? "scope" : "rejected";
}

/** The error for an answer that is none. Nothing of its words is repeated: they may hold what was sent. */
export function refusal(question: Question, answer: Answer, at: Date): TenantError {
  const reason = reasonOf(answer);
  const retryAfterMs = retryAfter(reason, answer, at);
  const scopes = scopesFor(question.wanted, answer);
  return tenantError(question, {
    reason,
    came: `the Management API ${sayAnswer(reason, answer, scopes)}`,
    fix: fixFor(reason, { scopes, retryAfterMs }),
    retryAfterMs,
  });
}

/** The error for what the transport threw, or for whatever else went wrong on the way. */
export function failure(question: Question, error: unknown, at: Date): TenantError {
  if (error instanceof TenantError) return error;
  if (error instanceof NoToken) return withoutToken(question, error.answer, at);
  const words = error instanceof NoAnswer ? error.message : "could not be asked";
  return tenantError(question, {
    reason: "down",
    came: `the Management API ${words}`,
    fix: barrierOf(error)?.fix ?? fixFor("down", {}),
    cause: error instanceof NoAnswer ? error.cause : error,
  });
}

export function throttledByBudget(question: Question, retryAfterMs: number): TenantError {
  return tenantError(question, {
    reason: "throttled",
    came: "nothing more was asked, to leave room in the API's quota for the tenant's other users",
    fix: fixFor("throttled", { retryAfterMs }),
    retryAfterMs,
  });
}

/** Whether quota or slowness kept its turn away cannot be told. */
export function crowdedOut(question: Question, waitedMs: number): TenantError {
  return tenantError(question, {
    reason: "throttled",
    came: `Watchpost had so much to ask there that this did not get its turn within ${sayDuration(waitedMs)}`,
    fix: fixFor("throttled", { retryAfterMs: waitedMs }),
    retryAfterMs: waitedMs,
  });
}

export function notConfigured(question: Question): TenantError {
  return tenantError(question, {
    reason: "not configured",
    came: "there is nobody to ask, since Watchpost has no credentials for its Management API",
    fix: `Give ${question.tenant} management with a clientId and a clientSecret under tenants in the settings; docs/auth0.md says how.`,
  });
}

export function tooLong(question: Question): TenantError {
  return tenantError(question, {
    reason: "rejected",
    came: "the question is longer than the Management API takes",
    fix: "Ask with fewer or shorter words.",
  });
}

/** A list has more pages than are read. What is read of it would tell a wrong tale. */
export function tooMany(question: Question, most: number): TenantError {
  return tenantError(question, {
    reason: "rejected",
    came: `there are more than ${most}, and no more are read`,
    fix: "Look at them in Auth0's dashboard.",
  });
}

/** An answer whose JSON is not what such an answer holds. */
export function misshapen(question: Question, cause: unknown): TenantError {
  return tenantError(question, {
    reason: "down",
    came: "the Management API gave something else",
    fix: fixFor("down", {}),
    cause,
  });
}

function withoutToken(question: Question, answer: Answer, at: Date): TenantError {
  const { error = "" } = saidIn(answer);
  const reason = tokenReason(answer, error);
  const retryAfterMs = retryAfter(reason, answer, at);
  return tenantError(question, {
    reason,
    came: `Auth0 gave Watchpost no token ${code(answer.status, error)}`,
    fix: tokenFixFor(reason, answer.status, error) ?? fixFor(reason, { retryAfterMs }),
    retryAfterMs,
  });
}

const wrongClient = ["invalid_client", "unauthorized_client", "access_denied", "invalid_grant"];

function tokenReason(answer: Answer, error: string): Refusal {
  const reason = reasonOf(answer);
  const denied = answer.status === 403 && !answer.foreign;
  return denied || (reason === "rejected" && wrongClient.includes(error)) ? "credentials" : reason;
}

/** Where asking for a token differs from asking for anything else. */
function tokenFixFor(reason: Refusal, status: number, error: string): string | undefined {
  if (reason === "credentials") return tokenFix(status, error);
  return reason === "rejected"
    ? "See whether the tenant's domain in the settings is its canonical one; if it is, this is a fault of Watchpost's: please report it."
    : undefined;
}

/** Auth0 says `access_denied` for both, a wrong secret and an application that may not use the API: only the status differs. */
function tokenFix(status: number, error: string): string {
  if (status === 403 && error === "access_denied") {
    return "In Auth0 authorize Watchpost's application for the Auth0 Management API, under Applications, APIs, Machine to Machine Applications; if it is, see whether the tenant's domain in the settings is its canonical one.";
  }
  if (error === "unauthorized_client") {
    return "In Auth0 allow the grant Client Credentials in the advanced settings of Watchpost's application.";
  }
  return credentialsFix;
}

const credentialsFix =
  "Put the client id and secret of the tenant's machine-to-machine application into management under tenants in the settings.";

function tenantError(
  { tenant, wanted }: Question,
  given: {
    reason: Refusal;
    came: string;
    fix: string;
    retryAfterMs?: number | undefined;
    cause?: unknown;
  },
): TenantError {
  const { came, ...options } = given;
  return new TenantError(
    `The Management API of ${tenant}`,
    `The ${wanted.what} of ${tenant} could not be read: ${came}.`,
    options,
  );
}

function sayAnswer(reason: Refusal, answer: Answer, scopes: readonly string[]): string {
  const { error = "", errorCode = error } = saidIn(answer);
  const told = code(answer.status, errorCode);
  switch (reason) {
    case "credentials":
      return `did not accept Watchpost's token ${told}`;
    case "scope":
      return `says that Watchpost's application lacks the scope ${scopes.join(" or ")} ${told}`;
    case "entitlement":
      return `says that the tenant's plan does not include this ${told}`;
    case "throttled":
      return `says that it is asked too much ${told}`;
    case "rejected":
      return `refused the question ${told}`;
    default:
      return sayIllness(answer, told);
  }
}

function sayIllness({ status, foreign }: Answer, told: string): string {
  if (status >= 500 || status === 408) return `answered with an error of its own ${told}`;
  const got = foreign ? "something that is no answer of its own" : "nothing that is an answer";
  return `gave ${got} ${told}`;
}

/** An error's code is repeated only if it looks like one. */
const code = (status: number, word: string): string =>
  /^[a-z]\w{0,60}$/i.test(word) ? `(${status} ${word})` : `(${status})`;

/** Those that the API names, else those that we know of. */
function scopesFor(wanted: Wanted, answer: Answer): readonly string[] {
  const named = saidIn(answer).message?.match(/\bread:[a-z_]{1,40}\b/g) ?? [];
  return named.length > 0 ? [...new Set(named)].slice(0, 4) : wanted.scopes;
}

function retryAfter(reason: Refusal, { headers }: Answer, at: Date): number | undefined {
  if (reason === "throttled") return waitTold(headers, at) ?? usualWait;
  return reason === "down" && headers.has("retry-after") ? waitTold(headers, at) : undefined;
}

function fixFor(
  reason: Refusal,
  given: { scopes?: readonly string[]; retryAfterMs?: number | undefined },
): string {
  switch (reason) {
    case "scope":
      return `In Auth0 grant ${(given.scopes ?? []).join(" and ")} to Watchpost's application, under Applications, APIs, Auth0 Management API, Machine to Machine Applications.`;
    case "entitlement":
      return "There is nothing to mend: only another Auth0 plan would include it.";
    case "throttled":
      return `Ask again in ${sayDuration(Math.max(given.retryAfterMs ?? usualWait, SECOND))}; if it goes on, look for what else uses the tenant's Management API.`;
    case "rejected":
      return "Where words of yours were part of the question, try others; else see whether the tenant's domain in the settings is its canonical one, and whether there is a newer Watchpost.";
    case "credentials":
      return credentialsFix;
    default:
      return "Try again in a minute, and look at Auth0's status; if that is well, see whether this machine reaches the tenant.";
  }
}
