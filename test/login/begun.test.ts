import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../src/core/clock.ts";
import { Secret } from "../../src/core/secret.ts";
import type { LoginDeskOptions, RunningLoginDesk } from "../../src/login/desk.ts";
import type { SyntheticLogin } from "../../src/login/login-tenant.ts";
import { fakeClock } from "../fakes/clock.ts";
import { fakeRecords } from "../fakes/records.ts";
import { openTokenServer, type TokenServer } from "../fakes/token-server.ts";
import { deskOf, fakeRuns, tenantAt } from "./bench.ts";

let clock: ReturnType<typeof fakeClock>;
let server: TokenServer;
let runs: ReturnType<typeof fakeRuns>;
let records: ReturnType<typeof fakeRecords>;
beforeEach(async () => {
  clock = fakeClock();
  server = await openTokenServer({ now: () => clock.now() });
  runs = fakeRuns();
  records = fakeRecords();
});
afterEach(async () => {
  await server.close();
});

const open = (login: Partial<SyntheticLogin>, more: Partial<LoginDeskOptions> = {}) =>
  deskOf(tenantAt(server.origin, login), { clock, loginRuns: runs, records, ...more });

/** Token requests so far. */
const logins = () => server.received.filter(({ path }) => path === "/oauth/token").length;

/** A life that ends, if it logs in at all, before the answer is kept. */
async function dies(
  login: Partial<SyntheticLogin>,
  begin = (desk: RunningLoginDesk) => desk.tick(),
): Promise<void> {
  let killed = () => {};
  const gone = new Promise<void>((resolve) => {
    killed = resolve;
  });
  const never = new Promise<void>(() => {});
  const add = () => {
    killed();
    return never;
  };
  const desk = open(login, { loginRuns: { ...runs, add } });
  await Promise.race([begin(desk).then(() => desk.settled()), gone]);
}

/** A life of one login at most, which is kept. */
async function lives(login: Partial<SyntheticLogin>) {
  const desk = open(login);
  await desk.tick();
  await desk.settled();
  return desk;
}

const right = { every: MINUTE };
const wrong = { every: MINUTE, password: new Secret("wrong") };

describe("a bot that is killed while a login is under way", () => {
  it("logs in less and less often, however often it is started anew", async () => {
    for (let passed = 0; passed < HOUR; passed += 10 * SECOND) {
      await dies(wrong);
      clock.pass(10 * SECOND);
    }
    expect(logins()).toBeGreaterThan(4);
    expect(logins()).toBeLessThan(10);
  });

  it("does not log in at each start for a line that is still to be answered", async () => {
    const asks = (desk: RunningLoginDesk) => desk.run("prod", { again: true }).then(() => {});
    await dies(wrong, asks);
    await dies(wrong, asks);
    expect(logins()).toBe(2);
    clock.pass(5 * SECOND);
    await expect(dies(wrong, asks)).rejects.toThrow(
      "killed in the midst of the last 2 logins on prod, so what came of them is not known; ask again in 2 min",
    );
    expect(logins()).toBe(2);
    clock.pass(2 * MINUTE);
    await dies(wrong, asks);
    expect(logins()).toBe(3);
  });

  it("takes what it never learned for refused, where refusals are known", async () => {
    await lives(wrong);
    for (let life = 0; life < 20; life += 1) {
      clock.pass(MINUTE);
      await dies(wrong);
    }
    expect(logins()).toBe(3);
    expect((await open(wrong).standing("prod"))?.stopped).toContain(
      "3 times in a row (2 answers among them never came in, because Watchpost was killed), so",
    );
  });

  it("goes on as ever after a login that succeeds", async () => {
    await dies(right);
    for (let life = 0; life < 10; life += 1) {
      clock.pass(MINUTE);
      await lives(right);
    }
    expect(logins()).toBe(11);
    expect(await records.list("login/")).toEqual([]);
  });

  it("does not log in where it cannot note that it does", async () => {
    records.breakNext("login/", "before");
    await lives(wrong);
    expect(logins()).toBe(0);
  });

  it("counts no login twice that was kept before the end was noted", async () => {
    await lives(wrong);
    await records.set("login/prod", { count: 1, at: clock.now().toISOString() });
    expect((await open(wrong).standing("prod"))?.stopped).toBeUndefined();
    clock.pass(10 * SECOND);
    await lives(wrong);
    expect(logins()).toBe(2);
  });
});
