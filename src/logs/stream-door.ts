import type { IncomingMessage, ServerResponse } from "node:http";
import { type Clock, SECOND } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { LogBodyForm, LogIntake, Taken } from "../core/log-intake.ts";
import type { LogStreams } from "../core/log-streams.ts";
import type { RequestListener } from "../core/platform.ts";
import type { Secret } from "../core/secret.ts";
import { within } from "../core/within.ts";
import { type Collected, createCollector } from "./stream-body.ts";
import { createStreamKeys } from "./stream-keys.ts";
import { createStreamNotes, type StreamNotes } from "./stream-notes.ts";

/** Where Auth0 sends logs to: the tenant's name stands behind it. */
export const streamPath = "/auth0/logs/";

/** Longer than this nobody waits for an answer. What is kept after all is known when it is sent again. */
const keepPatienceMs = 25 * SECOND;
/** When whoever is told to come back should. */
const retryAfter = { "retry-after": "30" } as const;

interface Answer {
  readonly status: number;
  readonly words: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const unauthorized: Answer = { status: 401, words: "Unauthorized." };
const notAllowed: Answer = {
  status: 405,
  words: "Log streams are sent by POST.",
  headers: { allow: "POST" },
};
const later: Answer = {
  status: 503,
  words: "The events cannot be kept now. Send them again later.",
  headers: retryAfter,
};
const tooSlow: Answer = {
  status: 408,
  words: "The body did not arrive in time.",
  headers: { connection: "close" },
};
const tooLarge: Answer = { status: 413, words: "The body is too large." };

export interface StreamDoorOptions {
  readonly tenants: readonly { readonly name: string; readonly token: Secret }[];
  readonly intake: LogIntake;
  readonly clock: Clock;
  readonly log: Log;
}

/** Takes the tenants' log streams in, and acknowledges only what is kept. */
export function createStreamDoor(
  options: StreamDoorOptions,
): LogStreams & { readonly listener: RequestListener } {
  const { tenants, clock, log } = options;
  const admits = createStreamKeys(tenants);
  const names = tenants.map(({ name }) => name);
  const notes = createStreamNotes(names, { clock, log });
  const take = createTaking(options, notes);

  async function serve(request: IncomingMessage): Promise<Answer | undefined> {
    if (request.method !== "POST") return notAllowed;
    const tenant = tenantIn(request);
    if (admits(tenant, request.headers.authorization)) return take(tenant, request);
    notes.refused(names.includes(tenant) ? tenant : undefined, "wrong token");
    return unauthorized;
  }

  const listener: RequestListener = (request, response) => {
    serve(request)
      .then((answer) => answer && end(request, response, answer))
      .catch((error: unknown) => {
        log.error({ err: error }, "a log stream's delivery could not be taken");
        end(request, response, later);
      });
  };
  return { listener, standing: notes.standing, strangers: notes.strangers };
}

/** Takes what an admitted sender sends; undefined where the sender gave up. */
function createTaking({ intake, clock }: StreamDoorOptions, notes: StreamNotes) {
  const collect = createCollector(clock);

  async function keep(
    tenant: string,
    { body, release }: { readonly body: Uint8Array<ArrayBuffer>; release(): void },
    form: LogBodyForm,
  ): Promise<Answer> {
    try {
      // Its memory is in use until it is kept, also when nobody waits for that any more.
      const taking = intake.take(tenant, body, form).finally(release);
      const taken = await within(taking, { clock, ms: keepPatienceMs });
      if (taken) return answerTo(tenant, taken, notes);
      notes.refused(tenant, "not kept", { why: "keeping took too long" });
    } catch (error) {
      notes.refused(tenant, "not kept", { err: error });
    }
    return later;
  }

  function turnAway(tenant: string, refused: Refused): Answer | undefined {
    if (refused === "gone") return undefined;
    if (refused === "too slow") return tooSlow;
    notes.refused(tenant, refused === "too large" ? refused : "not kept", { why: refused });
    return refused === "too large" ? tooLarge : later;
  }

  return async (tenant: string, request: IncomingMessage): Promise<Answer | undefined> => {
    const collected = await collect(request);
    return "body" in collected
      ? keep(tenant, collected, formOf(request))
      : turnAway(tenant, collected.refused);
  };
}

type Refused = Extract<Collected, { readonly refused: unknown }>["refused"];

function answerTo(tenant: string, taken: Taken, notes: StreamNotes): Answer {
  if (taken.kind === "refused") {
    const { status, why } = taken;
    notes.refused(tenant, status === 413 ? "too large" : "malformed", { why });
    return { status, words: why };
  }
  notes.kept(tenant, taken.bad);
  const { fresh, known } = taken.added;
  return { status: 200, words: `${fresh} new, ${known} known, ${taken.bad} unreadable.` };
}

const tenantIn = ({ url = "" }: IncomingMessage): string =>
  (url.split("?", 1)[0] ?? "").slice(streamPath.length).replace(/\/$/, "");

const formOf = ({ headers }: IncomingMessage): LogBodyForm => ({
  ...(headers["content-encoding"] ? { encoding: headers["content-encoding"] } : {}),
  ...(headers["content-type"] ? { type: headers["content-type"] } : {}),
});

function end(
  request: IncomingMessage,
  response: ServerResponse,
  { status, words, headers = {} }: Answer,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", ...headers });
  response.end(`${words}\n`);
  // What was not read is read all the same, and dropped: a sender who is cut off never sees why.
  request.resume();
}
