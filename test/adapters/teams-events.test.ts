import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { grace, team } from "../fakes/teams/world.ts";
import { echo, type House, openHouse, ops, person, says } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let house: House;
let told: ReturnType<typeof echo>;
let adapter: Awaited<ReturnType<House["open"]>>;

beforeEach(async () => {
  house = await openHouse();
  told = echo();
  adapter = await house.open();
  await adapter.start(told.bot);
});
afterEach(async () => {
  await adapter.stop();
  await house.close();
});

const lines = () => told.heard.map(({ line }) => line);

describe("what becomes of a conversation in Teams", () => {
  const kindsOf = (one: string) =>
    told.events.filter(({ conversation }) => conversation === one).map(({ kind }) => kind);
  const kinds = () => told.events.map(({ kind, conversation }) => [kind, conversation]);

  it("is told once when the app is added, and by whom", async () => {
    await house.fake.install("add");
    await house.fake.change({ membersAdded: [house.fake.bot] });
    await house.fake.install("add-upgrade");
    await house.fake.say("status");
    await expect.poll(lines).toEqual(["status"]);
    expect(told.events).toMatchObject([{ kind: "joined", conversation: ops, by: { id: person } }]);
  });

  it("is told of each known channel when the app leaves its team, once, and of each when it is back", async () => {
    const dev = "teams:channel:19:dev@thread.tacv2";
    await house.fake.say("status");
    await house.fake.say("status", { in: "19:dev@thread.tacv2" });
    await house.fake.install("remove");
    await house.fake.change({ membersRemoved: [house.fake.bot] }, team.id);
    await expect.poll(() => [kindsOf(ops), kindsOf(dev)]).toEqual([["left"], ["left"]]);
    await house.fake.install("add");
    await expect
      .poll(() => [kindsOf(ops), kindsOf(dev)])
      .toEqual([
        ["left", "joined"],
        ["left", "unarchived"],
      ]);
  });

  it("is a private channel's own affair where the app is added to it, or leaves it", async () => {
    const hush = "teams:channel:19:hush@thread.tacv2";
    await house.fake.say("status");
    const change = (details: Parameters<typeof house.fake.change>[0]) =>
      house.fake.change(details, "19:hush@thread.tacv2");
    await change({ membersAdded: [house.fake.bot] });
    await change({ membersRemoved: [house.fake.bot] });
    await expect.poll(kinds).toEqual([
      ["joined", hush],
      ["left", hush],
    ]);
  });

  it("is told once, however often it is delivered, and even after what undid it", async () => {
    await house.fake.say("status");
    const left = { membersRemoved: [house.fake.bot], id: "f:1" };
    await house.fake.change(left, team.id);
    await house.fake.install("add");
    await house.fake.change(left, team.id);
    await house.fake.say("status");
    await expect.poll(lines).toHaveLength(2);
    expect(kindsOf(ops)).toEqual(["left", "joined"]);
  });

  it("is told with the name of who added the app, which Teams does not say by itself", async () => {
    await house.fake.install("add", "19:chat@thread.v2", grace);
    await expect.poll(() => told.events).toMatchObject([{ kind: "joined", by: { name: "Grace" } }]);
  });

  it("is told without anybody's name where Teams does not give it", async () => {
    house.fake.faults.add({ kind: "503", on: "member" });
    await house.fake.install("add", "19:chat@thread.v2");
    await expect.poll(() => told.events).toHaveLength(1);
    expect(told.events[0]).not.toHaveProperty("by");
  });

  it("is a return when somebody speaks where Teams had refused the bot", async () => {
    await house.fake.say("status");
    await expect.poll(() => house.fake.world.messages).toHaveLength(1);
    house.fake.faults.add({ kind: "roster-403" });
    await expect(adapter.post({ conversation: ops }, says("news"))).rejects.toThrow("not in this");
    await house.fake.say("status");
    await expect.poll(kinds).toEqual([["joined", ops]]);
  });

  it.each([
    ["channelDeleted", "deleted"],
    ["channelRenamed", "renamed"],
    ["teamArchived", "archived"],
    ["teamUnarchived", "unarchived"],
    ["channelRestored", "unarchived"],
    ["teamRestored", "unarchived"],
    ["teamDeleted", "deleted"],
    ["teamHardDeleted", "deleted"],
    ["teamRenamed", "renamed"],
  ])("is told: %s", async (eventType, kind) => {
    const { channelData } = house.fake.message("x") as { channelData: object };
    await house.fake.change({ channelData: { ...channelData, eventType } });
    await expect.poll(kinds).toEqual([[kind, ops]]);
  });

  it("is remembered with the service that was last heard from", async () => {
    await house.fake.say("status");
    await expect
      .poll(() => house.records.get(`conversation/${ops}`))
      .toMatchObject({ serviceUrl: house.fake.serviceUrl, state: "here", team: team.id });
  });
});
