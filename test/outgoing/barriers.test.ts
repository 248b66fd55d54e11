import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTenant } from "../../adapters/auth0/tenant.ts";
import { systemClock as clock } from "../../src/clock.ts";
import { Secret } from "../../src/core/secret.ts";
import { barrierOf } from "../../src/core/way-out.ts";
import { createRequester } from "../../src/feeds/request.ts";
import type { Network } from "../../src/outgoing/network.ts";
import { createOutgoing } from "../../src/outgoing/outgoing.ts";
import { openSlack } from "../adapters/slack-bench.ts";
import { openHouse } from "../adapters/teams-bench.ts";
import { freePort } from "../e2e/free-port.ts";
import { openCorporateNetwork } from "../fakes/corporate-network.ts";

const log = { info() {}, warn() {}, error() {} };
const hosts = ["slack.com", "acme.us.auth0.com", "status.auth0.com", "login.microsoftonline.com"];

let office: Awaited<ReturnType<typeof openCorporateNetwork>>;
const open: (() => unknown)[] = [];
beforeEach(async () => {
  office = await openCorporateNetwork(hosts);
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
  await office.close();
});

/** What each of those says who ask the world something. */
async function complaints(network: Network): Promise<Record<string, string>> {
  const outgoing = createOutgoing(network);
  return {
    feed: await feed(network),
    auth0: await auth0(outgoing),
    slack: await slack(outgoing),
    teams: await teams(outgoing),
  };
}

type Asker = ReturnType<typeof createOutgoing>;
const said = (error: unknown): string => `${error} ${JSON.stringify(error)}`;

async function feed(network: Network): Promise<string> {
  const requester = createRequester({ ...network, userAgent: "Watchpost/test", allow: [] });
  open.push(() => requester.close());
  const host = "https://status.auth0.com";
  const how = { trusted: new Set([host]), secret: false, signal: AbortSignal.timeout(5000) };
  return requester.get(`${host}/feed`, how).then(String, said);
}

async function auth0({ fetch }: Asker): Promise<string> {
  const credentials = { clientId: "a", clientSecret: new Secret("b") };
  const known = { name: "prod", domain: "acme.us.auth0.com", credentials, clock, log, fetch };
  return createTenant(known).read("logStreams").then(String, said);
}

async function slack(outgoing: Asker): Promise<string> {
  const bench = await openSlack("http", { fake: { publicUrl: "https://slack.com" }, outgoing });
  open.push(() => bench.close());
  return JSON.stringify((await bench.adapter.check())[0]);
}

async function teams(outgoing: Asker): Promise<string> {
  const house = await openHouse({ publicUrl: "https://login.microsoftonline.com" });
  open.push(() => house.close());
  const found = await (await house.open({}, { outgoing })).check();
  return JSON.stringify(found.find(({ subject }) => subject === "Teams signing keys"));
}

describe("whoever cannot get out of the operator's network says what is in the way, and which setting mends it:", () => {
  it("a proxy that wants a password, and never the password that it was given", async () => {
    const proxy = new Secret(office.addressWith("not-the-word"));
    const all = await complaints({ ...office.network, proxy });
    for (const words of Object.values(all)) {
      expect(words).toMatch(/the proxy wants a name and a password \(407\).*outgoing\.proxy/);
      expect(words).not.toContain("not-the-word");
    }
  });

  it("a proxy that is not there, and not the host that was meant", async () => {
    const proxy = new Secret(`http://127.0.0.1:${await freePort()}`);
    const all = await complaints({ ...office.network, proxy });
    for (const words of Object.values(all)) {
      expect(words).toMatch(/the proxy cannot be reached \(ECONNREFUSED\).*outgoing\.proxy/);
    }
  });

  it("an authority that nobody named", async () => {
    const all = await complaints({ proxy: office.network.proxy });
    for (const words of Object.values(all)) {
      expect(words).toMatch(/certificate.*is not trusted here.*outgoing\.ca/);
    }
  });
});

it.each([new Error("x"), undefined, { code: "ECONNREFUSED" }, { cause: { code: 7 } }])(
  "nothing is said to be in the way where the other side may be the cause: %j",
  (error) => {
    expect(barrierOf(error)).toBeUndefined();
  },
);
