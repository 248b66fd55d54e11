import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChatAdapter, Reply } from "../../src/core/chat-adapter.ts";
import { neverChanges } from "../fakes/changes.ts";
import { grace } from "../fakes/teams/world.ts";
import { echo, type House, openHouse, says, shownBy } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let house: House;
let adapter: ChatAdapter;

beforeEach(async () => {
  house = await openHouse();
  adapter = await house.open();
});
afterEach(async () => {
  house.fake.faults.clear();
  await adapter.stop();
  await house.close();
});

describe("an answer", () => {
  async function ask(how: Parameters<House["fake"]["say"]>[1], line = "secret") {
    await adapter.start(echo("asker").bot);
    await house.fake.install("add");
    expect(await house.fake.say(line, how)).toMatchObject({ status: 200 });
  }

  it("for the asker alone is seen by nobody else in a channel", async () => {
    await ask({});
    await expect.poll(() => shownBy(house.fake)).toMatchObject([{ isPrivate: true }]);
  });

  it("to what was said privately stays private", async () => {
    await ask({ targeted: true });
    await expect.poll(() => shownBy(house.fake)).toMatchObject([{ isPrivate: true }]);
  });

  it("for the asker alone moves to their own chat where Teams shows nothing privately", async () => {
    const channel = house.fake.world.conversations.get("19:ops@thread.tacv2");
    if (channel) channel.targeted = false;
    await ask({});
    await expect
      .poll(() => shownBy(house.fake))
      .toMatchObject([{ isPrivate: true, text: expect.stringContaining("for you alone") }]);
    expect(house.fake.world.messages).toMatchObject([{ conversation: "a:ada" }]);
  });

  it("for the asker alone is never shown to the channel, even if they cannot be reached", async () => {
    const { conversations } = house.fake.world;
    for (const id of ["19:ops@thread.tacv2", "a:ada"]) {
      const conversation = conversations.get(id);
      if (conversation && id === "a:ada") conversation.installed = false;
      if (conversation) conversation.targeted = false;
    }
    await ask({});
    await expect.poll(() => shownBy(house.fake)).toHaveLength(1);
    const [shown] = shownBy(house.fake);
    expect(shown?.text).toContain("add the app for yourself");
    expect(shown?.text).not.toContain("You said secret");
  });

  it("for the asker alone never takes the place of the word that they cannot be reached", async () => {
    const { conversations } = house.fake.world;
    for (const id of ["19:ops@thread.tacv2", "a:ada"]) {
      Object.assign(conversations.get(id) ?? {}, { targeted: false, installed: id !== "a:ada" });
    }
    const { finish, finished } = anEnd();
    await adapter.start({
      async *answer() {
        yield { message: says("Working on it"), audience: "asker", pending: true };
        await finished;
        yield { message: says("The secret"), audience: "asker", pending: false };
      },
      happened: async () => {},
      onChange: neverChanges,
    });
    await house.fake.say("slow");
    const texts = () => shownBy(house.fake).map(({ text }) => text);
    const alone = [expect.stringContaining("add the app for yourself")];
    await expect.poll(texts).toEqual(alone);
    finish();
    await adapter.stop();
    expect(texts()).toEqual(alone);
    expect(JSON.stringify(house.fake.world.operations)).not.toContain("secret");
  });

  it("in a personal chat is simply the answer", async () => {
    await ask({ in: "a:ada" }, "status");
    await expect
      .poll(() => shownBy(house.fake))
      .toMatchObject([{ isPrivate: true, text: "You said status" }]);
    expect(house.fake.world.messages).toMatchObject([{ onlyFor: undefined }]);
  });

  it("is shown once Teams lets it, however often it refused before", async () => {
    house.fake.faults.add({ kind: "429", retryAfter: 0 }, { kind: "412" });
    await ask({ by: grace, in: "a:grace" }, "status");
    await expect.poll(() => shownBy(house.fake)).toHaveLength(1);
  });

  it("takes the place of its progress, seen by the asker alone all along", async () => {
    const { finish, finished } = anEnd();
    const progress = { ...says("Working on it"), tone: "neutral" } as const;
    const reply = (message: Reply["message"], pending: boolean): Reply => ({
      message,
      audience: "asker",
      pending,
    });
    await adapter.start({
      async *answer() {
        yield reply(progress, true);
        await finished;
        yield reply(says("Done"), false);
      },
      happened: async () => {},
      onChange: neverChanges,
    });
    await house.fake.say("slow");
    await expect.poll(() => shownBy(house.fake)).toMatchObject([{ text: "Working on it" }]);
    finish();
    await expect.poll(() => shownBy(house.fake)).toMatchObject([{ text: "Done", isPrivate: true }]);
    expect(house.fake.calls.filter(({ call }) => call === "edit")).toHaveLength(1);
  });

  it("is shown anew when its progress was deleted meanwhile", async () => {
    const { finish, finished } = anEnd();
    await adapter.start({
      async *answer() {
        yield { message: says("Working on it"), audience: "all", pending: true };
        await finished;
        yield { message: says("Done"), audience: "all", pending: false };
      },
      happened: async () => {},
      onChange: neverChanges,
    });
    await house.fake.say("slow");
    await expect.poll(() => shownBy(house.fake)).toHaveLength(1);
    house.fake.world.messages.splice(0);
    finish();
    await expect.poll(() => shownBy(house.fake)).toMatchObject([{ text: "Done" }]);
  });
});

/** An end that may be called for before anybody waits for it: what is shown is seen here before the answer goes on. */
function anEnd() {
  let finish = () => {};
  const finished = new Promise<void>((done) => {
    finish = done;
  });
  return { finish, finished };
}
