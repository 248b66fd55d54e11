import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { composeCard } from "../../src/core/card.ts";
import { HOUR, MINUTE, SECOND } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Store } from "../../src/core/store.ts";
import type { Wish } from "../../src/core/subscription.ts";
import type { LoginDeskOptions, RunningLoginDesk } from "../../src/login/desk.ts";
import { fakeClock } from "../fakes/clock.ts";
import { openTokenServer, refusal, type TokenServer } from "../fakes/token-server.ts";
import { deskOf, tenantAt } from "./bench.ts";

let clock: ReturnType<typeof fakeClock>;
let server: TokenServer;
let store: Store;
let woken: number;
beforeEach(async () => {
  clock = fakeClock();
  server = await openTokenServer({ now: () => clock.now() });
  store = await openSqliteStore({ file: ":memory:", clock });
  woken = 0;
});
afterEach(async () => {
  await store.close();
  await server.close();
});

const open = (more: Partial<LoginDeskOptions> = {}) =>
  deskOf(tenantAt(server.origin, { every: MINUTE }), {
    clock,
    loginRuns: store.loginRuns,
    subjects: store.subjects,
    onObserved: () => {
      woken += 1;
    },
    ...more,
  });

async function live(desk: RunningLoginDesk, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 5 * SECOND) {
    await desk.tick();
    await desk.settled();
    clock.pass(5 * SECOND);
  }
}

const ops = "local:channel:ops";
const subscribe = (wish: Partial<Wish> = {}) =>
  store.subscriptions.subscribe(
    { conversation: ops, source: "logins", feed: "", as: "thread", origin: "chat", ...wish },
    clock.now(),
  );
const alerts = () => store.subjects.find({ source: "logins" });

/** Posts and tells all that waits there, as delivery would; what it was comes back. */
async function deliver(conversation: Wish["conversation"] = ops) {
  const tellings = await store.outbox.tellings(conversation);
  for (const { subject, untold, card } of tellings) {
    await store.outbox.told({
      conversation,
      source: subject.source,
      subject: subject.id,
      card: { id: card?.id ?? `card of ${subject.id}`, shown: subject.phase },
      revisions: untold.map(({ key }) => key),
    });
  }
  return tellings;
}

const down = refusal(503, "temporarily_unavailable");

describe("an alert of failing logins", () => {
  it("is told with a card when the failure is confirmed, though nothing was observed before", async () => {
    await subscribe();
    server.token = down;
    const desk = open();
    await live(desk, 5 * SECOND);
    expect(await alerts()).toEqual([]);
    await live(desk, 15 * SECOND);
    const [alert] = await alerts();
    expect(alert).toMatchObject({
      source: "logins",
      title: "Synthetic login fails on prod",
      phase: "investigating",
      tenants: ["prod"],
      authenticationAffected: true,
      about: "status",
    });
    expect(woken).toBe(1);
    const [telling] = await deliver();
    expect(telling?.card).toBeUndefined();
    expect(telling?.subject.id).toBe(alert?.id);
    if (!alert) throw new Error("no alert");
    const card = renderPlain(composeCard(alert, { as: "thread" }));
    expect(card).toContain("Synthetic login fails on prod");
    expect(card).toContain("Auth0 failed with an error of its own (503, temporarily_unavailable).");
    expect(card).toContain("Auth0's move: Look at the status page");
    expect(card).not.toContain("not down");
    expect(card).not.toMatch(/synthetic@example.com|correct horse/);
    expect((await desk.standing("prod"))?.failingSince).toEqual(new Date("2026-11-22T12:00:00Z"));
  });

  it("is not opened by a failure that a second try does not confirm", async () => {
    const desk = open();
    await live(desk, 2 * MINUTE);
    server.token = (received, response) => {
      server.token = undefined;
      return down(received, response);
    };
    await live(desk, 3 * MINUTE);
    expect(await alerts()).toEqual([]);
    const runs = await store.loginRuns.latest("prod", 20);
    const failed = runs.findIndex(({ ok }) => !ok);
    expect(runs.slice(failed - 1, failed + 1).map(({ ok, trigger }) => [ok, trigger])).toEqual([
      [true, "confirmation"],
      [false, "schedule"],
    ]);
  });

  it("is closed when logins work again, and says how long they did not", async () => {
    await subscribe();
    server.token = down;
    const desk = open();
    await live(desk, 3 * MINUTE);
    await deliver();
    server.token = undefined;
    await live(desk, 2 * MINUTE);
    const [telling] = await deliver();
    expect(telling?.subject.phase).toBe("resolved");
    expect(telling?.untold.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^Synthetic logins on prod work again, after 3 min\. The last one took \d+ ms\.$/,
      ),
    ]);
    expect((await desk.standing("prod"))?.failingSince).toBeUndefined();
    await live(desk, HOUR / 4);
    expect(await deliver()).toEqual([]);
    expect(await alerts()).toHaveLength(1);
  });

  it("is closed by a person's login too", async () => {
    server.token = down;
    const desk = open();
    await live(desk, 30 * SECOND);
    server.token = undefined;
    await desk.run("prod");
    expect(await alerts()).toMatchObject([{ phase: "resolved" }]);
  });

  it("says once when the reason is another one, however often reasons take turns", async () => {
    await subscribe();
    server.token = down;
    const desk = open();
    await live(desk, MINUTE);
    for (let turn = 0; turn < 4; turn += 1) {
      server.token = refusal(403, "mfa_required");
      await live(desk, 5 * MINUTE);
      server.token = down;
      await live(desk, 5 * MINUTE);
    }
    const [alert] = await alerts();
    expect(alert?.phase).toBe("identified");
    expect(alert?.revisions.map(({ phase, text }) => `${phase}: ${text.slice(0, 60)}`)).toEqual([
      "investigating: Auth0 failed with an error of its own (503, temporarily_unav",
      "identified: Now it is another reason: The tenant wants a second factor f",
    ]);
    expect(alert?.facts).toContainEqual({ label: "Whose move", value: "ours" });
  });

  it("says when refused credentials have stopped it, and stays open", async () => {
    server.token = refusal(403, "invalid_grant");
    await live(open(), HOUR / 2);
    const [alert] = await alerts();
    expect(alert?.revisions.map(({ key }) => key)).toEqual(["cause:wrong-password", "stopped"]);
    expect(alert?.revisions[1]?.text).toContain('"login prod again:yes"');
    server.token = undefined;
    await open().run("prod", { again: true });
    expect(await alerts()).toMatchObject([{ phase: "resolved" }]);
  });

  it("is not opened because we asked too often ourselves", async () => {
    server.token = refusal(429, "too_many_logins");
    await live(open(), HOUR / 2);
    expect(await alerts()).toEqual([]);
  });

  it("lives on over a restart, and is closed by the next life", async () => {
    server.token = down;
    await live(open(), 3 * MINUTE);
    const next = open();
    await live(next, 3 * MINUTE);
    expect(await alerts()).toHaveLength(1);
    server.token = undefined;
    await live(next, 3 * MINUTE);
    expect(await alerts()).toMatchObject([{ phase: "resolved" }]);
    server.token = down;
    await live(next, 3 * MINUTE);
    expect((await alerts()).map(({ phase }) => phase)).toEqual(["investigating", "resolved"]);
  });

  it("ends when the tenant's logins are no longer run", async () => {
    server.token = down;
    await live(open(), MINUTE);
    await open({ tenants: [tenantAt(server.origin)] }).tick();
    expect(await alerts()).toMatchObject([{ phase: "resolved" }]);
    expect((await alerts())[0]?.revisions.at(-1)?.text).toContain("are no longer run");
  });

  it("is not opened where nothing runs by itself: nothing would close it", async () => {
    server.token = down;
    const desk = open({ tenants: [tenantAt(server.origin)] });
    await desk.run("prod");
    clock.pass(MINUTE);
    await desk.run("prod");
    expect(await alerts()).toEqual([]);
  });
});

describe("who hears of failing logins", () => {
  const [all, mine, other, both] = ["all", "mine", "other", "both"].map(
    (name) => `local:channel:${name}` as const,
  ) as [Wish["conversation"], Wish["conversation"], Wish["conversation"], Wish["conversation"]];

  it("is whoever follows the status of that tenant, and whoever follows both hears it once", async () => {
    await subscribe({ conversation: all, source: "status" });
    await subscribe({ conversation: mine, source: "status", tenant: "prod", only: "incident" });
    await subscribe({ conversation: other, source: "status", tenant: "dev" });
    await subscribe({ conversation: both, source: "status", as: "all" });
    await subscribe({ conversation: both, source: "logins", as: "card" });
    server.token = down;
    await live(open(), MINUTE);
    expect(await deliver(all)).toHaveLength(1);
    expect(await deliver(mine)).toHaveLength(1);
    expect(await deliver(other)).toEqual([]);
    expect(await deliver(both)).toHaveLength(1);
    expect((await store.outbox.waiting()).count).toBe(0);
  });

  it("gets a card when it begins to follow them while they fail", async () => {
    server.token = down;
    await live(open(), MINUTE);
    await subscribe();
    expect(await deliver()).toHaveLength(1);
    await subscribe({ conversation: all, source: "status" });
    expect(await deliver(all)).toHaveLength(1);
  });
});
