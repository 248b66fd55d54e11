import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/core/clock.ts";
import { Secret } from "../../src/core/secret.ts";
import type { LoginDeskOptions, RunningLoginDesk } from "../../src/login/desk.ts";
import type { SyntheticLogin } from "../../src/login/login-tenant.ts";
import { fakeClock } from "../fakes/clock.ts";
import { openTokenServer, refusal, type TokenServer, testUser } from "../fakes/token-server.ts";
import { deskOf, fakeRuns, run, tenantAt } from "./bench.ts";

let clock: ReturnType<typeof fakeClock>;
let server: TokenServer;
let runs: ReturnType<typeof fakeRuns>;
beforeEach(async () => {
  clock = fakeClock();
  server = await openTokenServer({ now: () => clock.now() });
  runs = fakeRuns();
});
afterEach(async () => {
  await server.close();
});

const open = (login: Partial<SyntheticLogin> = {}, more: Partial<LoginDeskOptions> = {}) =>
  deskOf(tenantAt(server.origin, login), { clock, loginRuns: runs, ...more });

/** Token requests so far. */
const logins = () => server.received.filter(({ path }) => path === "/oauth/token").length;

/** Ticks every few seconds for so long. */
async function live(desk: RunningLoginDesk, ms: number, stepMs = 5 * SECOND): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await desk.tick();
    await desk.settled();
    clock.pass(stepMs);
  }
}

describe("asking for a login", () => {
  it("runs one for all who ask at once, and for whoever asks while one is under way", async () => {
    const desk = open({ every: MINUTE });
    const [one, other] = await Promise.all([desk.run("prod"), desk.run("prod")]);
    expect(one).toEqual(other);
    clock.pass(MINUTE);
    await desk.tick();
    const joined = await desk.run("prod");
    expect(joined.trigger).toBe("schedule");
    expect(logins()).toBe(2);
    expect(runs.kept).toHaveLength(2);
  });

  it("gives the last one to whoever asks within ten seconds of it", async () => {
    const desk = open();
    const first = await desk.run("prod");
    clock.pass(9 * SECOND);
    expect(await desk.run("prod")).toEqual(first);
    clock.pass(SECOND);
    expect(await desk.run("prod")).not.toEqual(first);
    expect(logins()).toBe(2);
  });

  it("is refused when people have asked thirty times in the hour, and says when there is room", async () => {
    const desk = open();
    for (let n = 0; n < 30; n += 1) {
      await desk.run("prod");
      clock.pass(MINUTE);
    }
    await expect(desk.run("prod")).rejects.toThrow(/30 logins on prod within the hour.*in 30 min/);
    clock.pass(30 * MINUTE);
    expect(await desk.run("prod")).toMatchObject({ ok: true });
    expect(logins()).toBe(31);
  });

  it("is refused with words where none is set up", async () => {
    await expect(open().run("dev")).rejects.toThrow("No synthetic login is set up for dev");
    expect(await open().standing("dev")).toBeUndefined();
  });

  it("waits as long as Auth0 asks to be left alone, for people and by itself", async () => {
    server.token = refusal(429, "too_many_requests", { "retry-after": "120" });
    const desk = open({ every: MINUTE });
    expect(await desk.run("prod")).toMatchObject({ outcome: "rate-limited" });
    clock.pass(30 * SECOND);
    await expect(desk.run("prod")).rejects.toThrow(
      /asks to be left alone; ask again in 90 s|2 min/,
    );
    await live(desk, 85 * SECOND);
    expect(logins()).toBe(1);
    server.token = undefined;
    await live(desk, 20 * SECOND);
    expect(logins()).toBe(2);
  });
});

describe("the schedule", () => {
  it("runs at the pace that is set, a person's run counted in", async () => {
    const desk = open({ every: 5 * MINUTE });
    await live(desk, 11 * MINUTE);
    expect(logins()).toBe(3);
    await desk.run("prod");
    await live(desk, 4 * MINUTE);
    expect(logins()).toBe(4);
    expect(await desk.standing("prod")).toEqual({
      every: 5 * MINUTE,
      username: "synthetic@example.com",
      clientId: "synthetic-client",
    });
  });

  it("goes on after a restart as if there had been none", async () => {
    await live(open({ every: 5 * MINUTE }), MINUTE);
    await live(open({ every: 5 * MINUTE }), 3 * MINUTE);
    expect(logins()).toBe(1);
    await live(open({ every: 5 * MINUTE }), 2 * MINUTE);
    expect(logins()).toBe(2);
  });

  it("is never faster than twice a minute, and there is none unless it is set", async () => {
    await live(open({ every: SECOND }), 2 * MINUTE);
    expect(logins()).toBe(4);
    clock.pass(HOUR);
    await live(open(), HOUR, MINUTE);
    expect(logins()).toBe(4);
  });

  it("may be faster where it is not Auth0 that is reached, and people may ask again at once", async () => {
    const desk = open({ every: SECOND }, { haste: undefined });
    await live(desk, MINUTE);
    expect(logins()).toBe(12);
    clock.pass(2 * SECOND);
    await desk.run("prod");
    expect(logins()).toBe(13);
  });

  it("tries a failure once more after ten seconds, then keeps its pace in an outage, a little gentler", async () => {
    server.token = refusal(503, "temporarily_unavailable");
    const desk = open({ every: MINUTE });
    await live(desk, 25 * SECOND);
    expect(runs.kept.map(({ trigger }) => trigger)).toEqual(["confirmation", "schedule"]);
    await live(desk, HOUR);
    expect(logins()).toBeGreaterThan(25);
    expect(logins()).toBeLessThan(45);
  });

  it("looks less and less often at what is ours to mend", async () => {
    server.token = refusal(403, "mfa_required");
    const desk = open({ every: MINUTE });
    await live(desk, 2 * HOUR);
    expect(logins()).toBeGreaterThan(8);
    expect(logins()).toBeLessThan(16);
    server.token = undefined;
    await live(desk, 16 * MINUTE);
    expect(runs.kept[0]).toMatchObject({ ok: true });
  });

  it("lets no tenant wait for another that hangs", async () => {
    const other = await openTokenServer({ now: () => clock.now() });
    server.token = () => {};
    const tenants = [
      tenantAt(server.origin, { every: MINUTE }),
      { ...tenantAt(other.origin, { every: MINUTE }), name: "dev" },
    ];
    const desk = open({}, { tenants, limitMs: 2000 });
    await desk.tick();
    await expect.poll(() => runs.kept.map(({ tenant }) => tenant)).toEqual(["dev"]);
    await desk.settled();
    expect(runs.kept[0]).toMatchObject({ tenant: "prod", outcome: "timed-out" });
    await other.close();
  });

  it("goes on when what is remembered could not be written", async () => {
    const errors: string[] = [];
    let broken = true;
    const log = {
      info: () => {},
      warn: () => {},
      error: (_: object, words: string) => void errors.push(words),
    };
    const loginRuns = {
      ...runs,
      add: (one: Parameters<typeof runs.add>[0]) =>
        broken ? Promise.reject(new Error("disk full")) : runs.add(one),
    };
    const desk = open({ every: MINUTE }, { log, loginRuns });
    await live(desk, 20 * SECOND);
    expect(errors).toEqual(["a synthetic login could not be run"]);
    broken = false;
    await live(desk, 2 * MINUTE);
    expect(runs.kept.length).toBeGreaterThan(0);
  });

  it("forgets what is older than thirty days, once a day", async () => {
    const old = [run(new Date(clock.now().getTime() - 29.5 * DAY))];
    runs = fakeRuns(old);
    const desk = open();
    await desk.tick();
    expect(runs.kept).toHaveLength(1);
    clock.pass(23 * HOUR);
    await desk.tick();
    expect(runs.kept).toHaveLength(1);
    clock.pass(HOUR);
    await desk.tick();
    expect(runs.kept).toHaveLength(0);
  });
});

describe("refused credentials", () => {
  const wrong = { every: MINUTE, password: new Secret("wrong") };

  it("count no more once the password is another one, without a restart", async () => {
    const password = new Secret("wrong");
    const desk = open({ ...wrong, password });
    await live(desk, HOUR, 10 * SECOND);
    expect((await desk.standing("prod"))?.stopped).toContain("3 times in a row");
    password.renew(new Secret(testUser.password));
    expect((await desk.standing("prod"))?.stopped).toBeUndefined();
    await live(desk, 2 * MINUTE);
    expect(runs.kept[0]).toMatchObject({ ok: true });
  });

  it("stop the schedule after three in a row, for good and over restarts", async () => {
    await live(open(wrong), HOUR, 10 * SECOND);
    expect(logins()).toBe(3);
    const desk = open(wrong);
    await live(desk, DAY, MINUTE);
    expect(logins()).toBe(3);
    expect((await desk.standing("prod"))?.stopped).toBe(
      'Auth0 refused the test user\'s credentials 3 times in a row, so Watchpost has stopped logging in on prod: ten in a row block the user. Mend the user or the credentials, then say "login prod again:yes" (6 more tries at most).',
    );
    await expect(desk.run("prod")).rejects.toThrow(/stopped logging in on prod/);
    expect(logins()).toBe(3);
  });

  it("let people try again when told so, but never ten times in a row", async () => {
    const desk = open(wrong);
    await live(desk, HOUR, 10 * SECOND);
    for (let n = 0; n < 20; n += 1) {
      clock.pass(MINUTE);
      await desk.run("prod", { again: true }).catch(() => {});
    }
    expect(logins()).toBe(9);
    await expect(desk.run("prod", { again: true })).rejects.toThrow(/right credentials into/);
  });

  it("are forgiven by a login that succeeds, and the schedule goes on", async () => {
    server.token = refusal(403, "invalid_grant");
    const desk = open({ every: MINUTE });
    await live(desk, HOUR, 10 * SECOND);
    server.token = undefined;
    await live(desk, HOUR, 10 * SECOND);
    expect(logins()).toBe(3);
    expect(await desk.run("prod", { again: true })).toMatchObject({ ok: true });
    expect((await desk.standing("prod"))?.stopped).toBeUndefined();
    clock.pass(10 * SECOND);
    await live(desk, 2 * MINUTE);
    expect(logins()).toBe(6);
  });

  it("are another matter once the settings have others", async () => {
    await live(open(wrong), HOUR, 10 * SECOND);
    const mended = open({ every: MINUTE });
    await live(mended, MINUTE);
    expect(runs.kept[0]).toMatchObject({ ok: true });
    expect(JSON.stringify(runs.kept)).not.toMatch(/wrong"|correct horse/);
  });

  it("count on however often the settings are changed: Auth0 counts them for the user", async () => {
    await live(open(wrong), HOUR, 10 * SECOND);
    for (let n = 1; n <= 6; n += 1) {
      const desk = open({ every: MINUTE, password: new Secret(`wrong ${n}`) });
      await live(desk, HOUR, MINUTE);
      expect(logins()).toBe(3 + n);
      expect((await desk.standing("prod"))?.stopped).toContain(`${3 + n} times in a row`);
    }
    const desk = open({ every: MINUTE, password: new Secret("wrong 6") });
    await expect(desk.run("prod", { again: true })).rejects.toThrow(/right credentials into/);
    await live(open({ every: MINUTE }), MINUTE);
    expect(runs.kept[0]).toMatchObject({ ok: true });
  });

  it("count on over failures of another kind", async () => {
    server.token = refusal(403, "invalid_grant");
    const desk = open({ every: MINUTE });
    await live(desk, 30 * SECOND);
    expect(logins()).toBe(2);
    server.token = refusal(503, "temporarily_unavailable");
    await live(desk, 10 * MINUTE);
    server.token = refusal(403, "invalid_grant");
    const before = logins();
    await live(desk, HOUR);
    expect(logins()).toBe(before + 1);
  });

  it("do not include a second factor that is wanted, nor a denial by an Action", async () => {
    for (const error of ["mfa_required", "access_denied"]) {
      server.token = refusal(403, error);
      await live(open({ every: MINUTE }), HOUR, 10 * SECOND);
    }
    expect((await open({ every: MINUTE }).standing("prod"))?.stopped).toBeUndefined();
  });
});
