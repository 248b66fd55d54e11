import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTenant } from "../../adapters/auth0/tenant.ts";
import { createConnector } from "../../adapters/teams/connector.ts";
import { createGraph } from "../../adapters/teams/graph.ts";
import { createSend } from "../../adapters/teams/http.ts";
import { type TeamsSettings, teamsSettings } from "../../adapters/teams/settings.ts";
import { publishedKeys } from "../../adapters/teams/signing-keys.ts";
import { askToken } from "../../adapters/teams/token-request.ts";
import { systemClock as clock } from "../../src/clock.ts";
import { Secret } from "../../src/core/secret.ts";
import { createExchange } from "../../src/login/exchange.ts";
import { createKeys } from "../../src/login/keys.ts";
import { createOutgoing } from "../../src/outgoing/outgoing.ts";
import { openSlack } from "../adapters/slack-bench.ts";
import { watchConnections } from "../fakes/corporate-network.ts";
import { serve } from "../feeds/servers.ts";

const log = { info() {}, warn() {}, error() {} };
const outgoing = createOutgoing({});
const send = createSend(outgoing);
const tokens = { current: async () => new Secret("the-token"), forget() {} };
/** It is what comes that ends each, and not the time it takes. */
const patienceMs = 60_000;
const now = new Date("2026-01-01T00:00:00Z");

function settingsAt(origin: string, more: object = {}): TeamsSettings {
  const endpoints = {
    openIdMetadata: origin,
    issuer: "https://api.botframework.com",
    login: origin,
    scope: "https://api.botframework.com/.default",
    graph: origin,
  };
  const tenantId = "0a1b2c3d-1111-4222-8333-444455556666";
  return teamsSettings.parse({ appId: tenantId, tenantId, endpoints, ...more });
}

const token = (settings: TeamsSettings) =>
  askToken({ settings, scope: "x/.default", now, outgoing });

const tenant = (origin: string) =>
  createTenant({
    ...{ name: "prod", domain: "acme.us.auth0.com", origin, clock, log, fetch: outgoing.fetch },
    credentials: { clientId: "a", clientSecret: new Secret("b") },
    timeoutMs: patienceMs,
  });

async function slack(origin: string): Promise<unknown> {
  const bench = await openSlack("http", { apiUrl: `${origin}/api/` });
  const [found] = await bench.adapter.check();
  await bench.close();
  if (found?.ok) return found;
  throw new Error(`${found?.detail} ${found?.fix}`);
}

type Before = (request: IncomingMessage, response: ServerResponse, origin: string) => boolean;

interface Way {
  /** What is answered as it should be before; true where it was. */
  readonly before?: Before;
  /** JSON that would do as its answer. */
  readonly good: object;
  /** What is said of a redirect, and of more than is read. */
  readonly says: readonly [led: RegExp, long: RegExp];
  ask(origin: string): Promise<unknown>;
}

const given =
  (path: string, answer: (origin: string) => object): Before =>
  (request, response, origin) => {
    if (request.url !== path) return false;
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer(origin)));
    return true;
  };

const grant = { access_token: "a", expires_in: 60, token_type: "Bearer" };
const place = { serviceUrl: "", conversation: "19:a@thread.tacv2" };

const plainly = [
  /redirect, which is not followed/u,
  /more than 10 MB, which is not read/u,
] as const;

/** Every way by which the bot asks a service that its settings name. */
const ways: Readonly<Record<string, Way>> = {
  "Teams' keys": {
    good: { jwks_uri: "http://127.0.0.1/", keys: [] },
    says: plainly,
    ask: (origin) => publishedKeys(`${origin}/metadata`, outgoing, patienceMs),
  },
  "Teams' keys, where their metadata leads": {
    before: given("/metadata", (origin) => ({ jwks_uri: `${origin}/keys` })),
    good: { keys: [] },
    says: plainly,
    ask: (origin) => publishedKeys(`${origin}/metadata`, outgoing, patienceMs),
  },
  "tokens for Teams": {
    good: grant,
    says: plainly,
    ask: (origin) => token(settingsAt(origin, { appPassword: "pw" })),
  },
  "Azure's identity service": {
    good: grant,
    says: plainly,
    ask: (origin) =>
      token(settingsAt(origin, { managedIdentity: { endpoint: origin, header: "secret" } })),
  },
  "Microsoft Graph": {
    good: { value: [] },
    says: plainly,
    ask: (origin) => createGraph({ url: origin, tenant: "t", tokens, clock, send })("team"),
  },
  "what is sent to Teams": {
    good: { id: "1" },
    says: plainly,
    ask: (origin) =>
      createConnector({ tokens, clock, version: "0", send, letIn() {} }).send(
        { ...place, serviceUrl: origin },
        { type: "message", text: "News." } as never,
      ),
  },
  "tokens for the Management API": {
    good: grant,
    says: [/gave Watchpost no token \(30[27]\)/u, /more than 10 MB, which is not read/u],
    ask: (origin) => tenant(origin).read("logStreams"),
  },
  "the Management API, behind its token": {
    before: given("/oauth/token", () => grant),
    good: [],
    says: [/nothing that is an answer \(30[27]\)/u, /more than 10 MB, which is not read/u],
    ask: (origin) => tenant(origin).read("logStreams"),
  },
  "the keys of the synthetic login": {
    good: { keys: [] },
    says: [/redirect, which is not followed/u, /far more came than keys|what came are no keys/u],
    ask: (origin) => {
      const userAgent = "Watchpost/test";
      const exchange = createExchange({ userAgent, stopwatch: () => performance.now() });
      const keys = createKeys({ origin, exchange, now: () => now });
      return keys.get({ signal: AbortSignal.timeout(patienceMs) });
    },
  },
  "Slack's Web API": { good: { ok: true }, says: plainly, ask: slack },
};

function as(name: string): Way {
  const way = ways[name];
  if (!way) throw new Error(`there is no way ${name}`);
  return way;
}

let watch: ReturnType<typeof watchConnections>;
beforeEach(() => {
  watch = watchConnections();
});
afterEach(() => watch.stop());

/** What is said when the service answers with that. */
async function told(way: Way, hostile: RequestListener): Promise<string> {
  let origin = "";
  origin = await serve((request, response) => {
    if (!way.before?.(request, response, origin)) hostile(request, response);
  });
  const words = await way.ask(origin).then(
    (value) => `it took ${JSON.stringify(value)}`,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  expect(watch.names()).toEqual([]);
  expect(watch.ports().filter((port) => port !== Number(new URL(origin).port))).toEqual([]);
  watch.stop();
  watch = watchConnections();
  return words;
}

/** Where this machine, or its metadata, answers; a name is not even looked up, so that it cannot change its mind in between. */
const inside = (port: number) => [
  "http://169.254.169.254/latest/meta-data/",
  `http://[::ffff:127.0.0.1]:${port}/`,
  `http://0177.0.0.1:${port}/`,
  `http://rebinding.example:${port}/`,
];

describe.each(Object.entries(ways))(
  "a service of the settings that was taken over, %s,",
  (_, way) => {
    it.each([302, 307])("leads to no other place by a %i, and it is said", async (status) => {
      for (const location of inside(8080)) {
        const words = await told(way, (_request, response) =>
          response.writeHead(status, { location }).end(JSON.stringify(way.good)),
        );
        expect([location, words]).toEqual([location, expect.stringMatching(way.says[0])]);
      }
    });

    it("is read no further than answers are long, plain or packed, and it is said", async () => {
      const spaces = " ".repeat(10_000_001);
      const long = JSON.stringify(way.good).replace(/[}\]]$/u, (end) => `${spaces}${end}`);
      const plain = await told(way, (_request, response) => response.end(long));
      expect(plain).toMatch(way.says[1]);
      const packed = gzipSync(long);
      const bomb = await told(way, (_request, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(packed),
      );
      expect(bomb).toMatch(way.says[1]);
    });
  },
);

describe("a service of the settings that names where the rest of its answer is", () => {
  const others = (origin: string) => [
    ...inside(8080),
    origin.replace("127.0.0.1", "127.0.0.2"),
    origin.replace("http:", "https:"),
    origin.replace("//", "//good.example@169.254.169.254#"),
  ];

  it.each<[string, Way, (address: string) => object]>([
    ["Teams' keys", as("Teams' keys"), (address) => ({ jwks_uri: address })],
    [
      "Microsoft Graph",
      as("Microsoft Graph"),
      (address) => ({ value: [], "@odata.nextLink": address }),
    ],
  ])("is asked for it nowhere else, and it is said: %s", async (_, way, leading) => {
    for (const address of others("http://127.0.0.1:8080")) {
      const words = await told(way, (_request, response) =>
        response.end(JSON.stringify(leading(address))),
      );
      expect([address, words]).toEqual([address, expect.stringMatching(/names another host/u)]);
    }
  });
});
