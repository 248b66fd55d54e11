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

describe("what is said to the bot in Teams", () => {
  it.each([
    ["status", "status"],
    ["/status", "status"],
    ["/ status prod", "status prod"],
    ["", ""],
    ["changes  since:7d", "changes since:7d"],
    [
      "subscribe rss https://example.com/?a=1&b=<2>",
      "subscribe rss https://example.com/?a=1&b=<2>",
    ],
    ["explain <at>all</at>", "explain <at>all</at>"],
  ])("by a mention and %j is the line %j", async (typed, line) => {
    await house.fake.say(typed);
    await expect.poll(lines).toEqual([line]);
  });

  it("in a personal chat needs no mention", async () => {
    await house.fake.say("/status", { in: "a:ada" });
    await expect
      .poll(() => told.heard)
      .toMatchObject([{ line: "status", from: { conversation: person }, by: { id: person } }]);
    expect(told.heard[0]?.from).not.toHaveProperty("thread");
  });

  it("privately in a channel needs no mention", async () => {
    await house.fake.say("status", { targeted: true });
    await expect.poll(lines).toEqual(["status"]);
  });

  it("in a group chat is answered there, where there are no threads", async () => {
    await house.fake.say("status", { in: "19:chat@thread.v2" });
    await expect
      .poll(() => house.fake.world.messages)
      .toMatchObject([{ conversation: "19:chat@thread.v2", thread: undefined }]);
    expect(told.heard[0]?.from).toEqual({ conversation: "teams:channel:19:chat@thread.v2" });
  });

  it("to somebody else is no affair of the bot's", async () => {
    await house.fake.say("lunch?", { unaddressed: true });
    await house.fake.say("status");
    await expect.poll(lines).toEqual(["status"]);
  });

  it("about somebody else names them by their address", async () => {
    const { fake } = house;
    const call = "<at>Grace</at>";
    const said = fake.message(`mute mention:${call}`, { in: "a:ada" });
    const entities = [{ type: "mention", mentioned: { id: grace.id }, text: call }];
    await fake.deliver({ ...said, entities });
    await expect.poll(lines).toEqual(["mute mention:teams:user:29:grace"]);
  });

  it("tells who said it, and in which zone", async () => {
    await house.fake.say("status");
    await expect
      .poll(() => told.heard)
      .toMatchObject([
        {
          by: {
            id: person,
            name: "Ada",
            zone: "Europe/Berlin",
            groups: [],
            member: true,
          },
          from: { conversation: ops, thread: expect.stringMatching(/^\d+$/u) },
        },
      ]);
  });

  it("is answered once, however often and at once it is delivered", async () => {
    const { fake } = house;
    const said = fake.message("status");
    await Promise.all([fake.deliver(said), fake.deliver(said), fake.deliver(said)]);
    await expect.poll(() => fake.world.messages).toHaveLength(1);
    await fake.deliver(said);
    await fake.say("changes");
    await expect.poll(() => fake.world.messages).toHaveLength(2);
    expect(lines()).toEqual(["status", "changes"]);
  });
});

describe("a button in Teams", () => {
  const choose = {
    ...says("Choose"),
    blocks: [{ kind: "actions" as const, actions: [{ label: "Check", line: "login prod" }] }],
  };

  beforeEach(async () => {
    await house.fake.install("add");
    await expect.poll(() => told.events).toHaveLength(1);
    await adapter.post({ conversation: ops }, choose);
  });

  it("is acknowledged with words, and its presser says its line in the card's thread", async () => {
    const [card] = house.fake.world.messages;
    expect(await house.fake.press("Check", grace)).toMatchObject({
      status: 200,
      body: { statusCode: 200, type: "application/vnd.microsoft.activity.message" },
    });
    await expect
      .poll(() => told.heard)
      .toMatchObject([{ line: "login prod", by: { name: "Grace" }, from: { thread: card?.id } }]);
  });

  it("says its line from a client that only submits", async () => {
    expect(await house.fake.submit("Check")).toMatchObject({ status: 200 });
    await expect.poll(lines).toEqual(["login prod"]);
  });
});

describe("what becomes of a conversation in Teams", () => {
  const kinds = () => told.events.map(({ kind, conversation }) => [kind, conversation]);

  it("is told once when the app is added, and by whom", async () => {
    await house.fake.install("add");
    await house.fake.change({ membersAdded: [house.fake.bot] });
    await house.fake.install("add-upgrade");
    await house.fake.say("status");
    await expect.poll(lines).toEqual(["status"]);
    expect(told.events).toMatchObject([{ kind: "joined", conversation: ops, by: { id: person } }]);
  });

  it("is told of each known channel when the app leaves its team, and of each when it is back", async () => {
    const dev = "teams:channel:19:dev@thread.tacv2";
    await house.fake.say("status");
    await house.fake.say("status", { in: "19:dev@thread.tacv2" });
    await house.fake.install("remove");
    await expect.poll(kinds).toEqual([
      ["left", ops],
      ["left", dev],
    ]);
    await house.fake.install("add");
    await expect.poll(kinds).toEqual([
      ["left", ops],
      ["left", dev],
      ["joined", ops],
      ["joined", dev],
    ]);
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
