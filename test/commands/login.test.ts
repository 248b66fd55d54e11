import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { MINUTE, SECOND } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import { UserError } from "../../src/core/errors.ts";
import type { LoginDesk, LoginRun, LoginStanding } from "../../src/core/login.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ask } from "../fakes/context.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { run } from "../login/bench.ts";

const standing: LoginStanding = {
  every: MINUTE,
  username: "synthetic@example.com",
  clientId: "synthetic-client",
};

/** A desk that has these runs, and answers with the first. */
function desk(runs: readonly LoginRun[], more: Partial<LoginStanding> = {}) {
  const asked: { tenant: string; again: boolean }[] = [];
  const logins: LoginDesk = {
    standing: async (tenant) => (tenant === "dev" ? undefined : { ...standing, ...more }),
    async run(tenant, { again = false } = {}) {
      asked.push({ tenant, again });
      const [first] = runs;
      if (!first) throw new UserError("One too many.");
      return first;
    },
    latest: async (_, limit) => runs.slice(0, limit),
  };
  return { logins, asked };
}

const failed: Partial<LoginRun> = {
  ok: false,
  outcome: "mfa-required",
  words: "The tenant wants a second factor from the test user (mfa_required).",
  fix: "Leave the test user out of multi-factor authentication.",
  move: "ours",
};
const two = [
  { name: "prod", domain: "acme.us.auth0.com" },
  { name: "dev", domain: "acme-dev.us.auth0.com" },
];
const plainly = async (line: string, given: Partial<CommandContext>) =>
  renderPlain(await ask(line, given));

describe("login", () => {
  it("draws those that failed as failed, not as fast ones", async () => {
    const reply = await ask("login prod", desk([run(noon), run(ago(MINUTE), failed), run(noon)]));
    const [chart] = reply.blocks.filter((block) => block.kind === "chart");
    expect(chart?.points.map(({ value }) => value)).toEqual([412, "failed", 412]);
    expect(renderPlain(reply)).toContain(
      "The last 3 logins, Europe/Berlin time (ms): ▁×▁ (× failed)",
    );
  });

  it("says first that it works and how fast, then each step and how it has been", async () => {
    const runs = [
      run(noon),
      run(ago(MINUTE), { ...failed }),
      ...Array.from({ length: 30 }, (_, n) => run(ago((n + 2) * MINUTE))),
    ];
    const reply = await ask("login prod", desk(runs));
    expect(reply.summary).toBe("Login on prod works: 412 ms.");
    expect(reply.tone).toBe("good");
    const plain = renderPlain(reply);
    expect(plain).toMatch(/Encrypted \(TLS\).*40 ms/);
    expect(plain).toMatch(/Together.*412 ms/);
    expect(plain).toContain("31 of 32 succeeded (96.8%), median 412 ms, 95% within 412 ms");
    expect(plain).toContain("Failed among them: MFA required (12:59).");
    expect(plain).toContain("It runs by itself every 1 min.");
    expect(plain).toMatch(/\[Again\] login prod\n\[Status\] status prod/);
  });

  it("shows what Auth0 refused in red, as ours, with what to do", async () => {
    const reply = await ask("login prod", desk([run(noon, failed)]));
    expect(reply.summary).toBe(
      "Login on prod fails. The tenant wants a second factor from the test user (mfa_required). Our move: Leave the test user out of multi-factor authentication.",
    );
    expect(reply.tone).toBe("bad");
  });

  it("does not say that Auth0 answered when it did not", async () => {
    const silent = { ...failed, answered: false, move: "network" as const, steps: [] };
    const reply = await ask("login prod", desk([run(noon, silent)]));
    expect(reply.summary).toContain("Login on prod fails. ");
    expect(reply.summary).toContain("The network's move:");
    expect(renderPlain(reply)).not.toContain("not down");
    expect(renderPlain(await ask("login prod", desk([run(noon, failed)])))).toContain(
      "Auth0: answered, so it is not down",
    );
  });

  it("warns of what it found beside a login that works", async () => {
    const words = "The login succeeded, but this machine's clock is 5 min ahead of Auth0's.";
    const off = run(noon, { words, fix: "Keep time by NTP.", move: "ours" });
    const reply = await ask("login prod", desk([off]));
    expect(reply.summary).toBe(`Login on prod works: 412 ms. ${words} Our move: Keep time by NTP.`);
    expect(reply.tone).toBe("warning");
  });

  it("names neither the test user nor the application", async () => {
    const plain = await plainly("login prod", desk([run(noon, failed)], { stopped: "Stopped." }));
    expect(plain).toContain("Stopped.");
    expect(plain).not.toContain("synthetic");
  });

  it("says when it is the last login that it shows, and how old that is", async () => {
    const plain = await plainly("login prod", desk([run(ago(8 * SECOND))]));
    expect(plain).toContain("This is the login of 8 s ago: it is not run twice within 10 s.");
  });

  it("goes on after a stop only when told, and offers that", async () => {
    const { logins, asked } = desk([run(noon, failed)], { stopped: "It has stopped." });
    const plain = await plainly("login prod again:yes", { logins });
    expect(asked).toEqual([{ tenant: "prod", again: true }]);
    expect(plain).toContain("It has stopped.");
    expect(plain).toContain("It no longer runs by itself.");
    expect(plain).toContain("[Again] login prod again:yes");
  });

  it("takes the only tenant that has one", async () => {
    const { logins, asked } = desk([run(noon)]);
    await ask("login", { logins, tenants: two });
    expect(asked).toEqual([{ tenant: "prod", again: false }]);
  });

  it("asks which one where several have one", async () => {
    const { logins, asked } = desk([run(noon)]);
    const tenants = [...two, { name: "eu", domain: "acme.eu.auth0.com" }];
    const reply = await ask("login", { logins, tenants });
    expect(reply.summary).toBe("Say which tenant to log in to: prod, eu.");
    expect(renderPlain(reply)).toContain("[prod] login prod\n[eu] login eu");
    expect(asked).toEqual([]);
  });

  it.each([["login dev"], ["login tenant:DEV"]])(
    "says what to set where there is none: %s",
    async (line) => {
      const { logins, asked } = desk([run(noon)]);
      const reply = await ask(line, { logins, tenants: two });
      expect(reply.summary).toBe(
        "No synthetic login is set up for dev. Whoever runs Watchpost adds syntheticLogin to the tenant in the settings.",
      );
      const [given = ""] = reply.blocks.flatMap((one) => (one.kind === "code" ? [one.code] : []));
      const flat = given.replaceAll(/^ +/gm, "");
      expect(Object.keys(parse(flat).syntheticLogin), "without its indentation").toEqual([
        "clientId",
        "clientSecret",
        "username",
        "password",
        "connection",
        "every",
      ]);
      expect(asked).toEqual([]);
    },
  );

  it("says so where no tenant has one, and where there is no tenant", async () => {
    const none = { ...desk([]).logins, standing: async () => undefined };
    expect((await ask("login", { logins: none, tenants: two })).summary).toContain(
      "for prod, dev.",
    );
    expect((await ask("login", { logins: none, tenants: [] })).summary).toMatch(
      /^No synthetic login is set up\. /,
    );
  });

  it("hands on why another would be one too many", async () => {
    await expect(ask("login prod", desk([]))).rejects.toThrow("One too many.");
  });
});
