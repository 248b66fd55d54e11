import { describe, expect, it } from "vitest";
import { MINUTE } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { type Refusal, TenantError } from "../../src/core/tenant.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { ago } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

const idOf = (n: number) => `90020261122${String(n).padStart(30, "0")}`;

function event(n: number, more: Partial<LogEvent> = {}): LogEvent {
  return {
    id: idOf(n),
    at: ago(n * MINUTE),
    type: "fp",
    description: "Wrong email or password.",
    clientName: "Checkout",
    connection: "Users",
    userId: "auth0|ada",
    userName: "ada@example.com",
    ip: "203.0.113.7",
    raw: {},
    ...more,
  };
}

const some = (count: number, more: Partial<LogEvent> = {}) =>
  Array.from({ length: count }, (_, index) => event(index + 1, more));

/** A context whose one tenant has these events, and what was asked of it. */
function of(events: readonly LogEvent[], more: Partial<CommandContext> = {}) {
  const { tenant, asked } = fakeTenant({ events });
  return { context: { tenant: () => tenant, ...more }, asked };
}

const say = (line: string, events: readonly LogEvent[] = [], more: Partial<CommandContext> = {}) =>
  askPlainly(line, of(events, more).context);

/** The query that a line's search is made with. */
async function queryOf(line: string) {
  const { context, asked } = of([]);
  await ask(line, context);
  return asked[0]?.query;
}

describe("searching logs", () => {
  it("says first how it went, then shows each event in words", async () => {
    const events = [event(1), event(2), event(3, { type: "s", description: "" })];
    const reply = await ask("logs user:ada@example.com since:1h", of(events).context);
    expect(reply.summary).toBe(
      '3 events of ada@example.com in the last 60 min: 2 failures, 1 success, mostly "Wrong password".',
    );
    expect(reply.tone).toBe("warning");
    expect(renderPlain(reply)).toContain(
      "1. 🔴 Wrong password fp – 2026-11-22 11:59 UTC, ada@example.com, from 203.0.113.7, through Checkout, on Users – Wrong email or password.",
    );
    expect(renderPlain(reply)).toContain("3. ✅ Logged in s – 2026-11-22 11:57 UTC");
  });

  it("asks the tenant for exactly what was said", async () => {
    expect(
      await queryOf("logs type:fp -user:ada since:2026-11-22T10:00 until:2026-11-22T11:00 timeout"),
    ).toEqual({
      since: new Date("2026-11-22T09:00:00Z"),
      until: new Date("2026-11-22T10:00:00Z"),
      terms: [
        { field: "type", values: ["fp"] },
        { field: "user", values: ["ada"], not: true },
        { field: "text", values: ["timeout"] },
      ],
    });
  });

  it("searches for a code that it does not know, and says so", async () => {
    expect(await say("logs type:new_code")).toContain(
      'Watchpost does not know the type "new_code"; it was searched for all the same.',
    );
    const plain = await say("logs", [event(1, { type: "new_code", description: "Hm" })]);
    expect(plain).toContain("1 event: Event of an unknown type.");
    expect(plain).toContain("1. Event of an unknown type new_code");
  });

  it("refuses times with nothing between them", async () => {
    await expect(say("logs since:1h until:2h")).rejects.toThrow(
      "until:2h is not after since:1h; there is no time between them.",
    );
    await expect(say("logs since:2026-11-23")).rejects.toThrow("still to come");
    await expect(say("logs since:never")).rejects.toThrow('"never" is not a time');
  });

  it("says of nothing what was searched, and that the latest may not be there yet", async () => {
    const plain = await say("logs type:fp user:ada since:2026-11-22T10:00 until:2026-11-22T11:00");
    expect(plain).toMatch(
      /^No event \(type:fp\) of ada from 22 Nov 2026, 10:00 until 11:00 \S+\.\n/,
    );
    expect(plain).toContain("What happened seconds ago may not be found yet");
    expect(plain).toContain("Try a longer time (days and times are read in Europe/Berlin)");
    for (const meant of ["type:fp", "type:failures", "user:ada@example.com", "ip:203.0.113.7"]) {
      expect(await say(`logs ${meant.split(":")[1]}`)).toContain(`Did you mean ${meant}?`);
    }
    expect(await say("logs timeout")).not.toContain("Did you mean");
  });
});

describe("pages of logs", () => {
  const line = "logs type:fp since:1h";
  const older = (plain: string) => /^\[Older\] (.*)$/mu.exec(plain)?.[1] ?? "no button";
  const newer = (plain: string) => /^\[(?:Newer|Newest)\] (.*)$/mu.exec(plain)?.[1] ?? "no button";

  it("claim no total while there is more", async () => {
    const events = some(25);
    const first = await say(line, events);
    expect(first).toMatch(
      /^The newest 10 events \(type:fp\) in the last 60 min: all failures, each "Wrong password"\. There may be more\.\n/,
    );
    const second = await say(older(first), events);
    expect(second).toMatch(
      /^Events 11 to 20 \(type:fp\) from .*: all failures.* There may be more\./,
    );
    const last = await say(older(second), events);
    expect(last).toMatch(/^Events 21 to 25 of 25 \(type:fp\).*: all failures/);
    expect(last).toContain("\n21. ");
    expect(last).not.toContain("[Older]");
  });

  it("stay where they are, whatever comes in meanwhile", async () => {
    const first = await say(line, some(25));
    expect(older(first)).toMatch(/^logs type:fp since:2026-11-22T11:00:00Z older:10~\w+~\d+$/);
    const late = [event(0, { id: idOf(99) }), ...some(25)];
    const second = await say(older(first), late);
    expect(second).toContain(`[11] logs event:${idOf(11)}`);
    const third = await say(older(second), late);
    expect(third).toContain(`[21] logs event:${idOf(21)}`);
    expect(await say(newer(third), late)).toBe(second);
    expect(await say(newer(second), late)).toContain(`[1] logs event:${idOf(99)}`);
  });

  it("go back as far as a button can hold, then to the newest", async () => {
    const events = some(150);
    let plain = await say("logs", events);
    for (let page = 0; page < 12; page += 1) plain = await say(older(plain), events);
    expect(plain).toMatch(/^Events 121 to 130/);
    expect(older(plain).length).toBeLessThan(1000);
    for (let page = 0; page < 7; page += 1) plain = await say(newer(plain), events);
    expect(plain).toMatch(/^Events 51 to 60/);
    expect(plain).toContain("[Newest] logs\n");
  });

  it("are gone through by buttons alone", async () => {
    for (const written of ["2", "x~y~z", "10~!~1", "10~zzzzzzzzzzz~1"]) {
      await expect(say(`logs older:${written}`)).rejects.toThrow("filled in by the button Older");
    }
  });

  it("explain the types that they show", async () => {
    const events = [event(1), event(2, { type: "s" }), event(3, { type: "new_code" })];
    expect(await say("logs", events)).toContain("[Explain types] explain fp s");
  });
});

describe("one event", () => {
  const whole = event(1, {
    details: { error: { oauthError: "invalid_grant", message: "Wrong" } },
    raw: {
      type: "fp",
      details: { request: { body: { password: "hunter22", email: "ada@example.com" } } },
    },
  });

  it("is one button away, with what it means and what to do", async () => {
    expect(await say("logs", [whole])).toContain(`[1] logs event:${idOf(1)}`);
    const plain = await say(`logs event:${idOf(1)}`, [whole]);
    expect(plain).toMatch(/^Wrong password of ada@example\.com from 203\.0\.113\.7, 22 Nov 2026/);
    expect(plain).toContain("Error: invalid_grant");
    expect(plain).toContain("The account exists, but the password was not right.");
    expect(plain).toMatch(/^What to do: /mu);
    expect(plain).toContain("[This user] logs user:ada@example.com");
    expect(plain).toContain("[Their story] user ada@example.com");
    expect(plain).toContain("Why: wrong password");
    expect(plain).toContain("[This address] logs ip:203.0.113.7");
  });

  it("shows the event as Auth0 gave it, without passwords", async () => {
    const plain = await say(`logs event:${idOf(1)}`, [whole]);
    expect(plain).toContain('"email": "ada@example.com"');
    expect(plain).toContain('"password": "[removed]"');
    expect(plain).not.toContain("hunter22");
  });

  it("stays within what a phone shows, however much Auth0 gave", async () => {
    const raw = {
      page: "x".repeat(100_000),
      list: Array.from({ length: 500 }, () => "entry ".repeat(30)),
    };
    const plain = await say(`logs event:${idOf(1)}`, [{ ...whole, raw }]);
    expect(plain.length).toBeLessThan(5000);
    expect(plain).toMatch(/\d+ more characters are in Auth0's dashboard\./);
  });

  it("may be gone, or of a type that nobody knows", async () => {
    expect(await say("logs event:1")).toContain("prod has no event with this id");
    const plain = await say(`logs event:${idOf(1)}`, [event(1, { type: "new_code" })]);
    expect(plain).toContain("Watchpost does not know this type of event");
    expect(plain).toContain("Ended as: unknown");
  });

  it("is asked for by its id alone", async () => {
    await expect(say("logs event:1 user:ada")).rejects.toThrow("say it without the other filters");
  });
});

describe("logs of several tenants", () => {
  const tenants = [
    { name: "prod", domain: "acme.us.auth0.com" },
    { name: "dev", domain: "acme-dev.us.auth0.com" },
  ];

  it("asks which, with a button for each that says the whole line", async () => {
    const plain = await say('logs user:"Ada L" since:1h', [], { tenants });
    expect(plain).toContain("Which tenant? There are prod and dev: choose one, or");
    expect(plain).toContain('[dev] logs user:"Ada L" since:1h tenant:dev');
  });

  it("keeps to the tenant in every button", async () => {
    const plain = await say("logs tenant:DEV", some(11), { tenants });
    expect(plain).toContain("Tenant dev");
    expect(plain).toContain(`[1] logs event:${idOf(1)} tenant:dev`);
    expect(plain).toMatch(/\[Older\] logs tenant:dev older:10~/);
    const one = await say(`logs tenant:dev event:${idOf(1)}`, some(1), { tenants });
    expect(one).toContain("[This user] logs user:ada@example.com tenant:dev");
  });

  it("knows no other", async () => {
    await expect(say("logs tenant:pord", [], { tenants })).rejects.toThrow('Did you mean "prod"?');
    await expect(say("logs", [], { tenants: [] })).rejects.toThrow("No tenant is set up");
  });
});

describe("logs that cannot be had", () => {
  const reasons: readonly Refusal[] = ["not configured", "scope", "throttled", "down"];

  it.each(reasons)("are no empty answer: %s reaches whoever asked", async (reason) => {
    const { tenant } = fakeTenant({ fails: () => reason });
    for (const line of ["logs", "logs event:1"]) {
      await expect(ask(line, { tenant: () => tenant })).rejects.toThrow(TenantError);
    }
  });
});

describe("logs before everybody", () => {
  it("tell people apart by number, and leave the description out", async () => {
    const events = [event(1), event(2, { userId: "auth0|bob", ip: "198.51.100.2" }), event(3)];
    const plain = await say("logs", events, { audience: "all" });
    expect(plain).toContain("user 1, from address 1, through Checkout, on Users");
    expect(plain).toContain("user 2, from address 2");
    expect(plain).not.toMatch(/ada|auth0\||203\.0|Wrong email/);
  });

  it("offer more only where the line says nothing of a person", async () => {
    const all = { audience: "all" } as const;
    expect(await say("logs type:fp client:Checkout", some(11), all)).toContain("[Older] logs");
    for (const filter of ["user:ada", "ip:203.0.113.7", "ada", "client:Ada", "type:ada_l"]) {
      const plain = await say(`logs ${filter}`, some(11), all);
      expect(plain).not.toContain("[Older]");
      expect(plain).not.toMatch(/\bada|Ada|203\.0/);
    }
  });

  it("show one event without whom it is about", async () => {
    const plain = await say(`logs event:${idOf(1)}`, some(1), { audience: "all" });
    expect(plain).toContain("User: user 1");
    expect(plain).toContain("Application: Checkout");
    expect(plain).toContain("Everybody here sees this");
    expect(plain).not.toMatch(/ada@|auth0\||203\.0|\[This user\]/);
  });
});
