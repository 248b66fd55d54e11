import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  type AddressInfo,
  connect,
  createServer,
  type LookupFunction,
  type Server,
} from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { certificate, openTokenServer, type TokenServer } from "../fakes/token-server.ts";
import { type LoginBench, openLoginBench, stepsOf } from "./bench.ts";

let bench: LoginBench;
beforeEach(async () => {
  bench = await openLoginBench();
});
afterEach(async () => {
  await bench.server.close();
});

describe("no answer", () => {
  const limited = { limitMs: 600 };

  it("is told by its reason when nobody listens", async () => {
    await bench.server.close();
    const run = await bench.login();
    expect(run).toMatchObject({
      outcome: "not-reached",
      move: "network",
      answered: false,
      steps: [],
    });
    expect(run.words).toBe("No connection to the tenant came about (it was refused).");
    bench = await openLoginBench();
  });

  it.each([
    ["ENOTFOUND", "no such name is known"],
    ["EAI_AGAIN", "the name service did not answer"],
  ])("is the name's when it cannot be looked up (%s)", async (code, words) => {
    const lookup: LookupFunction = (_name, _options, found) =>
      found(Object.assign(new Error("no"), { code, syscall: "getaddrinfo" }), []);
    const run = await bench.login({}, { tenant: { origin: "http://tenant.example" }, lookup });
    expect(run).toMatchObject({ outcome: "dns-failed", move: "network", answered: false });
    expect(run.words).toContain(words);
  });

  it("names the step it hung at: the look-up", async () => {
    const lookup: LookupFunction = () => {};
    const run = await bench.login(
      {},
      { tenant: { origin: "http://tenant.example" }, lookup, ...limited },
    );
    expect(run).toMatchObject({ outcome: "timed-out", steps: [] });
    expect(run.words).toContain("looking the name up");
  });

  it.skipIf(process.platform !== "linux")("names the step it hung at: connecting", async () => {
    const full = await openFull();
    const tenant = { origin: `http://127.0.0.1:${full.port}` };
    const run = await bench.login({}, { tenant, limitMs: 500 });
    full.close();
    expect(run).toMatchObject({ outcome: "timed-out", answered: false, steps: [] });
    expect(run.words).toContain("hung while connecting");
  });

  it("names the step it hung at: TLS", async () => {
    const silent = await openSilent();
    const run = await bench.login(
      {},
      { tenant: { origin: `https://127.0.0.1:${silent.port}` }, ...limited },
    );
    silent.server.close();
    expect(run.words).toContain("hung while agreeing on encryption (TLS)");
    expect(stepsOf(run)).toEqual(["tcp"]);
  });

  it("names the step it hung at: the answer", async () => {
    bench.server.token = () => {};
    const run = await bench.login({}, limited);
    expect(run).toMatchObject({ outcome: "timed-out", move: "network", answered: false });
    expect(run.words).toContain("waiting for the answer");
    expect(stepsOf(run)).toEqual(["tcp"]);
  });

  it("is a drip that never ends, too", async () => {
    bench.server.token = (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(drip));
    };
    expect(await bench.login({}, limited)).toMatchObject({ outcome: "timed-out" });
  });

  it("is a connection that is cut, before the answer or in it", async () => {
    bench.server.token = (_, response) => void response.socket?.destroy();
    expect(await bench.login()).toMatchObject({ outcome: "connection-cut", answered: false });
    bench.server.token = (_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("{", () => response.socket?.destroy());
    };
    expect(await bench.login()).toMatchObject({ outcome: "connection-cut", answered: false });
  });

  it("is one that is far too long", async () => {
    bench.server.token = (_, response) => void response.end("x".repeat(2_000_000));
    const run = await bench.login();
    expect(run).toMatchObject({ outcome: "not-understood" });
    expect(run.words).toContain("far too long");
  });
});

/** Listens, but its process stands still and its queue is full: nobody gets through. */
async function openFull(): Promise<{ port: number; close(): void }> {
  const listening =
    'const s = require("node:net").createServer(); s.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log(s.address().port))';
  const child = spawn(process.execPath, ["-e", listening], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const port = Number(String(said));
  child.kill("SIGSTOP");
  const waiting = Array.from({ length: 8 }, () => connect(port, "127.0.0.1"));
  for (const socket of waiting) socket.on("error", () => {});
  await Promise.race(waiting.map((socket) => once(socket, "connect")));
  return {
    port,
    close() {
      for (const socket of waiting) socket.destroy();
      child.kill("SIGKILL");
    },
  };
}

/** Takes connections, and says nothing. */
async function openSilent(): Promise<{ server: Server; port: number }> {
  const silent = createServer();
  await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
  return { server: silent, port: (silent.address() as AddressInfo).port };
}

describe("over TLS", () => {
  let secure: TokenServer;
  beforeEach(async () => {
    secure = await openTokenServer({ tls: true });
  });
  afterEach(async () => {
    await secure.close();
  });

  it("trusts what the settings say to trust, and times the handshake", async () => {
    const run = await bench.login({}, { tenant: { origin: secure.origin }, ca: certificate });
    expect(run).toMatchObject({ ok: true });
    expect(stepsOf(run)).toEqual(["tcp", "tls", "answer", "verify"]);
  });

  it("trusts nobody else, and says what is wrong with the certificate", async () => {
    const run = await bench.login({}, { tenant: { origin: secure.origin } });
    expect(run).toMatchObject({ outcome: "tls-failed", move: "network", answered: false });
    expect(run.words).toBe(
      "The connection is not to be trusted: its certificate is signed by nobody but itself.",
    );
    expect(secure.received).toEqual([]);
  });

  it("says when the certificate is another name's", async () => {
    const { port } = new URL(secure.origin);
    const lookup: LookupFunction = (_name, _options, found) =>
      found(null, [{ address: "127.0.0.1", family: 4 }]);
    const given = { tenant: { origin: `https://tenant.example:${port}` }, lookup, ca: certificate };
    const run = await bench.login({}, given);
    expect(run.words).toContain("its certificate is for another name");
  });

  it("says when the other side speaks no TLS", async () => {
    const run = await bench.login(
      {},
      { tenant: { origin: bench.server.origin.replace("http:", "https:") } },
    );
    expect(run).toMatchObject({ outcome: "tls-failed" });
    expect(run.words).toContain("no encryption (TLS) could be agreed on");
  });
});
