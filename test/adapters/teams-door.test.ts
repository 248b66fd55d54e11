import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { TokenKind } from "../fakes/teams/keys.ts";
import { echo, type House, openHouse, realClock } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let house: House;
let told: ReturnType<typeof echo>;
let stop: () => Promise<void>;

/** For everybody: tokens, keys and the bot go by the same clock. */
function passes(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

async function restart(): Promise<void> {
  await stop?.();
  const adapter = await house.open({ serviceUrlHosts: ["127.0.0.1", "smba.trafficmanager.net"] });
  await adapter.start(told.bot);
  stop = () => adapter.stop();
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  house = await openHouse();
  told = echo();
  stop = async () => undefined;
  await restart();
});
afterEach(async () => {
  await stop();
  await house.close();
  vi.useRealTimers();
});

/** Nobody was heard, nothing was noted, and the log says why in one line that gives nothing away. */
async function nothingCameOfIt(reason: RegExp): Promise<void> {
  expect(told.heard).toEqual([]);
  expect(await house.records.list("")).toEqual([]);
  expect(house.logged).toEqual([expect.stringMatching(reason)]);
  expect(house.logged[0]).toContain("a request to the Teams endpoint was turned away");
  expect(house.logged[0]).not.toMatch(/eyJ|Bearer|fake-app-password|status"?, "ping/u);
}

describe("the door of Teams", () => {
  it.each<[TokenKind, RegExp]>([
    ["none", /there is no token/],
    ["garbage", /not signed/],
    ["forged", /signature is forged/],
    ["own-key-inside", /signature is forged/],
    ["unsigned", /not signed|no signed token/],
    ["public-key-as-secret", /not signed/],
    ["unknown-key", /a key that Microsoft does not publish/],
    ["no-key-id", /does not say which key/],
    ["expired", /has expired/],
    ["endless", /no time at which it ends/],
    ["not-yet", /not valid yet/],
    ["wrong-audience", /for another app than teams.appId/],
    ["wrong-issuer", /not issued for Teams/],
    ["emulator", /not issued for Teams/],
    ["other-service", /speaks for another service/],
    ["no-service", /names no service/],
    ["unendorsed", /may not speak for Teams/],
  ])("turns away a request whose token is: %s", async (kind, reason) => {
    const noise = vi.spyOn(console, "error");
    const { fake } = house;
    expect(await fake.deliver(fake.message("ping"), kind)).toEqual({
      status: 401,
      body: undefined,
    });
    await nothingCameOfIt(reason);
    expect(noise).not.toHaveBeenCalled();
    noise.mockRestore();
  });

  it("believes a token that expired within the clock's tolerance", async () => {
    const { fake } = house;
    expect(await fake.deliver(fake.message("ping"), "just-expired")).toMatchObject({ status: 200 });
  });

  const elsewhere = (serviceUrl: string) => ({ serviceUrl });
  it.each([
    ["from another channel", { channelId: "webchat" }, /not from Teams/],
    ["without a channel", { channelId: "" }, /not from Teams/],
    ["of the emulator", { channelId: "emulator" }, /not from Teams/],
    ["from another tenant", { channelData: { tenant: { id: "another" } } }, /another tenant/],
    ["from no tenant", { channelData: {}, conversation: { id: "19:x" } }, /another tenant/],
    [
      "of two tenants at once",
      { conversation: { id: "19:ops@thread.tacv2", tenantId: "another" } },
      /another tenant/,
    ],
    ["for elsewhere", elsewhere("https://evil.example/amer/"), /not trusted/],
    ["for a look-alike", elsewhere("https://smba.trafficmanager.net.evil.example/"), /not trusted/],
    ["for a neighbour", elsewhere("https://evilsmba.trafficmanager.net/"), /not trusted/],
    ["for a name within a name", elsewhere("http://127.0.0.1@evil.example/amer/"), /not trusted/],
    [
      "for a path that looks like a host",
      elsewhere("https://evil.example/127.0.0.1"),
      /not trusted/,
    ],
    [
      "for an unencrypted service",
      elsewhere("http://smba.trafficmanager.net/amer/"),
      /not trusted/,
    ],
    [
      "for a host with a dot too many",
      elsewhere("https://smba.trafficmanager.net./"),
      /not trusted/,
    ],
    ["for a host in other letters", elsewhere("https://ѕmba.trafficmanager.net/"), /not trusted/],
    [
      "for a name behind a backslash",
      elsewhere("https://evil.example\\@smba.trafficmanager.net/"),
      /not trusted/,
    ],
    ["for another port", elsewhere("https://smba.trafficmanager.net:8443/amer/"), /not trusted/],
    ["for no web address", elsewhere("file://127.0.0.1/etc/passwd"), /not trusted/],
    ["for something that is no address", elsewhere("smba.trafficmanager.net"), /not trusted/],
  ])("turns away an activity %s, though its token is good", async (_, wrong, reason) => {
    const { fake } = house;
    expect(await fake.deliver({ ...fake.message("ping"), ...wrong })).toMatchObject({
      status: 401,
    });
    await nothingCameOfIt(reason);
  });

  it("takes a tenant's id in whatever case, and only once", async () => {
    const { fake } = house;
    const said = fake.message("ping") as { conversation: { id: string; tenantId: string } };
    const { tenantId: _tenant, ...conversation } = said.conversation;
    expect(await fake.deliver({ ...said, conversation })).toMatchObject({ status: 200 });
    const shouted = said.conversation.tenantId.toUpperCase();
    const louder = { ...said, id: "2", conversation: { ...conversation, tenantId: shouted } };
    expect(await fake.deliver(louder)).toMatchObject({ status: 200 });
    await expect.poll(() => told.heard).toHaveLength(2);
  });
});

describe("a Teams activity that is delivered again", () => {
  const lines = () => told.heard.map(({ line }) => line);

  it("is answered once, also after a restart", async () => {
    const { fake } = house;
    const said = fake.message("status");
    await fake.deliver(said);
    await expect.poll(() => fake.world.messages).toHaveLength(1);
    await restart();
    expect(await fake.deliver(said)).toMatchObject({ status: 200 });
    await fake.say("changes");
    await expect.poll(() => fake.world.messages).toHaveLength(2);
    expect(lines()).toEqual(["status", "changes"]);
  });

  it("is answered once where a button was pressed, and acknowledged in the same words", async () => {
    const { fake } = house;
    await fake.install("add");
    const invoke = {
      ...fake.base("19:chat@thread.v2", fake.world.people[0] as never),
      type: "invoke",
      name: "adaptiveCard/action",
      value: { action: { type: "Action.Execute", data: { line: "status" } } },
    };
    const first = await fake.deliver(invoke);
    expect(first).toMatchObject({ status: 200 });
    await expect.poll(() => fake.world.messages).toHaveLength(1);
    await restart();
    expect(await fake.deliver(invoke)).toEqual(first);
    await fake.say("changes");
    await expect.poll(() => fake.world.messages).toHaveLength(2);
    expect(lines()).toEqual(["status", "changes"]);
  });

  it("is known again without an id of its own", async () => {
    const { fake } = house;
    const { id: _id, ...said } = fake.message("status") as { id: string };
    expect(await fake.deliver(said)).toMatchObject({ status: 200 });
    await expect.poll(lines).toEqual(["status"]);
    expect(await fake.deliver(said)).toMatchObject({ status: 200 });
    await fake.say("changes");
    await expect.poll(lines).toContain("changes");
    expect(lines()).toEqual(["status", "changes"]);
  });

  it("is not kept in mind for ever", async () => {
    const { fake, records } = house;
    await fake.say("status");
    await expect.poll(async () => (await records.list("answered/")).length).toBe(1);
    passes(3 * 3_600_000);
    await fake.say("changes");
    await expect.poll(() => fake.world.messages).toHaveLength(2);
    await expect.poll(async () => (await records.list("answered/")).length).toBe(1);
  });
});

describe("Microsoft's signing keys", () => {
  const asked = () => house.fake.calls.filter(({ call }) => call === "openid").length;
  const hour = 3_600_000;

  it("make Teams come back when they cannot be had", async () => {
    house.fake.faults.add({ kind: "500", on: "openid" });
    expect(await house.fake.say("ping")).toMatchObject({ status: 503 });
    expect(told.heard).toEqual([]);
    passes(1000);
    expect(await house.fake.say("ping")).toMatchObject({ status: 200 });
  });

  it("are waited for with patience, and no longer", async () => {
    const quick = await openHouse(
      {},
      {
        ...realClock,
        after: (ms, signal) => realClock.after(ms / 20, signal),
      },
    );
    const adapter = await quick.open();
    await adapter.start(told.bot);
    quick.fake.faults.add({ kind: "slow", ms: 60_000, on: "openid" });
    const began = performance.now();
    expect(await quick.fake.say("ping")).toMatchObject({ status: 503 });
    expect(performance.now() - began).toBeLessThan(30_000);
    await adapter.stop();
    await quick.close();
  });

  it("are asked for again when one is new, and once an hour at most", async () => {
    const { fake } = house;
    expect(await fake.say("one")).toMatchObject({ status: 200 });
    const before = asked();
    fake.settings.rolledOver = true;
    for (const _ of [1, 2, 3]) {
      expect(await fake.deliver(fake.message("two"), "next-key")).toMatchObject({ status: 401 });
      expect(await fake.deliver(fake.message("two"), "unknown-key")).toMatchObject({ status: 401 });
    }
    expect(asked()).toBe(before);
    passes(hour + 1000);
    expect(await fake.deliver(fake.message("three"), "next-key")).toMatchObject({ status: 200 });
    expect(await fake.deliver(fake.message("three"), "good")).toMatchObject({ status: 401 });
    const after = asked();
    expect(await fake.deliver(fake.message("four"), "unknown-key")).toMatchObject({ status: 401 });
    expect(asked()).toBe(after);
  });

  it("count on while nobody can be asked for newer ones, for some days", async () => {
    const { fake } = house;
    expect(await fake.say("one")).toMatchObject({ status: 200 });
    fake.faults.add({ kind: "503", on: "openid", times: 20 });
    passes(30 * hour);
    expect(await fake.say("two")).toMatchObject({ status: 200 });
    passes(6 * 24 * hour);
    expect(await fake.say("three")).toMatchObject({ status: 503 });
  });
});
