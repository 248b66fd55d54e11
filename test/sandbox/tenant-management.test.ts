import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pretendTenant } from "../../src/sandbox/credentials.ts";
import type { TenantOptions } from "../../src/sandbox/tenant/tenant.ts";
import { openTenantBench, type TenantBench } from "./tenant-bench.ts";

describe("the pretend tenant's Management API", () => {
  let bench: TenantBench;
  beforeAll(async () => {
    bench = await openTenantBench();
  });
  afterAll(() => bench.close());

  it("is not quite ready: for each of these there is something to find", async () => {
    expect((await bench.read("emails/provider")).body).toMatchObject({
      statusCode: 404,
      errorCode: "inexistent_email_provider",
    });
    expect((await bench.read("log-streams")).body).toMatchObject([{ status: "suspended" }]);
    expect((await bench.read("rules")).body).toMatchObject([
      { name: expect.stringMatching(/^Pretend/) },
    ]);
    expect((await bench.read("hooks")).status).toBe(410);
    expect((await bench.read("attack-protection/breached-password-detection")).body.enabled).toBe(
      false,
    );
    const { body: listed } = await bench.read("actions/actions");
    expect(listed.actions.map(({ runtime }: { runtime: string }) => runtime)).toEqual([
      "node22",
      "node16",
    ]);
    const { body: clients } = await bench.read("clients", { is_global: "false" });
    const local = clients.filter(({ callbacks }: { callbacks: string[] }) =>
      callbacks.some((address) => address.includes("localhost")),
    );
    expect(local).toMatchObject([{ name: "Pretend shop", app_type: "spa" }]);
  });

  it("is ready in everything else", async () => {
    expect((await bench.read("tenants/settings")).body).toMatchObject({
      friendly_name: "Pretend shop",
      support_email: "support@example.com",
      support_url: "https://support.example.com",
      sandbox_version: "22",
    });
    expect((await bench.read("custom-domains")).body).toMatchObject([{ status: "ready" }]);
    for (const name of ["brute-force-protection", "suspicious-ip-throttling"]) {
      expect((await bench.read(`attack-protection/${name}`)).body.enabled).toBe(true);
    }
    const { body: clients } = await bench.read("clients", { is_global: "false" });
    for (const { grant_types, client_id, client_secret, jwt_configuration } of clients) {
      const expected = client_id === pretendTenant.syntheticLogin.clientId;
      expect(grant_types.includes("password")).toBe(expected);
      expect(grant_types).not.toContain("implicit");
      expect(jwt_configuration.alg).toBe("RS256");
      expect(client_secret).toBeUndefined();
    }
  });

  it("lists as a bare array, with totals, by checkpoint, and by field", async () => {
    const all = (await bench.read("clients")).body;
    const page = (await bench.read("clients", { page: "1", per_page: "3", include_totals: "true" }))
      .body;
    expect(page).toMatchObject({ start: 3, limit: 3, length: 3, total: all.length });
    expect(page.clients).toEqual(all.slice(3, 6));
    const first = (await bench.read("clients", { take: "5" })).body;
    const rest = (await bench.read("clients", { take: "5", from: first.next })).body;
    expect([...first.clients, ...rest.clients]).toEqual(all);
    expect(rest.next).toBeUndefined();
    const named = (await bench.read("clients", { fields: "name", include_fields: "true" })).body;
    expect(named[0]).toEqual({ name: "All Applications" });
  });

  it.each([
    ["clients", { per_page: "101" }],
    ["clients", { page: "-1" }],
    ["clients", { take: "0" }],
    ["clients", { from: "elsewhere" }],
    ["logs", { per_page: "101" }],
    ["logs", { take: "101" }],
    ["logs", { from: "elsewhere" }],
    ["logs", { sort: "type:1" }],
    ["users", { q: "email:(" }],
  ])("refuses %s with %j", async (path, query) => {
    const { status, body } = await bench.read(path, query as Record<string, string>);
    expect([status, body.errorCode]).toEqual([400, "invalid_query_string"]);
  });

  it("knows the synthetic user, who has no roles and no permissions", async () => {
    const { username } = pretendTenant.syntheticLogin;
    const [user] = (await bench.read("users-by-email", { email: username })).body;
    const found = (await bench.read("users", { q: `email:"${username}"` })).body;
    expect(found).toEqual([user]);
    const id = encodeURIComponent(user.user_id);
    expect((await bench.read(`users/${id}`)).body).toEqual(user);
    expect((await bench.read(`users/${id}/roles`)).body).toEqual([]);
    expect((await bench.read(`users/${id}/permissions`)).body).toEqual([]);
  });

  it.each([
    ["users/nobody", "inexistent_user"],
    ["users/nobody/roles", "inexistent_user"],
    ["logs/90020261122180000000", undefined],
    ["logs/nonsense", undefined],
    ["elsewhere", undefined],
  ])("says that there is no %s", async (path, errorCode) => {
    const { status, body } = await bench.read(path);
    expect([status, body.statusCode, body.errorCode]).toEqual([404, 404, errorCode]);
  });

  it("refuses a path that cannot be read", async () => {
    expect((await bench.read("users/%E0%A4%A")).body.errorCode).toBe("invalid_uri");
  });

  it("lets nobody in without a good token of its own", async () => {
    const { body } = await bench.asManager();
    const user = await bench.logIn();
    const other = await openTenantBench();
    const foreign = await other.asManager();
    await other.close();
    const asked = async (authorization?: string) =>
      (await bench.ask("/api/v2/clients", { headers: authorization ? { authorization } : {} }))
        .status;

    expect(await asked(`Bearer ${body.access_token}`)).toBe(200);
    expect(await asked()).toBe(401);
    expect(await asked("Bearer nonsense")).toBe(401);
    expect(await asked(`Bearer ${body.access_token}.more`)).toBe(401);
    expect(await asked(`Bearer ${body.access_token.slice(0, -9)}AAAAAAAAA`)).toBe(401);
    expect(await asked(`Bearer ${user.body.access_token}`)).toBe(401);
    expect(await asked(`Bearer ${foreign.body.access_token}`)).toBe(401);
    bench.time.seconds += 86_400;
    const expired = await asked(`Bearer ${body.access_token}`);
    bench.time.seconds -= 86_400;
    expect(expired).toBe(401);
  });

  it("refuses an address that is too long", async () => {
    const { status, body } = await bench.read("logs", { q: "x".repeat(30_000) });
    expect([status, body.statusCode]).toEqual([414, 414]);
  });
});

describe("a pretend tenant that is set up otherwise", () => {
  let bench: TenantBench;
  const open = async (options: TenantOptions) => {
    bench = await openTenantBench(options);
  };
  afterEach(() => bench.close());

  it("hides the options of connections from who may not read them", async () => {
    await open({ scopes: ["read:connections"] });
    const [connection] = (await bench.read("connections")).body;
    expect(connection).toMatchObject({ strategy: "auth0" });
    expect(connection.options).toBeUndefined();
  });

  it("names the scope that is missing", async () => {
    await open({ scopes: ["read:clients"] });
    expect((await bench.read("clients")).status).toBe(200);
    expect((await bench.read("logs")).body).toEqual({
      statusCode: 403,
      error: "Forbidden",
      message: "Insufficient scope, expected any of: read:logs,read:logs_users",
      errorCode: "insufficient_scope",
    });
  });

  it("tells with every answer how much may still be asked, and fills up again", async () => {
    await open({ limit: { burst: 3, perSecond: 2 } });
    const answers = [];
    for (let asked = 0; asked < 4; asked += 1) answers.push(await bench.read("clients"));
    const told = answers.map(({ status, headers }) => [
      status,
      headers.get("x-ratelimit-limit"),
      headers.get("x-ratelimit-remaining"),
    ]);
    expect(told).toEqual([
      [200, "3", "2"],
      [200, "3", "1"],
      [200, "3", "0"],
      [429, "3", "0"],
    ]);
    expect(answers[3]?.body).toMatchObject({ statusCode: 429, errorCode: "too_many_requests" });
    const reset = Number(answers[3]?.headers.get("x-ratelimit-reset"));
    expect(reset).toBe(bench.now().getTime() / 1000 + 2);
    expect((await bench.read("clients")).status).toBe(429);
    bench.time.seconds += 1;
    expect((await bench.read("clients")).headers.get("x-ratelimit-remaining")).toBe("1");
    const since = bench.now().getTime() - 1000;
    const { body } = await bench.read("logs", {
      q: `type:api_limit AND date:"${new Date(since).toISOString()}"`,
    });
    expect(body).toMatchObject([{ details: { request: { path: "/api/v2/clients" } } }]);
  });

  it("lives under the domain it is given", async () => {
    await open({ domain: "acme.eu.auth0.com" });
    const { body } = await bench.read("logs", { per_page: "1" });
    expect(body).toMatchObject([{ hostname: "acme.eu.auth0.com", tenant_name: "acme" }]);
    expect((await bench.ask("/.well-known/openid-configuration")).body.issuer).toBe(
      "https://acme.eu.auth0.com/",
    );
  });
});
