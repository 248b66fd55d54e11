import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import { readLimits } from "../../src/core/limits.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { logRecord } from "../fakes/log-records.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { noon } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

const earlierBy = (ms: number) => new Date(noon.getTime() - ms);
const nobody = { user_id: undefined, user_name: undefined, connection: undefined };

/** As the published shape has it. */
const hit = (hours: number, more: Readonly<Record<string, unknown>> = {}) =>
  logRecord(earlierBy(hours * HOUR), {
    ...nobody,
    type: "api_limit",
    description: "Global limit has been reached for Management API",
    details: {
      limit: { bucket: "management_api_sustained", size: 50, global: true },
      request: { method: "get", path: "/api/v2/users/auth0%7C64ff01a9d3c1b7?fields=email" },
    },
    ...more,
  });

async function holding(
  records: readonly unknown[],
  { days = 40, ...given }: Partial<CommandContext> & { readonly days?: number } = {},
): Promise<Partial<CommandContext>> {
  const archive = fakeArchive(() => noon);
  const proof = { checkpoint: "1", until: noon, since: earlierBy(days * DAY) };
  await archive.add({ tenant: "prod", way: "reader", records, proof });
  return { archive, logs: deskOver(archive), ...given };
}

const terraform = { client_id: "tf", client_name: "Terraform prod" };

describe("limits", () => {
  it("says first who hit a limit, and on what", async () => {
    const given = await holding([
      ...[1, 2, 3].map((hours) => hit(hours, terraform)),
      hit(5, { client_id: "shop", client_name: "Shop", type: "api_limit_warning" }),
    ]);
    const { summary, tone } = await ask("limits", given);
    expect(summary).toBe(
      "A rate limit was hit 3 times in the last 7 days, and 1 time it was close: mostly by Terraform prod (our own deploy) on GET /api/v2/users/{id}.",
    );
    expect(tone).toBe("bad");
  });

  it("tells our own deploys, the bot itself, applications and attackers apart", async () => {
    const given = await holding(
      [
        hit(1, { client_name: undefined, client_id: "x", user_agent: "Auth0-Deploy-CLI/8.0" }),
        hit(2, { client_id: "bot", client_name: "Watchpost" }),
        hit(3, { client_id: "shop", client_name: "Shop" }),
        hit(4, { client_id: "", client_name: "", ip: "198.51.100.9" }),
        logRecord(earlierBy(4 * HOUR), { type: "limit_mu", ip: "198.51.100.9" }),
        hit(5, { client_id: "", client_name: "", ip: "198.51.100.10" }),
      ],
      { tenants: [{ name: "prod", domain: "x.example", management: { clientId: "bot" } }] },
    );
    const lines = await askPlainly("limits", given);
    expect(lines).toContain("Auth0 Deploy CLI) (our own deploy): hit 1 time");
    expect(lines).toContain("Watchpost itself (this bot): hit 1 time");
    expect(lines).toContain("Shop (an application): hit 1 time");
    expect(lines).toContain("198.51.100.9 (an attacker's address): hit 1 time");
    expect(lines).toContain("198.51.100.10 (an address, no application): hit 1 time");
  });

  it("reads Auth0's other shape too, where the bucket stands beside the request", async () => {
    const details = { bucket: "authentication_api_burst", request: { path: "/oauth/token" } };
    const lines = await askPlainly("limits", await holding([hit(1, { details })]));
    expect(lines).toContain("/oauth/token: 1 time (Authentication API)");
  });

  it("keeps nothing of the requests themselves, of which a thousand would fill the memory", async () => {
    const body = { names: "x".repeat(5000) };
    const records = [
      ...Array.from({ length: 20 }, (_, index) => {
        const request = { method: "get", path: `/api/v2/users/auth0%7C${index}`, body };
        return hit(1, { ...terraform, details: { request } });
      }),
      logRecord(earlierBy(HOUR), { type: "limit_mu", details: { request: { body } } }),
    ];
    const { archive, logs } = await holding(records);
    if (!(archive && logs)) throw new Error("both are there");
    const asked = { tenant: "prod", since: earlierBy(DAY), now: noon };
    const limits = await readLimits(asked, { archive, logs, ownClient: undefined });
    expect(limits.events).toHaveLength(20);
    expect(limits.blocks).toHaveLength(1);
    expect(JSON.stringify(limits)).not.toContain("xxx");
  });

  it("keeps attack protection apart from the APIs' limits", async () => {
    const block = logRecord(earlierBy(HOUR), { type: "limit_wc" });
    const { summary, tone } = await ask("limits", await holding([block]));
    expect(summary).toBe(
      "No rate limit was hit or close in the last 7 days. Attack protection held somebody back 1 time.",
    );
    expect(tone).toBe("neutral");
    const lines = await askPlainly("limits", await holding([block]));
    expect(lines).toMatch(/Attack protection, apart.*\n- Account blocked .*\(limit_wc\): 1 time/u);
  });

  it("says what is left, how old that word is, and what the plan allows", async () => {
    const quota = {
      limit: 50,
      remaining: 12,
      resetsAt: noon,
      toldAt: earlierBy(3 * MINUTE),
    };
    const given = await holding([], {
      tenants: [{ name: "prod", domain: "x.example", plan: "enterprise" }],
      tenant: () => fakeTenant({ quota }).tenant,
    });
    const lines = await askPlainly("limits", given);
    expect(lines).toContain("12 of 50 requests to the Management API were left");
    expect(lines).toContain("3 min ago");
    expect(lines).toContain("The plan enterprise allows 50 requests at once and 16 a second");
  });

  it("says when the worst hour was, and draws the days", async () => {
    const many = Array.from({ length: 8 }, (_, index) => hit(30.5 + index / 100, terraform));
    const given = await holding([...many, hit(1, terraform)]);
    const lines = await askPlainly("limits", given);
    expect(lines).toContain("The worst hour began on Sat 21 Nov, 06:00, with 8 events.");
    expect(lines).toContain("Rate-limit events in each day, Europe/Berlin time");
  });

  it("says that there were more where they could not all be counted", async () => {
    const many = Array.from({ length: 1005 }, (_, index) => hit(index / 1000, terraform));
    const given = await holding(many, { days: 2 });
    const { summary } = await ask("limits", given);
    expect(summary).toContain("A rate limit was hit at least 1,000 times in the last 7 days");
  });

  it("does not call it well where the log could not be looked at", async () => {
    const logs: CommandContext["logs"] = {
      search: async () => ({ events: [], unseen: [{ why: "Auth0 was down" }], from: "auth0" }),
      event: async () => undefined,
    };
    const { summary, tone } = await ask("limits", { logs });
    expect(summary).toBe("It is not known whether a rate limit was hit in the last 7 days.");
    expect(tone).toBe("warning");
  });

  it("says where there may be more than it was told of", async () => {
    const { logs, archive } = await holding([hit(1, terraform), hit(2, terraform)]);
    if (!(archive && logs)) throw new Error("both are there");
    const search: typeof logs.search = async (...asked) => ({
      ...(await logs.search(...asked)),
      unseen: [{ why: "Auth0 was down" }],
    });
    const partly = { archive, logs: { ...logs, search } };
    expect((await ask("limits", partly)).summary).toContain("was hit at least 2 times");
    expect(await askPlainly("limits", partly)).toContain("Not looked at: Auth0 was down.");
    const many = await holding(Array.from({ length: 1100 }, (_, nth) => hit(1 + nth / 100)));
    expect(await askPlainly("limits", many)).toContain(
      "Callers and endpoints are of the newest 1000 events.",
    );
  });

  it("counts by the archive only where that has all of the time, and else tells from when on it looked", async () => {
    const records = Array.from({ length: 1100 }, (_, nth) => hit(1 + nth / 10));
    const { logs } = await holding(records);
    if (!logs) throw new Error("it is there");
    const archive = fakeArchive(() => noon);
    const proof = { checkpoint: "1", until: noon, since: earlierBy(DAY) };
    await archive.add({ tenant: "prod", way: "reader", records: records.slice(0, 200), proof });
    const asked = { tenant: "prod", since: earlierBy(7 * DAY), now: noon };
    const limits = await readLimits(asked, { archive, logs, ownClient: undefined });
    expect(limits.counted).toBe(false);
    expect(limits.counts.get("api_limit")).toBe(1000);
    expect(limits.stretch.from).toEqual(new Date(records[999]?.date ?? ""));
  });

  it("calls an address that is kept as a hash by that, as it can be asked for", async () => {
    const ip = `h:${"0a".repeat(16)}`;
    const given = await holding([hit(1, { client_id: "", client_name: "", ip })]);
    expect((await ask("limits", given)).summary).toContain(`all by Address ${ip} (an address`);
  });

  it("shows everybody neither addresses nor ids", async () => {
    const given = await holding([
      hit(1, { client_id: "", client_name: "", ip: "198.51.100.9" }),
      hit(2, { client_id: "9fj3kd02ks", client_name: "Ask mira@hollowmere.example" }),
      logRecord(earlierBy(HOUR), { type: "limit_mu" }),
    ]);
    const shown = renderPlain(await ask("limits", { ...given, audience: "all" }));
    expect(shown).toContain("Address 1");
    expect(shown).not.toMatch(/198\.51|203\.0|64ff|hollowmere|9fj3kd/iu);
  });
});
