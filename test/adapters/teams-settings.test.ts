import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { teams } from "../../adapters/teams/index.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { makeCertificate } from "../fakes/certificate.ts";
import { echo, openHouse } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

const appId = "a9900000-0000-4000-8000-000000000001";
const tenantId = "11111111-2222-4333-8444-555555555555";
const ids = { appId, tenantId };
const pair = makeCertificate();
const folder = mkdtempSync(join(tmpdir(), "watchpost-teams-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the settings' check says, under which key. */
function problemsOf(section: object): readonly string[] {
  const { error } = teams.settings.safeParse(section);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

/** What creating it says. */
async function refusalOf(section: object, host?: string): Promise<string> {
  const context = { ...(host ? { host } : {}) } as PlatformContext;
  const refused = await Promise.resolve()
    .then(() => teams.create(teams.settings.parse(section), context))
    .then(
      () => "",
      (error: Error) => error.message,
    );
  return refused;
}

describe("how the app proves itself to Microsoft", () => {
  it("must be said in one way", () => {
    expect(problemsOf(ids)).toEqual([expect.stringMatching(/^appPassword: needs a client secret/)]);
    expect(problemsOf({ ...ids, appPassword: "x" })).toEqual([]);
    expect(problemsOf({ ...ids, ...pair })).toEqual([]);
    expect(problemsOf({ ...ids, managedIdentity: {} })).toEqual([]);
  });

  it.each([
    ["two ways", { appPassword: "x", ...pair }, /^certificate: stands beside teams.appPassword/],
    ["two other ways", { ...pair, managedIdentity: {} }, /^managedIdentity: stands beside/],
    ["a certificate without its key", { certificate: "x.pem" }, /^privateKey: is needed with/],
    ["a key without its certificate", { privateKey: "x.pem" }, /^certificate: is needed with/],
    ["half an identity", { managedIdentity: { header: "x" } }, /^managedIdentity: needs endpoint/],
  ])("is refused when it is %s", (_, section, problem) => {
    expect(problemsOf({ ...ids, ...section })).toEqual([expect.stringMatching(problem)]);
  });

  it("may lie in files, or be written with its lines in one", async () => {
    const certificate = join(folder, "both.pem");
    writeFileSync(certificate, pair.certificate + pair.privateKey);
    expect(await refusalOf({ ...ids, certificate, privateKey: certificate })).not.toContain(
      "teams.",
    );
    const inOne = Object.fromEntries(
      Object.entries(pair).map(([name, pem]) => [name, pem.replaceAll("\n", "\\n")]),
    );
    expect(await refusalOf({ ...ids, ...inOne })).not.toContain("teams.");
  });

  const secretWords = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBK";
  it.each([
    ["a file that is not there", { certificate: "/nowhere.pem" }, /certificate: is neither/],
    ["no certificate", { certificate: pair.privateKey }, /certificate: is not a certificate/],
    ["a key without its frame", { privateKey: secretWords }, /privateKey: is neither/],
    [
      "another's key",
      { privateKey: makeCertificate().privateKey },
      /does not belong to teams.cert/,
    ],
    ["too short a key", makeCertificate({ bits: 1024 }), /no RSA key of 2048 bits/],
  ])("is refused at the start when it is %s, and never repeated", async (_, wrong, problem) => {
    const refusal = await refusalOf({ ...ids, ...pair, ...wrong });
    expect(refusal).toMatch(problem);
    expect(refusal).not.toMatch(/MII|PRIVATE KEY-----\n/u);
  });
});

describe("whose messages are believed", () => {
  it("is said by ids, since Teams names nothing else", () => {
    const named = { appId: "watchpost", tenantId: "acme.onmicrosoft.com", appPassword: "x" };
    expect(problemsOf(named)).toEqual([
      expect.stringMatching(/^appId: is no client id/),
      expect.stringMatching(/^tenantId: is no tenant id/),
    ]);
    expect(problemsOf({ appId, appPassword: "x" })).toEqual([
      "tenantId: needs the Entra tenant's id",
    ]);
  });

  it.each(["net", "https://smba.trafficmanager.net", "smba.trafficmanager.net/amer", "*", ""])(
    'is not said by "%s" as a host',
    (host) => {
      expect(problemsOf({ ...ids, appPassword: "x", serviceUrlHosts: [host] })).toEqual([
        expect.stringContaining("is not a host"),
      ]);
    },
  );

  it("takes the endpoints whole or not at all", () => {
    const some = { ...ids, appPassword: "y", endpoints: { issuer: "i" } };
    expect(problemsOf(some)).not.toEqual([]);
  });
});

describe("Teams without an app id", () => {
  const open = { allowUnauthenticatedLoopback: true };

  it("is refused by the settings, in words", () => {
    expect(problemsOf({})).toEqual([expect.stringContaining("anybody could speak to the bot")]);
    expect(problemsOf({ ...open, allowUnauthenticatedLoopback: false })).toHaveLength(1);
  });

  it.each([undefined, "0.0.0.0", "::", "192.0.2.7", "127.0.0.1.example.com"])(
    "does not start where the bot listens on %s",
    async (host) => {
      expect(await refusalOf(open, host)).toContain(
        "teams.allowUnauthenticatedLoopback: http.host",
      );
    },
  );

  it("serves this machine alone, and neither a proxy on it nor a web page", async () => {
    const house = await openHouse({ appId: "", appPassword: "" });
    const told = echo();
    const adapter = await house.open({ appPassword: undefined, serviceUrlHosts: [], ...open });
    await adapter.start(told.bot);
    expect(await house.fake.say("ping")).toMatchObject({ status: 200 });
    await expect.poll(() => told.heard).toMatchObject([{ line: "ping" }]);
    const body = JSON.stringify(house.fake.message("pong"));
    const json = { "content-type": "application/json" };
    for (const headers of [
      { "x-forwarded-for": "203.0.113.7" },
      { forwarded: "for=203.0.113.7" },
      { origin: "https://evil.example" },
    ]) {
      const sent = { method: "POST", body, headers: { ...json, ...headers } };
      expect((await fetch(house.url, sent)).status).toBe(401);
    }
    await adapter.stop();
    await house.close();
  });
});
