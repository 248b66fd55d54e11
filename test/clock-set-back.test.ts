import { describe, expect, it } from "vitest";
import { createBudget } from "../adapters/auth0/budget.ts";
import { createHomes } from "../adapters/slack/homes.ts";
import { createMeter } from "../adapters/teams/meter.ts";
import { HOUR, MINUTE, SECOND } from "../src/core/clock.ts";
import { DeliveryError } from "../src/core/errors.ts";
import { spaced } from "../src/core/lines.ts";
import { text } from "../src/core/message.ts";
import { unpaced } from "../src/core/pace.ts";
import { createPacer } from "../src/delivery/pacer.ts";
import { createTurns } from "../src/logs/reading/turns.ts";
import { createRetention } from "../src/logs/retention.ts";
import { createRenewals } from "../src/renewals.ts";
import { fakeArchive } from "./fakes/archive.ts";
import { fakeClock } from "./fakes/clock.ts";
import { ada } from "./fakes/context.ts";
import { fakeLog } from "./fakes/house.ts";
import { manualClock } from "./fakes/manual-clock.ts";
import type { fakePlatform } from "./fakes/platform.ts";
import { fakeRecords } from "./fakes/records.ts";
import { openTailHouse, wish } from "./fakes/tails.ts";
import { openTokenServer } from "./fakes/token-server.ts";
import { deskOf, fakeRuns, tenantAt } from "./login/bench.ts";

const log = fakeLog();
const post = { platform: "slack", conversation: "C1", kind: "post" } as const;

/** From now on the platform takes nothing. */
function meeting({ state }: ReturnType<typeof fakePlatform>, error: DeliveryError) {
  const tries = { count: 0 };
  state.meets = () => {
    tries.count += 1;
    return error;
  };
  return tries;
}

describe("a clock that is set back by an hour", () => {
  it("does not keep logins from being tried", async () => {
    const clock = fakeClock();
    const server = await openTokenServer({ now: clock.now });
    const tenant = tenantAt(server.origin, { every: MINUTE });
    const runs = fakeRuns();
    const desk = deskOf(tenant, { clock, loginRuns: runs });
    const minute = async () => {
      for (let nth = 0; nth < 12; nth += 1) {
        await desk.tick();
        await desk.settled();
        clock.pass(5 * SECOND);
      }
    };
    await minute();
    clock.pass(-HOUR);
    await minute();
    await minute();
    await server.close();
    expect(runs.kept).toHaveLength(3);
  });

  it("does not keep a tenant's log from being read", async () => {
    const clock = manualClock();
    let read = 0;
    const read1 = async () => {
      read += 1;
      return 10 * SECOND;
    };
    const turns = createTurns([read1], { tenant: "prod", gapMs: 0, clock, log });
    const second = async () => {
      turns.tick();
      await clock.advance(SECOND);
    };
    await second();
    clock.set(new Date(clock.now().getTime() - HOUR));
    for (let nth = 0; nth < 20; nth += 1) await second();
    expect(read).toBe(3);
  });

  it("does not keep what a platform allows from being sent, nor Teams from being asked", () => {
    const clock = fakeClock();
    const rates = [{ count: 1, perMs: SECOND }];
    const pacer = createPacer(() => ({ ...unpaced, conversation: rates }));
    const meter = createMeter(rates, clock);
    pacer.take(post, clock.now());
    pacer.hold(post, MINUTE, clock.now());
    meter.begin()();
    expect([pacer.wait(post, clock.now()), meter.wait()]).toEqual([MINUTE, SECOND]);
    clock.pass(-HOUR);
    expect([pacer.wait(post, clock.now()), meter.wait()]).toEqual([0, 0]);
  });

  it("does not use up what Auth0 lets the bot ask", () => {
    const clock = fakeClock();
    const budget = createBudget({ clock, plan: "free", environment: undefined });
    budget.spend("logs");
    budget.block(MINUTE);
    expect(budget.wait("logs")).toBe(MINUTE);
    clock.pass(-HOUR);
    expect(budget.wait("logs")).toBeLessThanOrEqual(SECOND);
  });

  it("does not hold up an answer whose progress was shown before", async () => {
    const clock = fakeClock();
    const message = { summary: "", blocks: [] };
    async function* replies() {
      yield { message, audience: "all", pending: true } as const;
      clock.pass(-HOUR);
      yield { message, audience: "all", pending: false } as const;
    }
    const began = clock.now().getTime();
    for await (const _ of spaced(replies(), clock));
    expect(clock.now().getTime() - began).toBe(-HOUR);
  });

  it("does not have a tail told for an hour longer than it was begun for", async () => {
    const { live, clock, beat, posts } = openTailHouse();
    const tails = live();
    await tails.begin(wish({ length: 30 * SECOND }));
    await beat(tails, 5);
    clock.set(new Date(clock.now().getTime() - HOUR));
    await beat(tails, 25);
    expect(await tails.list("pretend:channel:ops")).toHaveLength(1);
    await beat(tails, 10);
    expect(await tails.list("pretend:channel:ops")).toEqual([]);
    expect(posts().length).toBeGreaterThan(0);
  });

  it("does not have a tail's end tried for an hour longer, nor not at all", async () => {
    const { live, clock, beat, platform, posts } = openTailHouse();
    const tails = live();
    await tails.begin(wish({ length: 30 * SECOND }));
    await beat(tails, 29);
    const away = new DeliveryError("unavailable", "The platform is away.");
    const tries = meeting(platform, away);
    await beat(tails, 5);
    clock.set(new Date(clock.now().getTime() - HOUR));
    await beat(tails, 60);
    expect(tries.count).toBeGreaterThan(1);
    await beat(tails, 15 * 60);
    const { count } = tries;
    await beat(tails, 6 * 60);
    expect(tries.count).toBe(count);
    expect(posts()).toHaveLength(1);
  });

  it("does not keep a Home from being made anew, nor one after another", async () => {
    const clock = manualClock();
    const views: unknown[] = [];
    const publish = async (view: unknown) => ({ ok: true, nth: views.push(view) });
    const client = { views: { publish } } as unknown as Parameters<typeof createHomes>[0]["client"];
    let words = "All is well.";
    let change = () => {};
    const homes = createHomes({ client, records: fakeRecords(), clock, log });
    await homes.start({
      async *answer() {
        yield {
          message: { summary: words, blocks: [text(words)] },
          audience: "asker",
          pending: false,
        };
      },
      onChange(listener) {
        change = listener;
        return () => {};
      },
    });
    const pass = async (seconds: number) => {
      for (let nth = 0; nth < seconds; nth += 1) await clock.advance(SECOND);
    };
    homes.open({ by: ada, user: "UADA", shown: true });
    await pass(2);
    change();
    clock.set(new Date(clock.now().getTime() - HOUR));
    words = "Logins fail.";
    await pass(15);
    expect(JSON.stringify(views.at(-1))).toContain("Logins fail.");
    expect(views).toHaveLength(2);
    await pass(60);
    expect(views).toHaveLength(2);
    await homes.stop();
  });

  it("does not keep secrets from being read again, nor old events until a day later", async () => {
    const clock = fakeClock();
    let looked = 0;
    const secrets = {
      known: () => [],
      open: () => [],
      haveChanged: () => {
        looked += 1;
        return false;
      },
      renew: () => ({ renewed: [], waiting: [], problems: [] }),
    };
    const renewals = createRenewals({ secrets, clock, log });
    const archive = fakeArchive(clock.now);
    let expired = 0;
    const counting = {
      ...archive,
      expire: async (tenant: string, before: Date) => {
        expired += 1;
        return archive.expire(tenant, before);
      },
    };
    const tenants = [{ name: "prod", logs: { keep: HOUR } }];
    const retention = createRetention({ tenants, archive: counting, clock, log });
    await retention.tick();
    await retention.settled();
    clock.pass(-HOUR);
    await renewals.tick();
    await retention.tick();
    await retention.settled();
    expect([looked, expired]).toEqual([1, 2]);
  });
});
