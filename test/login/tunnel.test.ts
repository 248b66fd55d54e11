import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openProxy } from "../fakes/proxy.ts";
import { certificate, openTokenServer, type TokenServer } from "../fakes/token-server.ts";
import { type LoginBench, openLoginBench, stepsOf } from "./bench.ts";

let bench: LoginBench;
let secure: TokenServer;
let proxy: Awaited<ReturnType<typeof openProxy>>;
beforeEach(async () => {
  bench = await openLoginBench();
  secure = await openTokenServer({ tls: true });
});
afterEach(async () => {
  await Promise.all([bench.server.close(), secure.close(), proxy.close()]);
});

const login = (address = `http://127.0.0.1:${proxy.port}`, more = {}) => {
  const port = new URL(secure.origin).port;
  const tenant = { origin: `https://localhost:${port}` };
  return bench.login({}, { tenant, ca: certificate, proxyFor: () => new URL(address), ...more });
};

describe("a login through a proxy", () => {
  it("succeeds, its keys fetched the same way", async () => {
    proxy = await openProxy();
    const run = await login(`http://user:p%40ss@127.0.0.1:${proxy.port}`);
    expect(run).toMatchObject({ ok: true });
    expect(stepsOf(run)).toEqual(["tcp", "tls", "answer", "verify"]);
    const host = new URL(secure.origin).port;
    expect(proxy.asked).toEqual(
      Array(2).fill({
        host: `localhost:${host}`,
        credentials: `Basic ${Buffer.from("user:p@ss").toString("base64")}`,
      }),
    );
  });

  it("still trusts no certificate that it should not", async () => {
    proxy = await openProxy();
    const run = await login(undefined, { ca: undefined });
    expect(run).toMatchObject({ outcome: "tls-failed" });
  });

  it("says when it is the proxy that refuses", async () => {
    proxy = await openProxy({ refuses: 407 });
    const run = await login();
    expect(run).toMatchObject({ outcome: "not-reached", move: "network", answered: false });
    expect(run.words).toContain("the proxy wants a name and a password (407)");
  });

  it("says when the proxy says nothing, or is not there", async () => {
    proxy = await openProxy({ silent: true });
    const hung = await login(undefined, { limitMs: 600 });
    expect(hung.words).toContain("hung while connecting");
    await proxy.close();
    expect((await login()).words).toContain("the proxy cannot be reached (ECONNREFUSED)");
  });

  it("is not sent through one to a sandbox of plain http", async () => {
    proxy = await openProxy({ refuses: 403 });
    const run = await bench.login(
      {},
      { proxyFor: () => new URL(`http://127.0.0.1:${proxy.port}`) },
    );
    expect(run).toMatchObject({ ok: true });
    expect(proxy.asked).toEqual([]);
  });
});
