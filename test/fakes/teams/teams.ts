import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as after } from "node:timers/promises";
import { createDriver } from "./driver.ts";
import { createConnector } from "./endpoints.ts";
import { createEntra, identityHeader, scope } from "./entra.ts";
import { type Call, createFaults, type Fault } from "./faults.ts";
import { createGraph } from "./graph.ts";
import { type Answered, callOf, end, failing, refusal, textOf } from "./http.ts";
import { issuer, publishedKeys } from "./keys.ts";
import { createOccupancy } from "./limits.ts";
import { createWorld, split, tenant, type World } from "./world.ts";

export interface FakeTeamsOptions {
  /** Empty: tokens are neither sent nor asked for. */
  readonly appId?: string;
  readonly appPassword?: string;
  /** Where activities are sent. */
  readonly deliverTo?: string;
  /** What it calls itself, where something stands before it. */
  readonly publicUrl?: string;
  /** Refuse what comes faster than Teams allows. */
  readonly enforceRates?: boolean;
  /** How long each call takes, in milliseconds. */
  readonly latencyMs?: number;
  /** What Teams counts time by: the machine's clock unless told. */
  now?(): number;
}

/** A call that reached the fake, carried out or not; status 0 where it was dropped. */
export interface Seen {
  readonly call: Call;
  readonly path: string;
  readonly status: number;
}

const secrets = {
  appId: "a9900000-0000-4000-8000-000000000001",
  appPassword: "fake-app-password",
} as const;

const collision = refusal(412, "PreconditionFailed");
const sends: readonly Call[] = ["post", "edit", "delete"];

/** A Teams on loopback: Bot Connector, OpenID keys, login, and someone at the keyboard. */
export async function startFakeTeams(options: FakeTeamsOptions = {}) {
  const identity = { ...secrets, ...options };
  const { appId, appPassword } = identity;
  const { deliverTo, enforceRates = false, latencyMs = 0, now = Date.now } = options;
  const settings = {
    deliverTo,
    enforceRates,
    latencyMs,
    /** Microsoft signs with its next key, and publishes it. */
    rolledOver: false,
  };
  const world = createWorld();
  const faults = createFaults();
  const calls: Seen[] = [];
  const certificates: string[] = [];
  const registration = { ...identity };
  const entra = createEntra(
    Object.assign(registration, {
      certificates,
      loginUrl: () => `${url}/login`,
      graphScope: () => `${url}/graph/.default`,
    }),
  );
  const { tokens } = entra;
  const isKnown = (token: string) => appId === "" || tokens.connector.has(token);
  const connector = createConnector({ world, settings, isKnown, now });
  const occupancy = createOccupancy();
  const graph = createGraph({
    world,
    url: () => `${url}/graph`,
    isKnown: (token) => tokens.graph.has(token),
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await read(request);
    const call = callOf(asked.method, asked.path);
    if (!call) return end(response, refusal(404, "NotFound"));
    const done = await met(call, asked);
    calls.push({ call, path: asked.url.pathname, status: done?.status ?? 0 });
    if (done) end(response, done);
    else request.socket.destroy();
  }

  /** What the caller is told; undefined where the line goes dead. */
  async function met(call: Call, asked: Awaited<ReturnType<typeof read>>) {
    const fault = faults.take(call, asked.bare);
    const leave = sends.includes(call) ? occupancy.enter(asked.bare ?? "") : () => {};
    await after(fault?.kind === "slow" ? (fault.ms ?? 500) : settings.latencyMs);
    const done = leave ? meet(world, fault, () => answerOf(call, asked)) : collision;
    leave?.();
    return done;
  }

  function answerOf(call: Call, asked: Awaited<ReturnType<typeof read>>): Answered {
    if (call === "token") return entra.login(asked.url.pathname, asked.body);
    if (call === "identity") return entra.identity(asked.url, asked.headers);
    if (call === "graph") return graph({ token: asked.token, asked: asked.url });
    if (call !== "openid") return connector(asked);
    if (asked.url.pathname.endsWith("/keys"))
      return { status: 200, body: { keys: publishedKeys(settings.rolledOver) } };
    return { status: 200, body: { issuer, jwks_uri: `${url}/openid/keys` } };
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      end(response, { status: 500, body: { fake: String(error) } });
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const url = options.publicUrl ?? `http://127.0.0.1:${port}`;
  const serviceUrl = `${url}/amer/`;

  const fake = {
    url,
    port,
    /** What Microsoft knows of the app. */
    registration,
    serviceUrl,
    world,
    settings,
    faults,
    calls,
    /** The Teams section of the bot's settings. */
    section: {
      appId,
      appPassword,
      tenantId: tenant,
      serviceUrlHosts: [new URL(url).hostname],
      endpoints: {
        openIdMetadata: `${url}/openid`,
        issuer,
        login: `${url}/login`,
        scope,
        graph: `${url}/graph`,
      },
    },
    /** What stands in the settings instead of a secret, in App Service. */
    managedIdentity: { endpoint: `${url}/identity/token`, header: identityHeader },
    /** Certificates that the app registration knows. */
    certificates,
    /** Tokens given out so far are worth nothing any more. */
    revokeTokens: () => tokens.connector.clear(),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return Object.assign(fake, createDriver({ world, settings, appId, serviceUrl }));
}

export type FakeTeams = Awaited<ReturnType<typeof startFakeTeams>>;

async function read(request: IncomingMessage) {
  const url = new URL(request.url ?? "/", "http://fake");
  const path = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const bare = path[3] === undefined ? undefined : split(path[3]).bare;
  const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
  const { headers, method = "" } = request;
  return { method, headers, token, url, path, bare, body: await textOf(request) };
}

/** What the caller is told; undefined where the line goes dead. */
function meet(
  { operations }: World,
  fault: Fault | undefined,
  carryOut: () => Answered,
): Answered | undefined {
  if (fault?.kind === "drop-before") return undefined;
  const failed = fault ? failing(fault) : undefined;
  if (failed) return failed;
  const before = operations.length;
  const done = carryOut();
  if (!untold.includes(fault?.kind)) return done;
  for (const operation of operations.slice(before)) operation.answered = false;
  return fault?.kind === "503-after" ? refusal(503, "ServiceUnavailable") : undefined;
}

const untold: readonly (Fault["kind"] | undefined)[] = ["drop-after", "503-after"];
