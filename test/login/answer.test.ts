import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import { json, plain, refusal } from "../fakes/token-server.ts";
import { expectDiscreet, type LoginBench, openLoginBench } from "./bench.ts";

let bench: LoginBench;
beforeEach(async () => {
  bench = await openLoginBench();
});
afterEach(async () => {
  await bench.server.close();
});

describe("an answer of Auth0's", () => {
  it.each([
    [403, "invalid_grant", "wrong-password"],
    [400, "invalid_grant", "wrong-password"],
    [403, "invalid_user_password", "wrong-password"],
    [429, "too_many_attempts", "too-many-attempts"],
    [429, "too_many_logins", "too-many-logins"],
    [429, "too_many_requests", "rate-limited"],
    [401, "password_leaked", "password-leaked"],
    [401, "mfa_required", "mfa-required"],
    [403, "mfa_required", "mfa-required"],
    [401, "access_denied", "client-refused"],
    [403, "access_denied", "denied"],
    [401, "unauthorized", "user-blocked"],
    [403, "unauthorized_client", "grant-not-enabled"],
    [401, "invalid_client", "unknown-client"],
    [400, "invalid_request", "connection-off"],
    [401, "requires_verification", "verification-required"],
    [501, "unsupported_grant_type", "unsupported-grant"],
    [404, "endpoint_disabled", "no-endpoint"],
    [418, "something_quite_new", "unknown-error"],
    [401, "no_such_person_here", "unknown-refusal"],
    [403, "no_such_person_here", "unknown-refusal"],
    [400, "constructor", "unknown-error"],
  ])("%i %s is %s: Auth0 is not down, and it is our move", async (status, error, outcome) => {
    bench.server.token = refusal(status, error);
    const run = await bench.login();
    expect(run).toMatchObject({ ok: false, outcome, move: "ours", answered: true });
    expect(run.words).toMatch(/^[A-Z].*\.$/);
    expect(run.fix).toMatch(/^[A-Z].*\.$/);
    expect(`${run.words} ${run.fix}`).not.toMatch(/[{}]|no more is known/);
    expectDiscreet(run);
  });

  it.each([
    ["503 temporarily_unavailable", refusal(503, "temporarily_unavailable"), /503, temporarily_un/],
    ["500 with a web page", plain(500, "<html>", { "content-type": "text/html" }), /\(500\)/],
    ["502 with nothing", plain(502, ""), /\(502\)/],
    ["520 of the network before it", plain(520, "error"), /\(520\)/],
  ])("%s is Auth0's own error, and no answer", async (_, token, words) => {
    bench.server.token = token;
    const run = await bench.login();
    expect(run).toMatchObject({
      ok: false,
      outcome: "auth0-error",
      move: "auth0",
      answered: false,
    });
    expect(run.words).toMatch(words);
  });

  it("that the tenant has no Default Directory is no outage, though it comes as an error of Auth0's own", async () => {
    bench.server.token = json(500, {
      error: "server_error",
      error_description: "Authorization server not configured with default connection.",
    });
    const run = await bench.login({ connection: undefined });
    expect(run).toMatchObject({ outcome: "no-directory", move: "ours", answered: true });
    expect(run.fix).toContain("syntheticLogin.connection");
    bench.server.token = refusal(500, "server_error");
    expect(await bench.login()).toMatchObject({ outcome: "auth0-error", move: "auth0" });
  });

  it.each(["text/plain", "text/html; charset=utf-8"])(
    "in plain words is a refusal all the same, whatever it calls itself: %s",
    async (type) => {
      bench.server.token = plain(401, "Unauthorized", { "content-type": type });
      expect(await bench.login()).toMatchObject({
        outcome: "refused",
        move: "ours",
        answered: true,
      });
    },
  );

  it.each([
    ["a redirect", plain(302, "", { location: "/elsewhere" }), /redirects elsewhere, 302/],
    [
      "a page of something between",
      plain(403, "<html>", { "content-type": "text/html" }),
      /web page/,
    ],
    ["a welcome page", plain(200, "<html>", { "content-type": "text/html" }), /without a token/],
    ["JSON that is no token", json(200, { hello: 1 }), /200, but without a token/],
    ["JSON null", plain(200, "null"), /without a token/],
    ["nothing at all", plain(204, ""), /204/],
  ])("that is %s is not taken for Auth0's", async (_, token, words) => {
    bench.server.token = token;
    const run = await bench.login();
    expect(run).toMatchObject({ ok: false, outcome: "not-understood", answered: false });
    expect(run.words).toMatch(words);
    expect(bench.server.received).toHaveLength(1);
  });

  it("by 429 without a word is a rate limit; by 404 there is no endpoint", async () => {
    bench.server.token = plain(429, "slow down");
    expect(await bench.login()).toMatchObject({ outcome: "rate-limited", move: "ours" });
    bench.server.token = plain(404, "Not found.");
    expect(await bench.login()).toMatchObject({ outcome: "no-endpoint", move: "ours" });
  });

  it.each([
    [{ password: new Secret("wrong") }, "wrong-password"],
    [{ clientSecret: new Secret("wrong") }, "unknown-client"],
    [{ connection: "no-such-directory" }, "connection-off"],
  ])("to wrong settings says which", async (settings, outcome) => {
    expect(await bench.login(settings)).toMatchObject({ ok: false, outcome });
  });
});
