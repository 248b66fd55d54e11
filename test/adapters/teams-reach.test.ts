import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fastClock } from "../fakes/fast-clock.ts";
import type { Fault } from "../fakes/teams/faults.ts";
import { echo, type House, openHouse, ops, person, says } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

describe("whether the bot can post in a conversation in Teams", () => {
  let house: House;
  let adapter: Awaited<ReturnType<House["open"]>>;
  beforeEach(async () => {
    house = await openHouse({}, fastClock(4));
    adapter = await house.open();
    const { bot, events } = echo();
    await adapter.start(bot);
    await house.fake.install("add");
    await expect.poll(() => events).toHaveLength(1);
  });
  afterEach(async () => {
    await adapter.stop();
    await house.close();
  });

  const code = (status: number, word: string): Fault => ({
    kind: "code",
    on: "members",
    status,
    code: word,
  });

  it.each<[string, Fault, RegExp]>([
    ["it was removed", code(403, "BotNotInConversationRoster"), /Add the app to the team or chat/],
    ["there is none", code(404, "ConversationNotFound"), /does not exist any more/],
    ["an administrator forbids it", code(403, "BotDisabledByAdmin"), /Teams admin center/],
  ])("is found out without a post where %s", async (_, fault, words) => {
    house.fake.faults.add(fault);
    await expect(adapter.reach(ops)).rejects.toMatchObject({
      outcome: "refused",
      message: expect.stringMatching(words),
    });
    expect(house.fake.world.messages).toEqual([]);
  });

  it.each<[string, Fault]>([
    ["fails", { kind: "503", on: "members" }],
    ["is busy", { kind: "429", on: "members", retryAfter: 60 }],
    ["does not answer", { kind: "slow", on: "members", ms: 3000 }],
  ])("is not doubted where Teams %s", async (_, fault) => {
    house.fake.faults.add(fault);
    const reached = adapter.reach(ops).catch(({ outcome }: { outcome: string }) => outcome);
    expect(await reached).not.toBe("refused");
  });

  it("is known where it has just refused, and until somebody speaks there", async () => {
    house.fake.faults.add({ kind: "code", status: 403, code: "MessageWritesBlocked" });
    await expect(adapter.post({ conversation: ops }, says("news"))).rejects.toThrow("write");
    await expect(adapter.reach(ops)).rejects.toThrow("Speak to the bot there once");
    await house.fake.say("status");
    await expect.poll(() => adapter.reach(ops).then(() => "open")).toBe("open");
  });

  it("is not asked of a person", async () => {
    await expect(adapter.reach(person)).resolves.toBeUndefined();
    expect(house.fake.calls.filter(({ call }) => call === "members")).toEqual([]);
  });
});
