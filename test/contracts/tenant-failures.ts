import { expect, it } from "vitest";
import type { LogQuery } from "../../src/core/log-query.ts";
import {
  api,
  callsOf,
  expectNoSecret,
  expectRefusals,
  failureOf,
  partNames,
  partsRead,
  type TenantBench,
  tokens,
} from "./tenant-bench.ts";
import * as faults from "./tenant-faults.ts";

/** Each way for a tenant not to answer, told apart from all others. */
export function describeTenantFailures(open: () => TenantBench): void {
  const calls = () => callsOf(open().tenant);
  const few = (tenant = open().tenant) =>
    new Map([...callsOf(tenant)].filter(([name]) => few.names.includes(name)));
  few.names = ["settings", "applications", "logs", "logsAfter"];

  it("names the scope that a part takes", async () => {
    for (const part of partNames) {
      const { scope, path } = partsRead[part];
      open().arm(path, faults.missingScope(scope));
      const one = new Map([[part, () => open().tenant.read(part)]]);
      const [error] = await expectRefusals(open(), one, "scope");
      expect(`${error?.message} ${error?.fix}`).toContain(scope);
    }
  });

  it("names the scope that the log takes, even where the API does not", async () => {
    open().arm(`${api}logs`, {
      kind: "answer",
      status: 403,
      body: { statusCode: 403, error: "Forbidden", errorCode: "insufficient_scope" },
    });
    const logs = new Map([...calls()].filter(([name]) => name.startsWith("log")));
    logs.delete("logStreams");
    const errors = await expectRefusals(open(), logs, "scope");
    for (const { fix } of errors) expect(fix).toContain("read:logs");
  });

  it("tells what the plan leaves out from what the application may not read", async () => {
    for (const fault of [faults.notInPlan, faults.notInPlanByWords]) {
      open().arm(api, fault);
      await expectRefusals(open(), calls(), "entitlement");
    }
  });

  it("says how long to wait when too much was asked", async () => {
    const told = [
      faults.throttled({ "retry-after": "20" }),
      faults.throttledUntil(20),
      faults.throttled({}),
    ];
    for (const fault of told) {
      open().arm(api, fault);
      const errors = await expectRefusals(open(), few(), "throttled");
      for (const { retryAfterMs = 0 } of errors) {
        expect(retryAfterMs).toBeGreaterThan(0);
        expect(retryAfterMs).toBeLessThanOrEqual(60_000);
      }
    }
  });

  it("asks no more once it was told to wait", async () => {
    open().arm(api, faults.throttled({ "retry-after": "20" }), 1);
    await expectRefusals(open(), few(), "throttled");
  });

  for (const [name, fault] of faults.illnesses) {
    it(`is down for ${name}`, async () => {
      open().arm(api, fault);
      await expectRefusals(open(), calls(), "down");
    });

    it(`is down for ${name} where tokens are given out`, async () => {
      open().arm(tokens, fault);
      await expectRefusals(open(), few(), "down");
    });
  }

  it("waits neither for an answer that never comes nor for one that never ends", async () => {
    // Where tokens are given out first: a token that is had would not be asked for.
    for (const path of [tokens, api]) {
      for (const kind of ["hang", "drip"] as const) {
        open().disarm();
        open().arm(path, { kind });
        await expectRefusals(open(), few(open().hasty), "down");
      }
    }
  });

  it("is well again as soon as the tenant is", async () => {
    open().arm(api, { kind: "reset" }, 1);
    await failureOf(() => open().tenant.read("settings"));
    await expect(open().tenant.read("settings")).resolves.toBeDefined();
  });

  it("tells wrong credentials from everything else", async () => {
    await expectRefusals(open(), callsOf(open().stranger), "credentials");
  });

  it("tells an application that is not authorized for the API", async () => {
    open().arm(tokens, faults.tokenError(403, "access_denied", "Client is not authorized"));
    const errors = await expectRefusals(open(), few(), "credentials");
    for (const { fix } of errors) expect(fix).toContain("Auth0 Management API");
  });

  it("tells a token endpoint that is asked too much", async () => {
    open().arm(tokens, faults.tokenError(429, "too_many_requests", "Rate limit exceeded."));
    await expectRefusals(open(), few(), "throttled");
  });

  it("gets a new token when the old one is no longer accepted, once", async () => {
    await open().tenant.read("settings");
    open().arm(api, faults.refusedToken, 1);
    await expect(open().tenant.read("settings")).resolves.toBeDefined();
    open().arm(api, faults.refusedToken);
    await expectRefusals(open(), few(), "credentials");
  });

  it("tells a question that was refused", async () => {
    for (const fault of [faults.badQuestion, faults.tooLong]) {
      open().arm(api, fault);
      await expectRefusals(open(), calls(), "rejected");
    }
  });

  it("asks wider where a question would be too long, and shows no more for it", async () => {
    const user = "u".repeat(100_000);
    const query = { terms: [{ field: "user", values: [user] }] } as const;
    const page = await open().tenant.logs(query, { page: 0, size: 10 });
    expect(page).toMatchObject({ events: [], more: true });
    open().arm(api, faults.tooLong, 1);
    const few: LogQuery = { terms: [{ field: "type", values: ["a".repeat(500), "s", "f"] }] };
    expect(await open().tenant.logs(few, { page: 0, size: 10 })).toMatchObject({ more: true });
  });

  it("takes what is not there for an answer only where it is one", async () => {
    const { tenant, arm } = open();
    arm(api, faults.nothingThere("inexistent_email_provider"));
    await expect(tenant.read("mailProvider")).resolves.toBeNull();
    arm(api, faults.nothingThere());
    await expect(tenant.logEvent("90020260101000000000000")).resolves.toBeUndefined();
    const others = new Map([...calls()].filter(([name]) => !mayBeAbsent.includes(name)));
    await expectRefusals(open(), others, "rejected");
  });

  it("finds no Rules and no Hooks where Auth0 no longer has them", async () => {
    const { tenant, arm } = open();
    for (const fault of [faults.nothingThere(), faults.gone]) {
      arm(api, fault);
      await expect(tenant.read("rules")).resolves.toEqual([]);
      await expect(tenant.read("hooks")).resolves.toEqual([]);
    }
  });

  it.each([tokens, api])(
    "shows no secret, even when an answer of %s gives it back",
    async (path) => {
      const { tenant, stranger, arm, disarm } = open();
      // After the last one nothing more is asked.
      for (const status of [400, 401, 403, 404, 409, 500, 429]) {
        disarm();
        arm(path, { kind: "echo", status });
        const own = await Promise.all([...few(tenant).values()].map(failureOf));
        const strangers = await Promise.all([...few(stranger).values()].map(failureOf));
        for (const failure of [...own, ...strangers]) expectNoSecret(open(), failure);
        const told = own.filter(({ message }) => message.includes(`(${status})`));
        expect([status, told.length > 0]).toEqual([status, true]);
      }
      disarm();
    },
  );
}

const mayBeAbsent = ["rules", "hooks", "logEvent", "testUser"];
