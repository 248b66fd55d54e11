import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { pretendTenant } from "../../src/sandbox/credentials.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { pretendSettings } from "../../src/sandbox/settings.ts";
import { type Fault, type FaultyProxy, startFaultyProxy } from "../fakes/faulty-proxy.ts";
import { createBotProcess, type LocalMessage } from "./bot-process.ts";

const secrets = [
  pretendTenant.management.clientSecret,
  pretendTenant.syntheticLogin.clientSecret,
  pretendTenant.syntheticLogin.password,
];

/** The built bot beside a pretend tenant whose story is over, asked as people ask it. */
describe("questions about the tenant, from chat", { timeout: 120_000 }, () => {
  let sandbox: Sandbox;
  let proxy: FaultyProxy;
  let bot: ReturnType<typeof createBotProcess>;
  beforeAll(async () => {
    const began = new Date(Date.now() - 10 * MINUTE);
    sandbox = await startSandbox({ port: 0, began, clock: systemClock });
    proxy = await startFaultyProxy(sandbox.url);
    const { tenants, sources } = pretendSettings(sandbox.url);
    bot = createBotProcess((port) => ({
      // Nothing is run by itself: what is asked is all that is seen.
      tenants: tenants.map(({ syntheticLogin: { every: _, ...login }, ...tenant }) => ({
        ...tenant,
        origin: proxy.url,
        logs: { read: false },
        syntheticLogin: login,
      })),
      sources,
      access: { admins: ["local:user:ada"], viewers: ["local:user:eve"] },
      local: { enabled: true, port },
    }));
    await bot.start();
  });
  afterAll(async () => {
    await bot.close();
    await proxy.close();
    await sandbox.close();
  });

  async function answerTo(line: string, person = "ada"): Promise<LocalMessage> {
    const asked = await bot.say(line, person);
    const answer = async () =>
      (await bot.messages(person)).find(
        ({ inAnswerTo, pending }) => inAnswerTo === asked && !pending,
      );
    await expect.poll(answer, { timeout: 40_000 }).toBeDefined();
    return (await answer()) as LocalMessage;
  }

  async function ask(line: string, person?: string): Promise<string> {
    const words = renderPlain((await answerTo(line, person)).message);
    for (const secret of secrets) expect(words).not.toContain(secret);
    return words;
  }

  it("answers each with something to act on", async () => {
    expect(await ask("login")).toMatch(/login.* pretend works/i);
    expect(await ask("status")).toMatch(/pretend/);
    expect(await ask("logs")).toMatch(/pretend/i);
    expect(await ask("explain fp")).toMatch(/password/i);
    expect(await ask("readiness")).toMatch(/not ready/i);
    expect(await ask("bulletins")).toMatch(/bulletin/i);
    expect(await ask("digest")).toMatch(/pretend/i);
    expect(await ask("doctor")).toMatch(/pretend/i);
  });

  it("keeps what is personal from all but the asker, and shows it to nobody without the role", async () => {
    const mine = await answerTo("logs type:failures since:24h");
    expect(mine.privateTo).toBe("ada");
    expect(renderPlain(mine.message)).toContain("@example.com");
    const shared = await answerTo("logs type:failures since:24h share:here");
    expect(shared.privateTo).toBeNull();
    expect(JSON.stringify(shared.message)).not.toMatch(/@example\.com|203\.0\.113\.\d/);
    expect(await ask("logs", "eve")).toContain("needs the role operator");
  });

  it("lets a finding be waived until a date, and says so with the next look", async () => {
    const before = await ask("readiness");
    expect(before).toMatch(/10 of 26 checks fail[\s\S]*no-local-addresses/);
    await ask('waive no-local-addresses until:30d reason:"moving it this month"');
    expect(await ask("readiness")).toMatch(/9 of 26 checks fail[\s\S]*waived/i);
  });

  it("posts the digest for all when it is asked for now", async () => {
    const digest = await answerTo("digest now");
    expect(digest.privateTo).toBeNull();
    expect(renderPlain(digest.message)).toMatch(/pretend/i);
  });

  const faults: readonly (readonly [string, Fault, RegExp, RegExp])[] = [
    [
      "a missing scope",
      refused(403, "insufficient_scope"),
      /lacks the scope read:logs/,
      /lacks the scope/,
    ],
    ["a plan without it", refused(403, "insufficient_entitlement"), /plan/, /plan/],
    ["throttling", { kind: "answer", status: 429, body: {} }, /too much \(429\)/, /too much/],
    [
      "an error of its own",
      { kind: "answer", status: 502, body: "<h1>Bad</h1>" },
      /502/,
      /not reached/,
    ],
    ["a broken connection", { kind: "reset" }, /broke off/, /not reached/],
  ];

  it.each(faults)(
    "tells %s of the Management API from everything else, and judges nothing by it",
    async (_, fault, inLogs, inReadiness) => {
      proxy.arm("/api/v2/", fault);
      expect(await ask("logs")).toMatch(inLogs);
      const readiness = await ask("readiness");
      expect(readiness).toMatch(/unknown/);
      expect(readiness).toMatch(inReadiness);
      expect(await ask("status")).toMatch(/pretend/);
      proxy.disarm();
      expect(await ask("login")).toMatch(/works/);
      // A throttled tenant is left alone for some seconds.
      await expect.poll(() => ask("logs"), { interval: 1000, timeout: 60_000 }).toMatch(/newest/i);
    },
  );

  it("answers within the time that each takes alone when an answer never ends", async () => {
    proxy.arm("/api/v2/", { kind: "drip" });
    const [logs, status] = await Promise.all([ask("logs"), ask("status")]);
    proxy.disarm();
    expect(logs).toMatch(/within 8 seconds/);
    expect(status).toMatch(/pretend/);
  });
});

function refused(status: number, errorCode: string): Fault {
  const message = "Insufficient scope, expected any of: read:logs";
  const body = { statusCode: status, error: "Forbidden", message, errorCode };
  return { kind: "answer", status, body };
}
