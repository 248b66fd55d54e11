import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as after } from "node:timers/promises";
import { slackManifest } from "../../../adapters/slack/manifest.ts";
import { createChannelKeyboard } from "./channel-keyboard.ts";
import { createFaults, createRates, type Fault } from "./faults.ts";
import { createHomeKeyboard } from "./home-keyboard.ts";
import { createKeyboard } from "./keyboard.ts";
import type { Identity } from "./methods/method.ts";
import { createResponseUrls } from "./response-urls.ts";
import { createRoster, createRosterKeyboard } from "./roster.ts";
import { acceptSocket, type SocketEnd } from "./socket.ts";
import { createViewKeyboard } from "./view-keyboard.ts";
import { createViews } from "./views.ts";
import { carryOut } from "./web-api.ts";
import { type ChannelState, createWorld, Refusal } from "./world.ts";

export interface FakeSlackOptions {
  readonly botToken?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly command?: string;
  /** Where events, commands and presses are sent by HTTP; over the socket while one is open. */
  readonly deliverTo?: string;
  /** Refuse what comes faster than Slack allows: in a channel, or in the whole workspace. */
  readonly enforceRates?: boolean | "workspace";
  /** Milliseconds since the epoch; the machine's own time unless told. */
  readonly now?: () => number;
  /** What it calls itself, where something stands before it. */
  readonly publicUrl?: string;
  /** What the bot's token was granted; as the manifest asks unless told. */
  readonly scopes?: readonly string[];
}

export const fakeSecrets = {
  botToken: "xoxb-fake-bot-token",
  appToken: "xapp-fake-app-token",
  signingSecret: "fake-signing-secret",
} as const;

/** A Slack on loopback: one workspace, its Web API, response addresses, Socket Mode, and someone at the keyboard. */
export async function startFakeSlack(options: FakeSlackOptions = {}) {
  let ahead = 0;
  const time = options.now ?? Date.now;
  const now = () => time() + ahead;
  const identity: Identity = { ...fakeSecrets, team: "T1", botUser: "UBOT", ...options };
  const settings = {
    deliverTo: options.deliverTo,
    signingSecret: options.signingSecret ?? fakeSecrets.signingSecret,
    enforceRates: options.enforceRates ?? false,
    scopes: options.scopes ?? slackManifest("http").oauth_config.scopes.bot,
    /** The app is not installed: its token is refused. */
    revoked: false,
  };
  const world = createWorld(now);
  const views = createViews(now);
  const roster = createRoster(identity);
  const faults = createFaults();
  const rates = createRates(now);
  const responses = createResponseUrls(world, now);
  /** Every call of the Web API, carried out or not. */
  const calls: string[] = [];
  const sockets: SocketEnd[] = [];
  const acknowledged = new Map<string, (payload: unknown) => void>();

  const server = createServer((request, response) => void handle(request, response));
  const streams = new Set<Socket>();
  server.on("connection", (stream: Socket) => {
    streams.add(stream.on("close", () => streams.delete(stream)));
  });
  server.on("upgrade", (request, stream) => {
    const end = acceptSocket(request, stream, {
      message: (message) => {
        const { envelope_id: id, payload } = message as { envelope_id?: string; payload?: unknown };
        acknowledged.get(String(id))?.(payload);
      },
      closed: () => void sockets.splice(sockets.indexOf(end), sockets.includes(end) ? 1 : 0),
    });
    sockets.push(end);
    end.send({ type: "hello", num_connections: sockets.length, connection_info: { app_id: "A1" } });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const url = options.publicUrl ?? `http://127.0.0.1:${port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", url).pathname;
    const bytes = await bytesOf(request);
    const body = bytes.toString();
    if (path.startsWith("/api/")) await callApi(path.slice(5), request, body, response);
    else if (path.startsWith("/response/")) await takeResponse(path.slice(10), body, response);
    else if (path.startsWith("/upload/")) await takeUpload(path.slice(8), bytes, response);
    else answer(response, 404, {});
  }

  async function takeUpload(id: string, bytes: Buffer, response: ServerResponse): Promise<void> {
    calls.push("upload");
    const take = () => {
      world.files.take(id, bytes);
      return {};
    };
    await meet(faults.take("upload", undefined), response, take, 400);
  }

  function waitFor(method: string, channel: string): number {
    const { enforceRates } = settings;
    if (!enforceRates) return 0;
    return rates.wait(method, enforceRates === "workspace" ? "the workspace" : channel);
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
    const wait = waitFor(method, channel ?? "");
    if (wait > 0) {
      response.setHeader("retry-after", String(wait));
      return answer(response, 429, { ok: false, error: "ratelimited" });
    }
    // Slack says so with every call of the bot's token, whatever becomes of it.
    if (token === identity.botToken)
      response.setHeader("x-oauth-scopes", settings.scopes.join(","));
    await meet(faults.take(method, channel), response, () =>
      carryOut({ method, token, form }, { world, views, roster, identity, url, now, ...settings }),
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

  const responseUrl = (given: Parameters<typeof responses.make>[0]) =>
    `${url}/response/${responses.make(given)}`;

  const keyboard = createKeyboard({
    world,
    views,
    identity,
    settings,
    command: options.command ?? "/auth0",
    sockets,
    acknowledged,
    responseUrl,
  });

  const { person, send } = keyboard;
  const viewKeyboard = createViewKeyboard({ views, identity, person, send, responseUrl });
  const homeKeyboard = createHomeKeyboard({ views, identity, person, send });
  const channelKeyboard = createChannelKeyboard({ world, identity, person, settings, send });
  const rosterKeyboard = createRosterKeyboard({ roster, identity, send });

  const hands = Object.assign(viewKeyboard, homeKeyboard, rosterKeyboard);
  return Object.assign(keyboard, hands, channelKeyboard, {
    url,
    port,
    apiUrl: `${url}/api/`,
    identity,
    world,
    views,
    faults,
    responses,
    calls,
    sockets,
    acknowledged,
    settings,
    fail: (fault: Fault) => faults.add(fault),
    setChannel: (id: string, state: ChannelState) => void world.channels.set(id, state),
    /** Time goes on, for response addresses, triggers and rates. */
    advance(ms: number): void {
      ahead += ms;
    },
    async close(): Promise<void> {
      for (const stream of streams) stream.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  });
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

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
