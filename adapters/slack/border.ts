import type { IncomingMessage, ServerResponse } from "node:http";
import { type Clock, MINUTE } from "../../src/core/clock.ts";
import type { RequestListener } from "../../src/core/platform.ts";

/** No message that Slack sends comes near it. */
const bodyLimit = 1_000_000;
/** Slack's own tolerance; Bolt checks only that a request is not older. */
const toleranceMs = 5 * MINUTE;

export interface BorderOptions {
  /** Bolt's listener, which checks the signature once more and answers. */
  readonly listener: RequestListener;
  isSigned(request: { body: string; signature: string; timestamp: number }): boolean;
  /** False once the bot is stopping: Slack is then told so, and tries again later. */
  isOpen(): boolean;
  readonly clock: Clock;
}

/** What stands before Bolt: it refuses what Bolt would let through, and mends what Bolt would refuse for its form. */
export function createBorder(options: BorderOptions): RequestListener {
  const seen = createSeen(options.clock);
  return (request, response) => {
    cross(request, response, options, seen).catch(() => refuse(response, 400));
  };
}

async function cross(
  request: IncomingMessage,
  response: ServerResponse,
  { listener, isSigned, isOpen, clock }: BorderOptions,
  seen: (signature: string) => boolean,
): Promise<void> {
  if (request.method !== "POST") return refuse(response, 405, { allow: "POST" });
  if (!isOpen()) return refuse(response, 503);
  const body = await bodyOf(request);
  if (body === undefined) return refuse(response, 413, { connection: "close" });
  // Once more: nothing is acknowledged that would not be answered any more.
  if (!isOpen()) return refuse(response, 503);
  const status = refusalOf(request, body.toString(), { isSigned, clock, seen });
  if (status !== undefined) return refuse(response, status, { "x-slack-no-retry": "1" });
  // Bolt compares the whole header, and takes a form with a charset for JSON.
  request.headers["content-type"] = headerOf(request, "content-type")
    .split(";")[0]
    ?.trim()
    .toLowerCase();
  listener(Object.assign(request, { rawBody: body }), response);
}

/** Why a request is turned away although Bolt might take it. */
function refusalOf(
  request: IncomingMessage,
  body: string,
  given: Pick<BorderOptions, "isSigned" | "clock"> & { seen(signature: string): boolean },
): number | undefined {
  const signature = headerOf(request, "x-slack-signature");
  const timestamp = Number(headerOf(request, "x-slack-request-timestamp"));
  if (!given.isSigned({ body, signature, timestamp })) return undefined;
  const ahead = timestamp * 1000 - given.clock.now().getTime();
  // The hash alone tells requests apart: what is written around it does not count for the signature.
  const repeated = given.seen(signature.split("=")[1] ?? "");
  if (ahead > toleranceMs || repeated) return 401;
  return isSomething(body) ? undefined : 400;
}

/** False for JSON that is no object, alone or as the payload of a form: Bolt looks into it before it answers. */
function isSomething(body: string): boolean {
  try {
    const said: unknown = JSON.parse(/^payload=/.test(body) ? readPayload(body) : body);
    return typeof said === "object" && said !== null;
  } catch {
    return true; // A form of fields, or nothing that Bolt reads either.
  }
}

const readPayload = (body: string): string => new URLSearchParams(body).get("payload") ?? "";

const headerOf = ({ headers }: IncomingMessage, name: string): string =>
  String(headers[name] ?? "");

/** Undefined for a body that is too long. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > bodyLimit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Remembers what it was asked for as long as a request is fresh; true for what it was asked before. */
function createSeen(clock: Clock): (signature: string) => boolean {
  const until = new Map<string, number>();
  return (signature) => {
    const now = clock.now().getTime();
    for (const [old, end] of until) {
      if (end > now) break;
      until.delete(old);
    }
    if (until.has(signature)) return true;
    // Twice: a request may be dated that far ahead and be as far behind when it comes again.
    until.set(signature, now + 2 * toleranceMs);
    return false;
  };
}

function refuse(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers);
  response.end();
}
