import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, incident, noon, said, target, unread } from "../fakes/subjects.ts";

const two = [
  { name: "prod", domain: "acme.us.auth0.com" },
  { name: "dev", domain: "acme-dev.us.auth0.com" },
];
const dev = target({ key: "status/dev", tenant: "dev", title: "Auth0 status for dev" });
const outage = incident([said("investigating", ago(2 * HOUR))], { authenticationAffected: true });

describe("status", () => {
  it("says all is clear, for whom, and how fresh that is", async () => {
    const reply = await ask("status", { store: fakeStore({ targets: [target()] }) });
    expect(reply.summary).toBe("All clear for prod as far as Auth0 says.");
    expect(reply.tone).toBe("good");
    expect(renderPlain(reply)).toContain(
      "Auth0 status for prod: read 30 s ago (2026-11-22 11:59 UTC).",
    );
  });

  it("shows an open incident with its phase, its beginning and its link", async () => {
    const store = fakeStore({ targets: [target()], subjects: [outage] });
    const reply = await ask("status prod", { store });
    expect(reply.summary).toBe("1 open incident affects prod; logins are affected.");
    expect(reply.tone).toBe("bad");
    expect(renderPlain(reply)).toContain(
      "- Investigating Elevated errors at login (https://status.example/incidents/i1) – since 2026-11-22 10:00 UTC, 2 h ago; logins are affected (prod)",
    );
  });

  it("says first and loudly that a tenant has not been read, and never that it is well", async () => {
    const stale = target({ lastReadAt: ago(25 * MINUTE), failures: 5, error: "timed out" });
    const reply = await ask("status", { store: fakeStore({ targets: [stale] }) });
    expect(reply.summary).toBe(
      "Auth0's status for prod has not been read for 25 min: timed out. Silence here is not health.",
    );
    expect(reply.tone).toBe("warning");
    expect(renderPlain(reply)).not.toMatch(/clear/i);
  });

  it.each([
    ["that was never tried", []],
    ["that could never be read", [unread({ error: "timed out" })]],
  ])("does not call a tenant well %s", async (_case, targets) => {
    const reply = await ask("status", { store: fakeStore({ targets }) });
    expect(reply.summary).toContain("Auth0's status for prod has never been read");
    expect(renderPlain(reply)).not.toMatch(/clear/i);
  });

  it("still shows an incident it knows of when it has gone blind", async () => {
    const stale = target({ lastReadAt: ago(HOUR) });
    const reply = await ask("status", {
      store: fakeStore({ targets: [stale], subjects: [outage] }),
    });
    expect(reply.summary).toMatch(
      /^Auth0's status for prod has not been read.*1 open incident affects prod; logins are affected\.$/,
    );
    expect(reply.tone).toBe("bad");
  });

  it("says a failed try where the last read is still recent, and keeps its verdict", async () => {
    const failing = target({ failures: 2, error: "status.auth0.com answered 503." });
    const plain = await askPlainly("status", { store: fakeStore({ targets: [failing] }) });
    expect(plain).toContain(
      "read 30 s ago, but the last 2 tries failed: status.auth0.com answered 503",
    );
    expect(plain).toContain("All clear for prod");
  });

  it("answers for all tenants, each with its own state and age", async () => {
    const store = fakeStore({ targets: [target(), dev], subjects: [outage] });
    const reply = await ask("status", { store, tenants: two });
    expect(reply.summary).toBe(
      "1 open incident affects prod; logins are affected. All clear for dev as far as Auth0 says.",
    );
    const plain = renderPlain(reply);
    expect(plain).toContain("- prod: 1 open incident; read 30 s ago");
    expect(plain).toContain("- dev: all clear; read 30 s ago");
  });

  it("counts one incident of two tenants once", async () => {
    const both = { ...outage, tenants: ["dev", "prod"] };
    const store = fakeStore({ targets: [target(), dev], subjects: [both] });
    const reply = await ask("status", { store, tenants: two });
    expect(reply.summary).toBe("1 open incident affects prod and dev; logins are affected.");
  });

  it("leaves out what concerns another tenant than the one asked for", async () => {
    const store = fakeStore({ targets: [target(), dev], subjects: [outage] });
    const reply = await ask("status dev", { store, tenants: two });
    expect(reply.summary).toBe("All clear for dev as far as Auth0 says.");
  });

  it("announces maintenance, which is no incident until it begins", async () => {
    const planned = incident([said("scheduled", ago(DAY))], {
      id: "m1",
      title: "Upgrade",
      startsAt: new Date(noon.getTime() + 3 * DAY),
    });
    const calm = await ask("status", {
      store: fakeStore({ targets: [target()], subjects: [planned] }),
    });
    expect(calm.summary).toBe("All clear for prod as far as Auth0 says.");
    expect(renderPlain(calm)).toContain(
      "Upgrade (https://status.example/incidents/m1) – begins 2026-11-25 12:00 UTC, in 3 days",
    );

    const begun = { ...planned, phase: "in progress" as const, startsAt: ago(HOUR) };
    const busy = await ask("status", {
      store: fakeStore({ targets: [target()], subjects: [begun] }),
    });
    expect(busy.summary).toBe("1 maintenance under way concerns prod.");
    expect(busy.tone).toBe("warning");
  });

  it("does not count the trouble of other sources as Auth0's", async () => {
    const other = { ...outage, source: "rss" };
    const reply = await ask("status", {
      store: fakeStore({ targets: [target()], subjects: [other] }),
    });
    expect(reply.summary).toContain("All clear");
  });

  it("names the nearest tenant for one it does not know", async () => {
    await expect(ask("status prodd")).rejects.toThrow(
      '"prodd" is not a tenant here. Did you mean "prod"? The tenants are: prod.',
    );
  });

  it("takes the tenant by name too", async () => {
    const reply = await ask("status tenant:PROD", { store: fakeStore({ targets: [target()] }) });
    expect(reply.summary).toContain("prod");
  });

  it("stays short, however many tenants and incidents there are", async () => {
    const tenants = Array.from({ length: 80 }, (_, n) => ({
      name: `t${n}`,
      domain: `t${n}.auth0.com`,
    }));
    const targets = tenants.map(({ name }) =>
      target({ key: name, tenant: name, title: name, lastReadAt: ago(HOUR) }),
    );
    const subjects = tenants.map(({ name }) =>
      incident([said("investigating", ago(HOUR))], { id: name, tenants: [name] }),
    );
    const reply = await ask("status", { store: fakeStore({ targets, subjects }), tenants });
    expect(reply.summary.length).toBeLessThan(500);
    expect(renderPlain(reply).length).toBeLessThan(6000);
    expect(renderPlain(reply)).toContain("and 70 more");
  });

  it("offers what people ask next", async () => {
    const plain = await askPlainly("status", { store: fakeStore({ targets: [target()] }) });
    expect(plain).toMatch(
      /\[Incidents\] incidents\n\[Changes\] changes\n\[Subscribe\] help subscribe$/,
    );
    const viewer = await askPlainly("status", {
      store: fakeStore({ targets: [target()] }),
      role: "viewer",
    });
    expect(viewer).not.toContain("[Subscribe]");
  });
});
