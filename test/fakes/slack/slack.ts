import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as after } from "node:timers/promises";
import {
  bodyOf,
  type Delivered,
  deliver,
  findButton,
  newId,
  type Oddities,
  patienceMs,
  type Sending,
  sign,
  typed,
} from "./driver.ts";
import { createFaults, createRates, type Fault } from "./faults.ts";
import {
  type Actor,
  commandPayload,
  eventPayload,
  mentionEvent,
  pressPayload,
} from "./payloads.ts";
import { createResponseUrls } from "./response-urls.ts";
import { acceptSocket, type SocketEnd } from "./socket.ts";
import { carryOut, type Identity } from "./web-api.ts";
import { type ChannelState, createWorld, Refusal } from "./world.ts";

export interface FakeSlackOptions {
  readonly botToken?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly command?: string;
  /** Where events, commands and presses are sent by HTTP; over the socket while one is open. */
  readonly deliverTo?: string;
  /** Refuse what comes faster than Slack allows. */
  readonly enforceRates?: boolean;
}

export const fakeSecrets = {
  botToken: "xoxb-fake-bot-token",
  appToken: "xapp-fake-app-token",
  signingSecret: "fake-signing-secret",
} as const;

/** A Slack on loopback: one workspace, its Web API, response addresses, Socket Mode, and someone at the keyboard. */
export async function startFakeSlack(options: FakeSlackOptions = {}) {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const identity: Identity = { ...fakeSecrets, team: "T1", botUser: "UBOT", ...options };
  const settings = {
    deliverTo: options.deliverTo,
    signingSecret: options.signingSecret ?? fakeSecrets.signingSecret,
    enforceRates: options.enforceRates ?? false,
  };
  const world = createWorld(now);
  const faults = createFaults();
  const rates = createRates(now);
  const responses = createResponseUrls(world, now);
  /** Every call of the Web API, carried out or not. */
  const calls: string[] = [];
  const sockets: SocketEnd[] = [];
  const acknowledged = new Map<string, () => void>();
  let last: { sending: Sending; body: string; headers: Record<string, string> } | undefined;
  const ada: Actor = { user: "UADA", name: "ada", team: identity.team, channel: "C1" };

  const server = createServer((request, response) => void handle(request, response));
  const streams = new Set<Socket>();
  server.on("connection", (stream: Socket) => {
    streams.add(stream.on("close", () => streams.delete(stream)));
  });
  server.on("upgrade", (request, stream) => {
    const end = acceptSocket(request, stream, {
      message: (message) => {
        acknowledged.get(String((message as { envelope_id?: string }).envelope_id))?.();
      },
      closed: () => void sockets.splice(sockets.indexOf(end), sockets.includes(end) ? 1 : 0),
    });
    sockets.push(end);
    end.send({ type: "hello", num_connections: sockets.length, connection_info: { app_id: "A1" } });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", url).pathname;
    const body = await textOf(request);
    if (path.startsWith("/api/")) await callApi(path.slice(5), request, body, response);
    else if (path.startsWith("/response/")) await takeResponse(path.slice(10), body, response);
    else answer(response, 404, {});
  }

  async function callApi(
    method: string,
    request: IncomingMessage,
    body: string,
    response: ServerResponse,
  ): Promise<void> {
    const form = new URLSearchParams(body);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const channel = form.get("channel") ?? undefined;
    calls.push(method);
    const wait = settings.enforceRates ? rates.wait(method, channel ?? "") : 0;
    if (wait > 0) {
      response.setHeader("retry-after", String(wait));
      return answer(response, 429, { ok: false, error: "ratelimited" });
    }
    await meet(faults.take(method, channel), response, () =>
      carryOut(
        { method, token, form },
        { world, identity, socketUrl: `${url.replace("http", "ws")}/socket` },
      ),
    );
  }

  async function takeResponse(id: string, body: string, response: ServerResponse): Promise<void> {
    calls.push("response_url");
    const fault = faults.take("response_url", responses.known.get(id)?.channel);
    await meet(
      fault,
      response,
      () => {
        responses.accept(id, JSON.parse(body));
        return {};
      },
      404,
    );
  }

  async function send(sending: Sending, odd: Oddities = {}): Promise<Delivered> {
    const { body, contentType } = bodyOf(sending);
    const timestamp = odd.timestamp ?? Math.floor(Date.now() / 1000);
    const headers = {
      "content-type": odd.contentType ?? contentType,
      "x-slack-request-timestamp": String(timestamp),
      "x-slack-signature": sign(odd.signingSecret ?? settings.signingSecret, timestamp, body),
      ...odd.headers,
    };
    last = { sending, body, headers };
    const socket = sockets.at(-1);
    if (socket) return sendOver(socket, sending);
    return deliver(settings.deliverTo ?? "", { body, headers });
  }

  async function sendOver(socket: SocketEnd, { kind, payload }: Sending): Promise<Delivered> {
    const envelope_id = newId();
    const began = performance.now();
    const answered = new Promise<number>((resolve) => {
      acknowledged.set(envelope_id, () => resolve(200));
    });
    socket.send({
      type: kind,
      envelope_id,
      payload,
      accepts_response_payload: kind !== "events_api",
    });
    const status = await Promise.race([answered, after(patienceMs, 0, { ref: false })]);
    acknowledged.delete(envelope_id);
    return { status, ms: performance.now() - began };
  }

  const responseUrl = (given: Parameters<typeof responses.make>[0]) =>
    `${url}/response/${responses.make(given)}`;

  return {
    url,
    apiUrl: `${url}/api/`,
    identity,
    world,
    faults,
    responses,
    calls,
    sockets,
    settings,
    person: ada,
    fail: (fault: Fault) => faults.add(fault),
    setChannel: (id: string, state: ChannelState) => void world.channels.set(id, state),
    /** Time goes on, for response addresses and rates. */
    advance(ms: number): void {
      ahead += ms;
    },
    /** Someone types the slash command. */
    type(line: string, { by = ada, ...odd }: Oddities & { by?: Actor } = {}): Promise<Delivered> {
      const command = options.command ?? "/auth0";
      const address = responseUrl({ channel: by.channel, user: by.user });
      return send(commandPayload(line, { actor: by, command, responseUrl: address }), odd);
    },
    /** Someone says a line to the bot in a channel, or in a thread of it. */
    mention(
      line: string,
      { by = ada, thread, ...odd }: Oddities & { by?: Actor; thread?: string } = {},
    ): Promise<Delivered> {
      const said = `<@${identity.botUser}> ${typed(line)}`;
      const message = world.say(by.user, by.channel, said, thread);
      return send(eventPayload(mentionEvent(message, by), identity), odd);
    },
    /** Someone presses the button that reads so, on the newest message that has one. */
    press(label: string, { by = ada, ...odd }: Oddities & { by?: Actor } = {}): Promise<Delivered> {
      const found = findButton(world, label);
      const { channel } = found.message;
      const address = responseUrl({ channel, user: by.user, source: found.message });
      return send(pressPayload(found, { actor: by, responseUrl: address, identity }), odd);
    },
    event: (event: Readonly<Record<string, unknown>>, odd: Oddities = {}) =>
      send(eventPayload(event, identity), odd),
    send,
    /** The last delivery once more, signed anew: Slack believes that it was lost. */
    again(): Promise<Delivered> {
      if (!last) throw new Error("nothing was delivered yet");
      return send(last.sending, { timestamp: Math.floor(Date.now() / 1000) + 1 });
    },
    /** The last HTTP request once more, byte by byte: somebody recorded it. */
    replay(): Promise<Delivered> {
      if (!last) throw new Error("nothing was delivered yet");
      return deliver(settings.deliverTo ?? "", last);
    },
    async close(): Promise<void> {
      for (const stream of streams) stream.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

export type FakeSlack = Awaited<ReturnType<typeof startFakeSlack>>;

/** Lets a call meet its fault, or be carried out and answered. */
async function meet(
  fault: Fault | undefined,
  response: ServerResponse,
  run: () => Readonly<Record<string, unknown>>,
  refusedStatus = 200,
): Promise<void> {
  if (meetBefore(fault, response)) return;
  if (fault?.kind === "slow") await after(fault.ms ?? 1000, undefined, { ref: false });
  try {
    const result = refusalOf(fault) ?? run();
    if (fault?.kind === "drop-after") response.destroy();
    else if (fault?.kind === "500-after") answer(response, 500, {});
    else answer(response, 200, { ok: true, ...result });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(response, refusedStatus, error);
  }
}

/** Faults that keep a call from being carried out. */
function meetBefore(fault: Fault | undefined, response: ServerResponse): boolean {
  switch (fault?.kind) {
    case "drop-before":
      response.destroy();
      return true;
    case "500":
      answer(response, 500, {});
      return true;
    case "429":
      response.setHeader("retry-after", String(fault.retryAfter ?? 1));
      answer(response, 429, { ok: false, error: "ratelimited" });
      return true;
    default:
      return false;
  }
}

/** @throws Refusal for a fault that is one. */
function refusalOf(fault: Fault | undefined): undefined {
  if (fault?.kind === "archived") throw new Refusal("is_archived");
  if (fault?.kind === "refuse") throw new Refusal(fault.code ?? "channel_not_found");
}

function refuse(response: ServerResponse, status: number, { message, details }: Refusal): void {
  const messages = details.map((detail) => `[ERROR] ${detail}`);
  const metadata = messages.length > 0 ? { response_metadata: { messages } } : {};
  answer(response, status, { ok: false, error: message, ...metadata });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
