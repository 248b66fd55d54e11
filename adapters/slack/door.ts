import type { IncomingMessage, ServerResponse } from "node:http";
import { parse as parseForm } from "node:querystring";
import type { App, Receiver } from "@slack/bolt";
import { type Clock, MINUTE } from "../../src/core/clock.ts";
import type { RequestListener } from "../../src/core/platform.ts";

/** No message that Slack sends comes near it. */
const bodyLimit = 1_000_000;
/** Slack's own tolerance; Bolt checks only that a request is not older. */
const toleranceMs = 5 * MINUTE;

export interface DoorOptions {
  isSigned(request: { body: string; signature: string; timestamp: number }): boolean;
  /** False once the bot is stopping: Slack is then told so, and tries again later. */
  isOpen(): boolean;
  readonly clock: Clock;
}

/** Where Slack's requests come in over HTTP: a receiver for Bolt that waits for nothing before it answers. */
export interface Door extends Receiver {
  readonly listener: RequestListener;
}

export function createDoor(options: DoorOptions): Door {
  const seen = createSeen(options.clock);
  let app: App | undefined;

  function enter(request: IncomingMessage, response: ServerResponse, body: string): void {
    // Once more: nothing is acknowledged that would not be answered any more.
    const met = options.isOpen() ? meet(request, body, options, seen) : { status: 503 };
    if ("said" in met) {
      const ack = async (content?: unknown) => tell(response, content);
      void app?.processEvent({ body: met.said, ack });
    } else if ("challenge" in met) tell(response, { challenge: met.challenge });
    else answer(response, met.status, met.headers);
  }

  return {
    init(given) {
      app = given;
    },
    start: async () => {},
    stop: async () => {},
    listener(request, response) {
      if (request.method !== "POST") answer(response, 405, { allow: "POST" });
      else if (!options.isOpen()) answer(response, 503);
      else {
        readBody(request, (body) => {
          if (body === undefined) answer(response, 413, { connection: "close" });
          else enter(request, response, body);
        });
      }
    },
  };
}

/** What a request is: something that Slack says, its question whether anybody is there, or nothing to go on with. */
type Met =
  | { readonly said: Said }
  | { readonly challenge: unknown }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

const final = { "x-slack-no-retry": "1" } as const;

function meet(
  request: IncomingMessage,
  body: string,
  options: DoorOptions,
  seen: (signature: string) => boolean,
): Met {
  const form = isForm(request);
  // Slack tries the address without a signature; nothing comes of it.
  if (form && parseForm(body).ssl_check === "1") return { status: 200 };
  if (!isWelcome(request, body, options, seen)) return { status: 401, headers: final };
  const said = read(body, form);
  if (said === undefined) return { status: 400, headers: final };
  return said.type === "url_verification" ? { challenge: said.challenge } : { said };
}

/** Signed, not too old, not from the future, and not had before. */
function isWelcome(
  request: IncomingMessage,
  body: string,
  { isSigned, clock }: DoorOptions,
  seen: (signature: string) => boolean,
): boolean {
  const signature = headerOf(request, "x-slack-signature");
  const timestamp = Number(headerOf(request, "x-slack-request-timestamp"));
  if (!isSigned({ body, signature, timestamp })) return false;
  const ahead = timestamp * 1000 - clock.now().getTime();
  // The hash alone tells requests apart: what is written around it does not count for the signature.
  return ahead <= toleranceMs && !seen(signature.split("=")[1] ?? "");
}

const headerOf = ({ headers }: IncomingMessage, name: string): string =>
  String(headers[name] ?? "");

const isForm = (request: IncomingMessage): boolean =>
  headerOf(request, "content-type").split(";")[0]?.trim().toLowerCase() ===
  "application/x-www-form-urlencoded";

/** `done` is called with undefined for a body that is too long. */
function readBody(request: IncomingMessage, done: (body: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    const fitted = size <= bodyLimit;
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
    else if (fitted) done(undefined);
  });
  request.on("end", () => {
    if (size <= bodyLimit) done(Buffer.concat(chunks).toString());
  });
}

type Said = Readonly<Record<string, unknown>>;

/** What Slack says, be it a form, a form around JSON, or JSON; undefined for what is none of these. */
function read(body: string, form: boolean): Said | undefined {
  try {
    const fields = form ? parseForm(body) : {};
    if (form && typeof fields.payload !== "string") return { ...fields };
    const said: unknown = JSON.parse(form ? String(fields.payload) : body);
    return typeof said === "object" && said !== null ? (said as Said) : undefined;
  } catch {
    return undefined;
  }
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

function answer(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers).end();
}

function tell(response: ServerResponse, content: unknown): void {
  if (content === undefined) answer(response, 200);
  else if (!(response.headersSent || response.destroyed)) {
    response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify(content));
  }
}
