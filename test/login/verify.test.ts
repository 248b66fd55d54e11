import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { firstKid, json, plain, type TokenServer, testUser } from "../fakes/token-server.ts";
import { expectDiscreet, type LoginBench, openLoginBench, stepsOf } from "./bench.ts";

let bench: LoginBench;
beforeEach(async () => {
  bench = await openLoginBench();
});
afterEach(async () => {
  await bench.server.close();
});

describe("a token", () => {
  const inSeconds = (ms: number) => Math.floor((Date.now() + ms) / 1000);

  it.each([
    ["of another issuer", { iss: "https://evil.example/" }, /names another issuer/],
    ["for another application", { aud: "other-client" }, /for another audience/],
    ["that has expired", { exp: inSeconds(-5 * MINUTE) }, /had expired already/],
    ["from the future", { iat: inSeconds(5 * MINUTE) }, /issued in the future/],
    ["not valid yet", { nbf: inSeconds(5 * MINUTE) }, /not valid yet/],
  ])("%s is not accepted", async (_, claims, words) => {
    bench.server.tampering = { claims };
    const run = await bench.login();
    expect(run).toMatchObject({ ok: false, outcome: "token-invalid", answered: true });
    expect(run.words).toMatch(words);
    expect(run.fix).toMatch(/^[A-Z].*\.$/);
    expectDiscreet(run);
  });

  it.each([
    ["stranger", /with a key that is not among the tenant's/],
    ["rolled", /is not signed as it should be/],
    ["HS256", /is signed with HS256/],
  ] as const)("signed wrongly (%s) is not accepted", async (signing, words) => {
    bench.server.tampering = { signing };
    const run = await bench.login();
    expect(run).toMatchObject({ ok: false, outcome: "token-invalid" });
    expect(run.words).toMatch(words);
  });

  it("for the configured audience must be one that can be checked", async () => {
    const { audience } = testUser;
    expect(await bench.login({ audience })).toMatchObject({ ok: true });
    bench.server.tampering = { signing: "none" };
    const opaque = await bench.login({ audience });
    expect(opaque.words).toContain("the access token is no signed token");
  });

  it("may be opaque where no audience is configured, if an ID token comes with it", async () => {
    expect(await bench.login({ audience: undefined })).toMatchObject({ ok: true });
    bench.server.tampering = { withoutIdToken: true };
    const run = await bench.login({ audience: undefined });
    expect(run).toMatchObject({ outcome: "token-invalid" });
    expect(run.fix).toContain("syntheticLogin.audience");
  });

  it("stands for itself where no other comes with it: an access token that is signed is held against the keys", async () => {
    const alone = { withoutIdToken: true, usualAudience: "https://default.example.com/" } as const;
    bench.server.tampering = alone;
    expect(await bench.login({ audience: undefined })).toMatchObject({ ok: true });
    bench.server.tampering = { ...alone, signing: "stranger" };
    const run = await bench.login({ audience: undefined });
    expect(run.words).toContain("the access token is signed with a key that is not among");
  });

  it.each(["https://login.acme.com/", "https://acme.us.auth0.com/"])(
    "may be issued as %s, where users log in",
    async (iss) => {
      bench.server.tampering = { claims: { iss } };
      const run = await bench.login({}, { tenant: { customDomain: "login.acme.com" } });
      expect(run).toMatchObject({ ok: true });
    },
  );

  it("may be issued under the address that the settings name", async () => {
    bench.server.tampering = { claims: { iss: `${bench.server.origin}/` } };
    expect(await bench.login()).toMatchObject({ ok: true });
  });

  it.each([
    [-5 * MINUTE, "5 min behind"],
    [5 * MINUTE, "5 min ahead of"],
    [3 * 24 * 60 * MINUTE, "3 days ahead of"],
  ])("is not blamed for this machine's clock (%i ms off)", async (offMs, words) => {
    const clock = { ...systemClock, now: () => new Date(Date.now() + offMs) };
    const run = await bench.login({}, { clock });
    expect(run).toMatchObject({ ok: true, outcome: "clock-off", move: "ours" });
    expect(run.words).toContain(`this machine's clock is ${words} Auth0's`);
  });

  it.each([
    ["cannot be had", plain(503, ""), /status 503/],
    ["are no keys", plain(200, "<html>"), /what came are no keys/],
    [
      "are cut off",
      (_: unknown, response: { socket: { destroy(): void } | null }) => response.socket?.destroy(),
      /ECONNRESET/,
    ],
  ])("whose keys %s is told apart from a bad one", async (_, keys, words) => {
    bench.server.keys = keys as TokenServer["keys"];
    const run = await bench.login();
    expect(run).toMatchObject({
      ok: false,
      outcome: "keys-unreachable",
      move: "auth0",
      answered: true,
    });
    expect(run.words).toMatch(words);
  });

  it.each([
    { kty: "RSA", alg: "RS256", use: "sig" },
    { kty: "RSA", alg: "RS256", use: "sig", n: "", e: "" },
    { kty: "RSA", alg: "RS256", use: "sig", n: "AQAB", e: "?" },
    { kty: "oct", alg: "RS256", k: "c2VjcmV0" },
    { kty: 7 },
  ])(
    "whose keys are none (%j) is not accepted, and that is no fault of Watchpost's",
    async (key) => {
      bench.server.keys = json(200, { keys: [{ ...key, kid: firstKid }] });
      const run = await bench.login();
      expect(run).toMatchObject({ ok: false, outcome: "token-invalid", answered: true });
      expect(run.fix).toContain("signing keys");
    },
  );

  it("whose keys hang is told too, and within the login's limit", async () => {
    bench.server.keys = () => {};
    const run = await bench.login({}, { limitMs: 1500 });
    expect(run).toMatchObject({ outcome: "keys-unreachable" });
    expect(run.words).toContain("did not come in time");
    expect(stepsOf(run)).toEqual(["tcp", "answer", "verify"]);
  });
});
