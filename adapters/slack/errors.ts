import type { webApi } from "@slack/bolt";
import { DeliveryError } from "../../src/core/errors.ts";
import { isUnsent } from "../../src/core/way-out.ts";
import { meaningOf } from "./refusals.ts";

/** Nothing had left for Slack yet when one of these happened. */
const beforeSending: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Where Slack says to wait but not how long. */
const waitMs = 30_000;

/** What became of a call that failed, by Slack's error code, the status or the connection's end; never by an error's words. */
export function deliveryErrorOf(error: unknown, where: string, bot?: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (isRateLimited(error)) {
    const words = `Slack asks to wait before the next message to ${where}.`;
    return new DeliveryError("throttled", words, {
      retryAfterMs: error.retryAfter * 1000,
      cause: error,
    });
  }
  const code = slackCodeOf(error);
  if (code !== undefined) return ofCode(code, { where, bot }, error);
  const status = statusOf(error);
  if (status !== undefined) return ofStatus(status, where, error);
  return ofConnection(error, where);
}

/** Slack's own word for a refusal, like `channel_not_found`. */
export function slackCodeOf(error: unknown): string | undefined {
  if (!hasCode(error, "slack_webapi_platform_error")) return undefined;
  const { data } = error as webApi.WebAPIPlatformError;
  return typeof data?.error === "string" ? data.error : "";
}

function ofCode(
  code: string,
  { where, bot }: { where: string; bot?: string | undefined },
  cause: unknown,
): DeliveryError {
  const { outcome, words, everywhere = false } = meaningOf(code, bot);
  const retryAfterMs = outcome === "throttled" ? waitMs : undefined;
  return new DeliveryError(outcome, `Slack did not take a message for ${where}: ${words}`, {
    retryAfterMs,
    everywhere,
    cause,
  });
}

function ofStatus(status: number, where: string, cause: unknown): DeliveryError {
  if (status === 413) return ofCode("msg_too_long", { where }, cause);
  // A status below 500 is a refusal before anything was done; at 408 and from 500 on nobody knows.
  const outcome = status < 500 && status !== 408 ? "unavailable" : "unknown";
  const words = `Slack answered a message for ${where} with the status ${status}.`;
  return new DeliveryError(outcome, words, { cause });
}

function ofConnection(error: unknown, where: string): DeliveryError {
  const codes = codesOf(error);
  if (codes.some((code) => beforeSending.has(code) || isUnsent(code))) {
    const words = `Slack could not be reached with a message for ${where}. Check the network and slack.apiUrl.`;
    return new DeliveryError("unavailable", words, { cause: error });
  }
  const words = `The connection to Slack ended before it said whether a message for ${where} was shown.`;
  return new DeliveryError("unknown", words, { cause: error });
}

/** The codes of an error and of all that caused it. */
export function codesOf(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== "object" || error === null || depth > 5) return [];
  const { code, cause, original, errors } = error as Record<string, unknown>;
  return [
    ...(typeof code === "string" ? [code] : []),
    ...codesOf(cause, depth + 1),
    ...codesOf(original, depth + 1),
    ...(Array.isArray(errors) ? errors.flatMap((one) => codesOf(one, depth + 1)) : []),
  ];
}

function statusOf(error: unknown): number | undefined {
  if (!hasCode(error, "slack_webapi_http_error")) return undefined;
  return (error as webApi.WebAPIHTTPError).statusCode;
}

export function isRateLimited(error: unknown): error is webApi.WebAPIRateLimitedError {
  return hasCode(error, "slack_webapi_rate_limited_error");
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
