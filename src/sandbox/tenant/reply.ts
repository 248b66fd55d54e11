import type { IncomingHttpHeaders } from "node:http";

/** A request to the pretend tenant, read whole. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** As attack protection counts: who asks. */
  readonly ip: string;
}

export interface Reply {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown, headers: Reply["headers"] = {}): Reply => ({
  status: 200,
  body,
  headers,
});

const reasons: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  410: "Gone",
  413: "Payload Too Large",
  414: "URI Too Long",
  429: "Too Many Requests",
};

/** An error in the Management API's shape. */
export function apiError(status: number, message: string, errorCode?: string): Reply {
  const error = reasons[status] ?? "Error";
  return {
    status,
    body: { statusCode: status, error, message, ...(errorCode ? { errorCode } : {}) },
  };
}

/** An error in the Authentication API's shape. */
export function oauthError(
  status: number,
  error: string,
  description: string,
  more: Readonly<Record<string, string>> = {},
): Reply {
  return { status, body: { error, error_description: description, ...more } };
}
