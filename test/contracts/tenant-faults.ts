import type { Fault } from "../fakes/faulty-proxy.ts";

/** An error in the form of the Management API. */
const apiError = (
  status: number,
  error: string,
  message: string,
  errorCode?: string,
  headers: Readonly<Record<string, string>> = {},
): Fault => ({
  kind: "answer",
  status,
  body: { statusCode: status, error, message, ...(errorCode && { errorCode }) },
  headers,
});

/** An error in the form of the token endpoint. */
export const tokenError = (status: number, error: string, description: string): Fault => ({
  kind: "answer",
  status,
  body: { error, error_description: description },
});

const page = "<!doctype html><title>Bad gateway</title><h1>502</h1>";
const inSeconds = (seconds: number) => String(Math.ceil(Date.now() / 1000) + seconds);

export const missingScope = (scope: string) =>
  apiError(403, "Forbidden", `Insufficient scope, expected any of: ${scope}`, "insufficient_scope");
export const notInPlan = apiError(
  403,
  "Forbidden",
  "Please upgrade your subscription to use this feature",
  "insufficient_entitlement",
);
/** The same code as for a missing scope: only the words differ. */
export const notInPlanByWords = apiError(
  403,
  "Forbidden",
  "Please upgrade your subscription to enable this feature.",
  "insufficient_scope",
);
export const throttled = (headers: Readonly<Record<string, string>>) =>
  apiError(429, "Too Many Requests", "Global limit has been reached", "too_many_requests", headers);
export const throttledUntil = (seconds: number) =>
  throttled({
    "x-ratelimit-limit": "10",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": inSeconds(seconds),
  });
export const nothingThere = (errorCode?: string) =>
  apiError(404, "Not Found", "There is no such thing", errorCode);
export const gone = apiError(410, "Gone", "This is no longer offered");
export const refusedToken = apiError(401, "Unauthorized", "Invalid token");
export const badQuestion = apiError(
  400,
  "Bad Request",
  "Query validation error",
  "invalid_query_string",
);
export const tooLong: Fault = { kind: "answer", status: 414, body: page };

/** Answers that no API gives: of something in between, or of an API that is not well. */
export const illnesses: readonly (readonly [name: string, fault: Fault])[] = [
  ["a 500 of the API", apiError(500, "Internal Server Error", "An unexpected error occurred")],
  ["a 503 without a body", { kind: "answer", status: 503 }],
  ["a 502 with a page", { kind: "answer", status: 502, body: page }],
  ["a page instead of the answer", { kind: "answer", status: 200, body: page }],
  ["a page that says 403", { kind: "answer", status: 403, body: page }],
  ["a page that says 404", { kind: "answer", status: 404, body: page }],
  ["an empty answer", { kind: "answer", status: 200 }],
  ["JSON of another shape", { kind: "answer", status: 200, body: { status: "ok" } }],
  ["JSON that is no object", { kind: "answer", status: 200, body: 42 }],
  ["a list of other things", { kind: "answer", status: 200, body: [{ of: "something" }] }],
  ["null", { kind: "answer", status: 200, body: null }],
  [
    "a way elsewhere",
    { kind: "answer", status: 302, headers: { location: "https://elsewhere.example/" } },
  ],
  ["a broken connection", { kind: "reset" }],
  ["a connection that breaks in the middle", { kind: "cut" }],
];
