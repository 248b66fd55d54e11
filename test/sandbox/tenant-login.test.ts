import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import { createExchange } from "../../src/login/exchange.ts";
import { createLogin } from "../../src/login/run.ts";
import { pretendLogins, pretendTenant } from "../../src/sandbox/credentials.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";

describe("the pretend tenant, as the synthetic login finds it", () => {
  const { clientId, clientSecret, password, ...login } = pretendTenant.syntheticLogin;
  const began = new Date(Date.now() - 600_000);
  let elapsed: number;
  let sandbox: Sandbox;
  beforeAll(async () => {
    const clock = { now: () => new Date(began.getTime() + elapsed) };
    sandbox = await startSandbox({ port: 0, began, clock });
  });
  afterAll(() => sandbox.close());

  async function logIn(words: { username?: string; password?: string; clientSecret?: string }) {
    const { went } = await createLogin(
      { name: "pretend", domain: pretendTenant.domain, origin: sandbox.url },
      {
        ...login,
        ...words,
        clientId,
        clientSecret: new Secret(words.clientSecret ?? clientSecret),
        password: new Secret(words.password ?? password),
      },
      {
        exchange: createExchange({ stopwatch: () => performance.now(), userAgent: "test" }),
        now: () => new Date(began.getTime() + elapsed),
        stopwatch: () => performance.now(),
      },
    )();
    return { outcome: went.outcome, move: went.move };
  }

  it.each([
    ["all is well", {}, 600, "succeeded", "nobody"],
    ["the incident is there", {}, 10, "auth0-error", "auth0"],
    ["it is being mended", {}, 50, "auth0-error", "auth0"],
    ["it was mended", {}, 85, "succeeded", "nobody"],
    ["the password is wrong", { password: "wrong" }, 600, "wrong-password", "ours"],
    ["the secret is wrong", { clientSecret: "wrong" }, 600, "unknown-client", "ours"],
    [
      "another factor is needed",
      { username: pretendLogins.needsFactor },
      600,
      "mfa-required",
      "ours",
    ],
    ["the user is blocked", { username: pretendLogins.blocked }, 600, "user-blocked", "ours"],
    [
      "the password leaked",
      { username: pretendLogins.leakedPassword },
      600,
      "password-leaked",
      "ours",
    ],
    ["an Action says no", { username: pretendLogins.deniedByAction }, 600, "denied", "ours"],
  ])("is what it seems when %s", async (_, words, seconds, outcome, move) => {
    elapsed = seconds * 1000;
    expect(await logIn(words)).toEqual({ outcome, move });
  });
});
