import type { LookupFunction } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { testUser } from "../fakes/token-server.ts";
import {
  deskOf,
  expectDiscreet,
  type LoginBench,
  openLoginBench,
  stepsOf,
  tenantAt,
} from "./bench.ts";

let bench: LoginBench;
beforeEach(async () => {
  bench = await openLoginBench();
});
afterEach(async () => {
  await bench.server.close();
});

describe("a synthetic login", () => {
  it("succeeds, its token verified, its steps timed", async () => {
    const run = await bench.login();
    expect(run).toMatchObject({
      tenant: "prod",
      ok: true,
      outcome: "succeeded",
      words: "The login succeeded.",
      fix: "",
      move: "nobody",
      answered: true,
      trigger: "person",
    });
    expect(stepsOf(run)).toEqual(["tcp", "answer", "verify"]);
    for (const { ms } of run.steps) expect(ms).toBeGreaterThanOrEqual(0);
    expectDiscreet(run);
  });

  it("asks as an application would: by realm where a connection is named, for an ID token", async () => {
    await bench.login({ audience: testUser.audience });
    expect(bench.server.received[0]).toMatchObject({
      method: "POST",
      path: "/oauth/token",
      form: {
        grant_type: "http://auth0.com/oauth/grant-type/password-realm",
        realm: testUser.connection,
        username: testUser.username,
        password: testUser.password,
        client_id: testUser.clientId,
        client_secret: testUser.clientSecret,
        audience: testUser.audience,
        scope: "openid",
      },
      headers: { "user-agent": "Watchpost/test", connection: "close" },
    });
  });

  it("asks for the Default Directory where no connection is named", async () => {
    expect(await bench.login({ connection: undefined })).toMatchObject({ ok: true });
    expect(bench.server.received[0]?.form).toMatchObject({ grant_type: "password" });
    expect(bench.server.received[0]?.form).not.toHaveProperty("realm");
  });

  it("looks names up, and goes on to the address that answers", async () => {
    const { port } = new URL(bench.server.origin);
    const lookup: LookupFunction = (_name, _options, found) =>
      found(null, [
        { address: "::1", family: 6 },
        { address: "127.0.0.1", family: 4 },
      ]);
    const run = await bench.login(
      {},
      { tenant: { origin: `http://tenant.example:${port}` }, lookup },
    );
    expect(run).toMatchObject({ ok: true });
    expect(stepsOf(run)).toEqual(["dns", "tcp", "answer", "verify"]);
  });

  it("makes a new connection each time, and fetches the keys once", async () => {
    const clock = { ...systemClock, now: () => new Date(time) };
    let time = Date.now();
    const desk = deskOf(tenantAt(bench.server.origin), { clock });
    await desk.run("prod");
    time += MINUTE / 2;
    await desk.run("prod");
    expect(bench.server.received.map(({ path }) => path)).toEqual([
      "/oauth/token",
      "/.well-known/jwks.json",
      "/oauth/token",
    ]);
    expect(bench.server.connections()).toBe(3);
  });

  it("fetches the keys anew when a token names one that it does not know", async () => {
    const clock = { ...systemClock, now: () => new Date(time) };
    let time = Date.now();
    const desk = deskOf(tenantAt(bench.server.origin), { clock });
    await desk.run("prod");
    await bench.server.rollKey();
    time += MINUTE / 2;
    expect(await desk.run("prod")).toMatchObject({ ok: true });
  });
});
