import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pretendLogins, pretendTenant } from "../../src/sandbox/credentials.ts";
import { openTenantBench, type TenantBench } from "./tenant-bench.ts";

describe("the pretend tenant's token endpoint", () => {
  let bench: TenantBench;
  beforeAll(async () => {
    bench = await openTenantBench();
  });
  beforeEach(() => {
    bench.time.seconds = 600;
  });
  afterAll(() => bench.close());

  const verified = async (token: string, audience: string) => {
    const keys = createRemoteJWKSet(new URL(`${bench.url}/.well-known/jwks.json`));
    const issuer = `https://${bench.domain}/`;
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      currentDate: bench.now(),
    });
    return payload;
  };

  it.each([["password"], ["http://auth0.com/oauth/grant-type/password-realm"]])(
    "logs the synthetic user in by %s, with tokens that hold against its keys",
    async (grant_type) => {
      const { audience, clientId } = pretendTenant.syntheticLogin;
      const { status, body } = await bench.logIn({ grant_type, audience });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        expires_in: 86_400,
        token_type: "Bearer",
        scope: "openid email",
      });
      const access = await verified(body.access_token, audience);
      expect(access).toMatchObject({ sub: expect.stringMatching(/^auth0\|[0-9a-f]{24}$/) });
      expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(86_400);
      expect((await verified(body.id_token, clientId)).sub).toBe(access.sub);
    },
  );

  it("reads a form as well as JSON, and a client that names itself in the header", async () => {
    const { clientId, clientSecret, username, password } = pretendTenant.syntheticLogin;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const { status, body } = await bench.ask("/oauth/token", {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: "password", username, password, scope: "email" }),
    });
    expect(status).toBe(200);
    expect(body.id_token).toBeUndefined();
  });

  it.each([
    ["somebody without a password", { password: "" }, 400, "invalid_request"],
    ["a wrong password", { password: "wrong" }, 403, "invalid_grant"],
    ["nobody it knows", { username: "nobody@example.com" }, 403, "invalid_grant"],
    ["who needs another factor", { username: pretendLogins.needsFactor }, 403, "mfa_required"],
    ["who is blocked", { username: pretendLogins.blocked }, 401, "unauthorized"],
    ["a leaked password", { username: pretendLogins.leakedPassword }, 401, "password_leaked"],
    ["whom an Action denies", { username: pretendLogins.deniedByAction }, 403, "access_denied"],
    ["a client it does not know", { client_id: "nobody" }, 401, "invalid_client"],
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client"],
    ["an unknown connection", { realm: "elsewhere" }, 400, "invalid_request"],
    ["an unknown audience", { audience: "https://elsewhere.example" }, 403, "access_denied"],
    ["an unknown grant", { grant_type: "telepathy" }, 400, "unsupported_grant_type"],
    [
      "an application that may not",
      {
        client_id: pretendTenant.management.clientId,
        client_secret: pretendTenant.management.clientSecret,
      },
      403,
      "unauthorized_client",
    ],
  ])("refuses %s", async (_, words, status, error) => {
    const answer = await bench.logIn(words);
    expect([answer.status, answer.body.error]).toEqual([status, error]);
    expect(answer.body.error_description).toMatch(/\S/);
    expect("mfa_token" in answer.body).toBe(error === "mfa_required");
  });

  it.each([
    ["{", "application/json"],
    ["[]", "application/json"],
    ["null", "application/json"],
    ["", "text/plain"],
  ])("refuses %j as %s without falling over", async (body, type) => {
    const init = { method: "POST", body, headers: { "content-type": type } };
    expect(await bench.ask("/oauth/token", init)).toMatchObject({ status: 400 });
  });

  it("blocks an account after ten wrong passwords in a row, even for the right one", async () => {
    const username = "grace.pretend@example.com";
    for (let tried = 0; tried < 10; tried += 1) {
      expect((await bench.logIn({ username, password: "wrong" })).body.error).toBe("invalid_grant");
    }
    const blocked = await bench.logIn({ username });
    expect([blocked.status, blocked.body.error]).toEqual([429, "too_many_attempts"]);
    const { body } = await bench.read("logs", {
      q: `user_name:"${username}" AND date:"${bench.now().toISOString()}"`,
    });
    const types = body.map(({ type }: { type: string }) => type);
    expect(types.sort()).toEqual([...Array(10).fill("fp"), "limit_wc"]);
  });

  it("counts only wrong passwords in a row", async () => {
    const username = "ada.pretend@example.com";
    for (let tried = 0; tried < 12; tried += 1) {
      if (tried === 9) expect((await bench.logIn({ username })).status).toBe(200);
      expect((await bench.logIn({ username, password: "wrong" })).body.error).toBe("invalid_grant");
    }
  });

  it.each([
    ["another audience", { audience: "https://elsewhere.example" }, 403, "access_denied"],
    ["a wrong secret", { client_secret: "wrong" }, 401, "access_denied"],
  ])("gives the management application no token for %s", async (_, words, status, error) => {
    const answer = await bench.asManager(words);
    expect([answer.status, answer.body.error]).toEqual([status, error]);
  });

  it("gives no more scopes than are asked for", async () => {
    const { body } = await bench.asManager({ scope: "read:logs delete:everything" });
    expect(body).toMatchObject({ scope: "read:logs", token_type: "Bearer", expires_in: 86_400 });
  });

  it("says in its discovery document who it is, wherever it was reached", async () => {
    const { body } = await bench.ask("/.well-known/openid-configuration");
    expect(body).toMatchObject({
      issuer: "https://pretend.us.auth0.com/",
      token_endpoint: "https://pretend.us.auth0.com/oauth/token",
      jwks_uri: "https://pretend.us.auth0.com/.well-known/jwks.json",
    });
  });

  it("refuses a body that is too long, and anything but a POST", async () => {
    const body = "x".repeat(100_000);
    expect((await bench.ask("/oauth/token", { method: "POST", body })).status).toBe(413);
    expect((await bench.ask("/oauth/token")).status).toBe(404);
  });

  it("fails logins exactly while the story says so, and logs each", async () => {
    const outcomes: unknown[] = [];
    for (const seconds of [1, 2, 39, 40, 79, 80, 600]) {
      bench.time.seconds = seconds;
      const { status, body } = await bench.logIn();
      outcomes.push([seconds, status, body.error]);
      const { body: events } = await bench.read("logs", { q: "type:(sepft OR fepft)" });
      expect(events[0].type).toBe(status === 200 ? "sepft" : "fepft");
    }
    expect(outcomes).toEqual([
      [1, 200, undefined],
      [2, 500, "server_error"],
      [39, 500, "server_error"],
      [40, 503, "temporarily_unavailable"],
      [79, 503, "temporarily_unavailable"],
      [80, 200, undefined],
      [600, 200, undefined],
    ]);
  });

  it("gives the management application its token also while logins fail", async () => {
    bench.time.seconds = 10;
    expect((await bench.asManager()).status).toBe(200);
  });
});
