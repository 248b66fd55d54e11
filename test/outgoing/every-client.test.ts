import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTenant } from "../../adapters/auth0/tenant.ts";
import { systemClock as clock } from "../../src/clock.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import type { Message } from "../../src/core/message.ts";
import { Secret } from "../../src/core/secret.ts";
import { createRequester } from "../../src/feeds/request.ts";
import { createExchange } from "../../src/login/exchange.ts";
import { proxiesOf } from "../../src/outgoing/network.ts";
import { createOutgoing } from "../../src/outgoing/outgoing.ts";
import { bot, openSlack, shownIn } from "../adapters/slack-bench.ts";
import { openHouse, ops } from "../adapters/teams-bench.ts";
import { openCorporateNetwork, watchConnections } from "../fakes/corporate-network.ts";

const hosts = [
  "slack.com",
  "smba.trafficmanager.net",
  "acme.us.auth0.com",
  "status.auth0.com",
  "api.osv.dev",
  "api.github.com",
];
const log = { info() {}, warn() {}, error() {} };

let office: Awaited<ReturnType<typeof openCorporateNetwork>>;
let watch: ReturnType<typeof watchConnections>;
const open: (() => unknown)[] = [];
beforeEach(async () => {
  office = await openCorporateNetwork(hosts);
  watch = watchConnections();
});
afterEach(async () => {
  watch.stop();
  for (const close of open.splice(0).reverse()) await close();
  await office.close();
});

/** A host of the world that answers by plain HTTP behind the proxy. */
async function stand(host: string, listener: RequestListener): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  office.world.set(host, (server.address() as AddressInfo).port);
  open.push(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
}

/** All went through the proxy: nothing was looked up, and nobody but the proxy connected to the world. */
function expectOnlyProxy(also: readonly number[] = []): void {
  const known = new Set([office.port, ...office.world.values(), ...also]);
  expect(watch.names()).toEqual([]);
  expect(watch.ports().filter((port) => !known.has(port))).toEqual([]);
  const toWorld = watch.ports().filter((port) => [...office.world.values()].includes(port));
  expect(toWorld.length).toBe(office.handedOn());
  expect(office.asked.length).toBeGreaterThan(0);
}

describe("behind a proxy with a password and a private authority, nothing goes around the proxy:", () => {
  it.each(["status.auth0.com", "api.osv.dev", "api.github.com"])(
    "feeds and advisories at %s",
    async (host) => {
      await stand(host, (_, response) => response.end("a feed"));
      const requester = createRequester({
        ...office.network,
        userAgent: "Watchpost/test",
        allow: [],
      });
      open.push(() => requester.close());
      const signal = AbortSignal.timeout(5000);
      const trusted = new Set([`https://${host}`]);
      const got = await requester.get(`https://${host}/feed`, { trusted, secret: false, signal });
      expect(new TextDecoder().decode(got.bytes)).toBe("a feed");
      const asked = await requester.get(`https://${host}/query`, {
        trusted,
        secret: false,
        signal,
        body: "{}",
      });
      expect(asked.status).toBe(200);
      expectOnlyProxy();
    },
  );

  it("Auth0's Management API, with its token", async () => {
    await stand("acme.us.auth0.com", (request, response) => {
      response.setHeader("content-type", "application/json");
      const token = { access_token: "a", expires_in: 60, scope: "read:log_streams" };
      response.end(JSON.stringify(request.url === "/oauth/token" ? token : []));
    });
    const credentials = { clientId: "a", clientSecret: new Secret("b") };
    const { fetch } = createOutgoing(office.network);
    const tenant = createTenant({
      name: "prod",
      domain: "acme.us.auth0.com",
      credentials,
      clock,
      log,
      fetch,
    });
    expect(await tenant.read("logStreams")).toEqual([]);
    expectOnlyProxy();
  });

  it("the synthetic login", async () => {
    await stand("acme.us.auth0.com", (_, response) => response.end("{}"));
    const exchange = createExchange({
      ca: office.network.ca,
      proxyFor: proxiesOf(office.network),
      userAgent: "Watchpost/test",
      stopwatch: () => performance.now(),
    });
    const url = new URL("https://acme.us.auth0.com/oauth/token");
    const asked = {
      url,
      method: "POST",
      headers: {},
      body: "x",
      signal: AbortSignal.timeout(5000),
    } as const;
    expect(await exchange(asked)).toMatchObject({ status: 200, body: "{}" });
    expectOnlyProxy();
  });

  it("Slack: the Web API, Socket Mode, a line's own address, and uploads", async () => {
    const bench = await openSlack("socket", {
      fake: { publicUrl: "https://slack.com" },
      outgoing: createOutgoing(office.network),
    });
    open.push(() => bench.close());
    office.world.set("slack.com", bench.slack.port);
    expect(await bench.adapter.check()).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
    const file = {
      kind: "file",
      name: "events.csv",
      mediaType: "text/csv",
      content: "a,b",
    } as const;
    const message: Message = { summary: "Here it is.", blocks: [file] };
    await bench.adapter.start(
      bot(async function* () {
        yield { message, audience: "asker", pending: false };
      }),
    );
    await bench.say("secret things");
    await expect
      .poll(() =>
        shownIn(bench.slack)
          .map(({ text }) => text)
          .join(),
      )
      .toContain("File events.csv");
    await expect.poll(() => bench.slack.calls).toContain("files.completeUploadExternal");
    expect(bench.slack.calls).toEqual(
      expect.arrayContaining(["auth.test", "response_url", "upload"]),
    );
    expectOnlyProxy();
  });

  it("Teams: its keys, also those that the SDK asks for, tokens, rosters, Graph, and what is sent", async () => {
    const house = await openHouse({ publicUrl: "https://smba.trafficmanager.net" });
    open.push(() => house.close());
    office.world.set("smba.trafficmanager.net", house.fake.port);
    const group = "teams:group:0a1b2c3d-1111-4222-8333-444455556666/owners" as const;
    const outgoing = createOutgoing(office.network);
    const adapter: ChatAdapter = await house.open({}, { outgoing, groups: [group] });
    await adapter.start(bot());
    open.push(() => adapter.stop());
    const found = await adapter.check();
    expect(found.filter(({ subject }) => /credentials|keys/u.test(subject))).toMatchObject([
      { ok: true },
      { ok: true },
    ]);
    expect((await house.fake.say("ping")).status).toBe(200);
    await expect.poll(() => JSON.stringify(house.fake.world.operations)).toContain("You said ping");
    await adapter.post({ conversation: ops }, { summary: "News.", blocks: [] });
    const calls = house.fake.calls.map(({ call }) => call);
    expect(calls).toEqual(expect.arrayContaining(["openid", "token", "post", "graph"]));
    expectOnlyProxy([Number(new URL(house.url).port)]);
  });
});

describe("the network's wishes:", () => {
  const get = (url: string, more = {}) => createOutgoing({ ...office.network, ...more }).fetch(url);

  it("another password of the proxy counts from the next connection, without a restart", async () => {
    await stand("slack.com", (_, response) =>
      response.setHeader("connection", "close").end("here"),
    );
    const { fetch } = createOutgoing(office.network);
    expect(await (await fetch("https://slack.com/")).text()).toBe("here");
    office.changePassword("another");
    await expect(fetch("https://slack.com/")).rejects.toThrow();
    office.secret.renew(new Secret(office.addressWith("another")));
    expect(await (await fetch("https://slack.com/")).text()).toBe("here");
  });

  it("hosts and networks that outgoing.direct names are reached without the proxy", () => {
    const direct = ["corp.example", ".inside.example", "10.0.0.0/8", "fd00::/8"];
    const proxyFor = proxiesOf({ ...office.network, direct });
    const straight = [
      "corp.example",
      "AUTH.corp.example",
      "a.inside.example",
      "10.1.2.3",
      "[fd00::1]",
    ];
    expect(straight.map((host) => proxyFor(host))).toEqual(straight.map(() => undefined));
    const through = ["mycorp.example", "corp.example.com", "11.0.0.1", "slack.com"];
    expect(through.every((host) => proxyFor(host)?.port === String(office.port))).toBe(true);
  });

  it("a certificate of a private authority is trusted only where outgoing.ca names it", async () => {
    await stand("slack.com", (_, response) => response.end("here"));
    await expect(get("https://slack.com/", { ca: undefined })).rejects.toThrow();
    expect(await (await get("https://slack.com/")).text()).toBe("here");
  });
});
