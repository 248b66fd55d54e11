import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { createLogsDesk } from "../../src/logs/desk.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

const record = (n: number, minutes: number, more: object = {}) => ({
  log_id: `90020261122${String(n).padStart(30, "0")}`,
  date: ago(minutes * MINUTE).toISOString(),
  type: "fp",
  description: "Wrong email or password.",
  user_name: "ada@example.com",
  ...more,
});

/** A tenant whose log is kept since a time, and whose Auth0 does not answer. */
async function kept(records: readonly object[], { since = 12 * DAY, until = 0 } = {}) {
  const archive = fakeArchive(() => noon);
  const proof = { checkpoint: "1", since: ago(since), until: ago(until) };
  await archive.add({ tenant: "prod", way: "reader", records, proof });
  const { tenant } = fakeTenant({ fails: () => "down" });
  const clock = { now: () => noon };
  const logs = createLogsDesk({ archive, tenant: () => tenant, clock, days: () => 10 });
  return { archive, logs, tenant: () => tenant };
}

const hundreds = Array.from({ length: 2000 }, (_, n) => record(2000 - n, n));

describe("logs from the archive", () => {
  it("count what there is by types and time, and show the newest", async () => {
    const { summary } = await ask("logs type:failures since:26h", await kept(hundreds));
    expect(summary).toBe(
      '1,561 events (type:failures) in the last 26 h. The newest 10: all failures, each "Wrong password".',
    );
  });

  it("are there while Auth0 is down, and say how far they go back", async () => {
    const plain = await askPlainly("logs since:3h -type:mail", await kept([record(1, 5)]));
    expect(plain).toMatch(
      /^1 event \(-type:mail\) in the last 3 h: Wrong password \(failure\)\.\n/,
    );
    expect(plain).toContain(
      "Tenant prod, from the archive, which holds the log since 10 Nov 2026.",
    );
    expect(plain).not.toContain("missing");
  });

  it("say how old they are where the log was not read to its end, and what nobody could look at", async () => {
    const given = await kept([record(1, 200)], { until: 3 * HOUR });
    const reply = await ask("logs since:20d", given);
    const plain = renderPlain(reply);
    expect(reply.tone).toBe("warning");
    expect(plain).toMatch(/^1 event in the last 20 days: Wrong password/);
    expect(plain).toMatch(
      /^Events may be missing since 22 Nov 2026, 10:00 \S+ and from 2 Nov 2026, .* until 10 Nov 2026, .*: The Management API of prod did not give logs \(down\)\. Mend it\.$/mu,
    );
    expect(plain).toContain(
      "Tenant prod, from the archive, which holds the log from 10 Nov 2026 up to 3 h ago.",
    );
    expect(plain).toMatch(
      /^Events may be missing from .*: Auth0 keeps this tenant's log for 10 days\.$/mu,
    );
  });

  it("hold each event in full, though Auth0 is down", async () => {
    const given = await kept([record(1, 5)]);
    const plain = await askPlainly(`logs event:${record(1, 5).log_id}`, given);
    expect(plain).toMatch(/^Wrong password of ada@example\.com, 22 Nov 2026/);
    expect(plain).toContain('"user_name": "ada@example.com"');
  });

  it("say how far was looked where looking takes long", async () => {
    const given = await kept([]);
    const logs: typeof given.logs = {
      ...given.logs,
      search: async () => ({
        events: [],
        next: { at: ago(5 * HOUR), id: "" },
        unseen: [],
        from: "auth0",
      }),
    };
    const plain = await askPlainly("logs person:ada", { ...given, logs });
    expect(plain).toMatch(/^No event about ada so far: looked back to 22 Nov 2026, 08:00/);
    expect(plain).toMatch(/^\[Look further\] logs person:ada older:0~\w+~$/mu);
  });

  it("say while they look how far back they have looked", async () => {
    const given = await kept([record(1, 60), record(2, 7 * 60)]);
    const { archive } = given;
    const short: typeof archive = {
      ...archive,
      // It looks no farther than a day at once.
      search: async (tenant, query, at) => {
        const matches = await archive.search(tenant, query, at);
        const next = { at: ago(6 * HOUR), id: "" };
        return at.after ? matches : { events: [], next };
      },
    };
    const said: string[] = [];
    const reached = (words: string) => void said.push(words);
    await askPlainly("logs person:nobody", { ...given, logs: deskOver(short), reached });
    expect(said[0]).toBe("looked back to 22 Nov 2026, 07:00 CET");
  });
});
