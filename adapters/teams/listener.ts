import type { IncomingMessage, ServerResponse } from "node:http";
import { type Activity, CloudAdapter } from "botbuilder";
import type { Clock } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import type { RequestListener } from "../../src/core/platform.ts";
import { parseActivity, type TeamsActivity } from "./activity.ts";
import { createAuthentication, judge, type Verdict } from "./authentication.ts";
import { isFromHere } from "./hosts.ts";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";

const largestBody = 1024 * 1024;
/** Teams gives up after 15 s; before that it is told to come back. */
const patienceMs = 10_000;

/** What an activity that was believed is answered with, at once: nothing slow may be awaited here. */
export type Hear = (activity: TeamsActivity) => { readonly status: number; readonly body?: object };

/** Teams' door: reads, checks and hands over one activity per request. */
export function createListener(given: {
  settings: TeamsSettings;
  clock: Clock;
  log: Log;
  hear: Hear;
}): RequestListener {
  const { settings, clock, log, hear } = given;
  const authentication = createAuthentication(settings);
  const adapter = new CloudAdapter(authentication);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const early = turnedAway(request, settings);
    if (early) return end(response, early);
    const body = await read(request);
    if (typeof body === "number") return end(response, { status: body });
    const activity = parseActivity(body);
    if (!activity) return end(response, { status: 400 });
    const verdict = await soon(
      judge(activity, request.headers.authorization ?? "", { authentication, settings }),
      clock,
    );
    if (!("proof" in verdict)) {
      log.warn({ reason: verdict.reason }, "a request to the Teams endpoint was turned away");
      return end(response, { status: verdict.status });
    }
    let answer: ReturnType<Hear> = { status: 200 };
    await adapter.processActivityDirect(verdict.proof, body as Activity, async () => {
      answer = hear(activity);
    });
    end(response, answer);
  }

  return (request, response) => {
    serve(request, response).catch((error: unknown) => {
      log.error({ err: error }, "a Teams activity could not be taken");
      if (!response.headersSent) end(response, { status: 500 });
    });
  };
}

function turnedAway(request: IncomingMessage, settings: TeamsSettings) {
  if (request.method !== "POST") return { status: 405 };
  if (isOpenLoopback(settings)) return isFromHere(request) ? undefined : { status: 401 };
  // Nobody without a token gets as far as having a body read.
  return request.headers.authorization ? undefined : { status: 401 };
}

async function soon(verdict: Promise<Verdict>, clock: Clock): Promise<Verdict> {
  const stop = new AbortController();
  const late = clock
    .after(patienceMs, stop.signal)
    .then((): Verdict => ({ status: 503, reason: "the keys that prove a token took too long" }));
  try {
    return await Promise.race([verdict, late]);
  } finally {
    stop.abort();
  }
}

/** The body as JSON, or the status that says why there is none. */
async function read(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left open when it is too long, or there would be no way to say so.
  const stream: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > largestBody) return 413;
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return typeof body === "object" && body !== null ? body : 400;
  } catch {
    return 400;
  }
}

function end(
  response: ServerResponse,
  { status, body }: { readonly status: number; readonly body?: object },
): void {
  const words = body ? JSON.stringify(body) : "";
  // A body that was refused half-read cannot be followed by another request.
  if (status === 413 || status === 401) response.setHeader("connection", "close");
  response.writeHead(status, body ? { "content-type": "application/json" } : {});
  response.end(words);
}
