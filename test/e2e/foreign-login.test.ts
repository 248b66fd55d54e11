import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { Secret } from "../../src/core/secret.ts";
import type { SyntheticLogin } from "../../src/login/login-tenant.ts";
import { certificate } from "../fakes/token-server.ts";
import { deskOf, stepsOf, tenantAt } from "../login/bench.ts";

/** The simulator looks for its certificate in its home. */
function createHome(): string {
  const home = mkdtempSync(join(tmpdir(), "watchpost-simulator-"));
  const folder = join(home, ".simulacrum", "certs");
  mkdirSync(folder, { recursive: true });
  const fixtures = fileURLToPath(new URL("../fixtures/tls/", import.meta.url));
  copyFileSync(join(fixtures, "test-only-certificate.pem"), join(folder, "localhost.pem"));
  copyFileSync(join(fixtures, "test-only-key.pem"), join(folder, "localhost-key.pem"));
  return home;
}

const program = fileURLToPath(new URL("../fakes/simulator/main.ts", import.meta.url));

async function startSimulator(home: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ["--import", "tsx", program], {
    env: { HOME: home, PATH: "/usr/bin:/bin" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (part: Buffer) => {
      said += String(part);
      const [, found] = /port (\d+)/.exec(said) ?? [];
      if (found) resolve(Number(found));
    });
    child.once("exit", (code) => reject(new Error(`the simulator ended with ${code}`)));
  });
  return { child, port };
}

/** Somebody else's idea of Auth0: what ours and our fakes agree on may be wrong in both. */
describe("a login to another implementation", () => {
  const home = createHome();
  let simulator: Awaited<ReturnType<typeof startSimulator>> | undefined;
  beforeAll(async () => {
    simulator = await startSimulator(home);
  });
  afterAll(async () => {
    const ended = simulator && once(simulator.child, "exit");
    simulator?.child.kill();
    await ended;
    rmSync(home, { recursive: true });
  });

  const login = (more: Partial<SyntheticLogin> = {}) => {
    const user = { username: "default@example.com", password: new Secret("12345") };
    const settings = { ...user, connection: undefined, ...more };
    const tenant = tenantAt(`https://localhost:${simulator?.port}`, settings);
    return deskOf(tenant, { clock: systemClock, ca: certificate }).run("prod");
  };

  it("succeeds over TLS, every step of it, with both tokens verified", async () => {
    const run = await login({ audience: "https://api.example.com/" });
    expect(run).toMatchObject({ ok: true, outcome: "succeeded" });
    expect(stepsOf(run)).toEqual(["dns", "tcp", "tls", "answer", "verify"]);
  });

  it("with a wrong password is refused, which is ours and no outage", async () => {
    const run = await login({ password: new Secret("not it") });
    expect(run).toMatchObject({ ok: false, outcome: "refused", move: "ours", answered: true });
  });

  it("with a grant that it does not know is not taken for a login", async () => {
    const run = await login({ connection: "Username-Password-Authentication" });
    expect(run).toMatchObject({ ok: false, outcome: "not-understood" });
  });
});
