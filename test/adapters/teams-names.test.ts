import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ConversationId } from "../../src/core/address.ts";
import { text } from "../../src/core/message.ts";
import { fastClock } from "../fakes/fast-clock.ts";
import { readMessage } from "../fakes/teams/reading.ts";
import { ada, grace, team } from "../fakes/teams/world.ts";
import { echo, type House, openHouse, ops, person } from "./teams-bench.ts";
import { channel, incident, openLife } from "./teams-life-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

const general: ConversationId = `teams:channel:${team.id}`;
const hush: ConversationId = "teams:channel:19:hush@thread.tacv2";

const aMoment = new Date("2026-11-22T12:00:00Z");

describe("the name of another conversation in Teams", () => {
  let house: House;
  let adapter: Awaited<ReturnType<House["open"]>>;
  beforeEach(async () => {
    house = await openHouse();
    adapter = await house.open();
    await adapter.start(echo().bot);
    await house.fake.install("add");
    await house.fake.install("add", "19:hush@thread.tacv2");
    await house.fake.change({ channelData: dataOf("channelRenamed") });
    await expect.poll(() => house.records.get(`channel/${hush}`)).toMatchObject({ team: team.id });
  });
  afterEach(async () => {
    await adapter.stop();
    await house.close();
  });

  const dataOf = (eventType: string) => ({
    ...(house.fake.base("19:ops@thread.tacv2", ada).channelData as object),
    eventType,
  });

  /** What stands for a conversation in a message to another one, or to a person. */
  async function named(conversation: ConversationId, to: ConversationId): Promise<string> {
    const name = "another conversation";
    await adapter.post(
      { conversation: to },
      { summary: "x", blocks: [text([{ conversation, name }]), text([{ time: aMoment }])] },
    );
    const [line = "", time] = (
      house.fake.world.messages.map((one) => readMessage(one)).at(-1) ?? ""
    ).split("\n");
    expect(time).toContain("2026");
    return line;
  }

  it("is told in a channel of the same team, unless it is a private one's", async () => {
    expect(await named(ops, general)).toBe("ops (Platform)");
    expect(await named(general, ops)).toBe("General (Platform)");
    expect(await named(hush, ops)).toBe("another conversation");
    expect(await named(ops, hush)).toBe("ops (Platform)");
  });

  it("is not told in a group chat, nor of one", async () => {
    const chat = "teams:channel:19:chat@thread.v2";
    await house.fake.install("add", "19:chat@thread.v2");
    await expect.poll(() => house.records.get(`conversation/${chat}`)).toBeDefined();
    expect(await named(ops, chat)).toBe("another conversation");
    expect(await named(chat, ops)).toBe("another conversation");
  });

  it("is told to a person who is in it, and to nobody else", async () => {
    house.fake.world.rosters.set("19:hush@thread.tacv2", new Set([ada.id]));
    expect(await named(hush, person)).toBe("hush (Platform)");
    const other: ConversationId = `teams:user:${grace.aadObjectId}`;
    expect(await named(ops, other)).toBe("ops (Platform)");
    expect(await named(hush, other)).toBe("another conversation");
  });

  it("is left out where Teams does not answer", async () => {
    house.fake.faults.add({ kind: "503", on: "member" });
    expect(await named(ops, person)).toBe("another conversation");
  });
});

it("a channel that the settings name is told of as soon as its team is heard of, though nobody spoke there", async () => {
  const bench = await openLife({}, fastClock(3));
  await bench.follow("19:dev@thread.tacv2");
  await bench.show(incident("i1", "investigating"));
  await expect.poll(() => bench.paused("19:dev@thread.tacv2")).toContain("not connected");
  await bench.fake.change({}); // Something in another channel of the team.
  await expect.poll(() => bench.shownIn("19:dev@thread.tacv2")).toHaveLength(1);
  expect(await bench.store.subscriptions.list(channel("19:dev@thread.tacv2"))).toHaveLength(1);
  await bench.close();
});
