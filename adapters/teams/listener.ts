import type { IncomingMessage, ServerResponse } from "node:http";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import type { Outgoing } from "../../src/core/outgoing.ts";
import type { PlatformContext, RequestListener } from "../../src/core/platform.ts";
import { within } from "../../src/core/within.ts";
import { parseActivity, type TeamsActivity } from "./activity.ts";
import { createAuthentication, judge } from "./authentication.ts";
import { readBody } from "./body.ts";
import type { Answered } from "./invokes.ts";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";
import { type Caller, createTokenCheck } from "./token-check.ts";
import { type Turned, turnedAway } from "./turned-away.ts";
import { createTurnedNotes } from "./turned-notes.ts";

/** Teams gives up after 15 s; before that it is told to come back. */
const patienceMs = 4 * SECOND;
const late: Turned = { status: 503, reason: "the keys that prove a token took too long" };

/** What an activity that was believed is answered with, at once: nothing slow may be awaited here. */
export type Hear = (activity: TeamsActivity) => Answered | Promise<Answered>;

/** Teams' door: reads, checks and hands over one activity per request. */
export function createListener(given: {
  settings: TeamsSettings;
  clock: Clock;
  log: Log;
  outgoing: Pick<Outgoing, "fetch">;
  hear: Hear;
  /** Teams waited so long for the answer to what was believed. */
  acknowledged?: PlatformContext["acknowledged"];
  connected?: PlatformContext["connected"];
  stopped: AbortSignal;
}): RequestListener {
  const { settings, clock, log, hear, outgoing, acknowledged } = given;
  const authentication = createAuthentication(settings, outgoing);
  const checkToken = createTokenCheck(settings, given);
  const note = createTurnedNotes({ clock, log });

  /** Whoever has no token that is good gets no body read. */
  async function callerOf(authorization: string): Promise<Caller | Turned | undefined> {
    if (isOpenLoopback(settings)) return undefined;
    return (await within(checkToken(authorization), { clock, ms: patienceMs })) ?? late;
  }

  async function serve(request: IncomingMessage): Promise<Answered | Turned> {
    const early = turnedAway(request, settings);
    if (early) return early;
    const { authorization = "" } = request.headers;
    const caller = await callerOf(authorization);
    if (caller && "status" in caller) return caller;
    const activity = await receive(request, clock);
    if ("status" in activity) return activity;
    const judging = judge(activity, authorization, { authentication, settings, caller });
    const verdict = (await within(judging, { clock, ms: patienceMs })) ?? late;
    if ("status" in verdict) return verdict;
    return hear(activity);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const served = await serve(request);
    if (!("reason" in served)) {
      end(response, served);
      return acknowledged?.(performance.now() - began);
    }
    note(served);
    end(response, { status: served.status });
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, "a Teams activity could not be taken");
      if (!response.headersSent) end(response, { status: 500 });
    });
  };
}

/** The activity as far as we read it. */
async function receive(request: IncomingMessage, clock: Clock): Promise<TeamsActivity | Turned> {
  const read = await readBody(request, clock);
  if ("status" in read) return read;
  return parseActivity(read.body) ?? { status: 400, reason: "its body is no activity" };
}

function end(response: ServerResponse, { status, body }: Answered): void {
  const words = body ? JSON.stringify(body) : "";
  // Of a body that does not come there is no end to wait for.
  if (status === 408) response.setHeader("connection", "close");
  response.writeHead(status, body ? { "content-type": "application/json" } : {});
  response.end(words);
  // What was not read is read all the same, and dropped: a sender who is cut off never sees why.
  response.req.resume();
}
