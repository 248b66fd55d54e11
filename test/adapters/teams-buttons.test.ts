import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { straight } from "../../src/core/outgoing.ts";
import { shareable } from "../../src/core/replies.ts";
import { sharing } from "../../src/core/share.ts";
import { neverChanges } from "../fakes/changes.ts";
import { ada, grace } from "../fakes/teams/world.ts";
import { echo, type House, openHouse, ops, says, shownBy } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let house: House;
let adapter: ChatAdapter;
let now = Date.now();
const choose = {
  ...says("Choose"),
  blocks: [{ kind: "actions" as const, actions: [{ label: "Check", line: "login prod" }] }],
};

beforeEach(async () => {
  now = Date.now();
  house = await openHouse({}, { ...systemClock, now: () => new Date(now) });
  adapter = await house.open();
});
afterEach(async () => {
  await adapter.stop();
  await house.close();
});

describe("a button in Teams", () => {
  let told: ReturnType<typeof echo>;
  const lines = () => told.heard.map(({ line }) => line);

  beforeEach(async () => {
    told = echo();
    await adapter.start(told.bot);
    await house.fake.install("add");
    await expect.poll(() => told.events).toHaveLength(1);
    await adapter.post({ conversation: ops }, choose);
  });

  it("that is pressed twice within seconds says its line once; later it says it again", async () => {
    const pressed = await Promise.all([house.fake.press("Check"), house.fake.press("Check")]);
    expect(pressed).toMatchObject([{ status: 200 }, { status: 200 }]);
    await expect.poll(lines).toEqual(["login prod"]);
    now += MINUTE;
    await house.fake.press("Check");
    await expect.poll(lines).toEqual(["login prod", "login prod"]);
    expect(shownBy(house.fake)).toHaveLength(3);
  });

  it("is somebody else's to press as well, at the same moment", async () => {
    await Promise.all([house.fake.press("Check", ada), house.fake.press("Check", grace)]);
    await expect.poll(() => told.heard.map(({ by }) => by.name).sort()).toEqual(["Ada", "Grace"]);
  });

  it("that is submitted twice within seconds says its line once too", async () => {
    await house.fake.submit("Check");
    await house.fake.submit("Check");
    await expect.poll(lines).toEqual(["login prod"]);
    await house.fake.say("status");
    await expect.poll(lines).toEqual(["login prod", "status"]);
  });

  it("that cannot be read is answered as an error in Teams' own form", async () => {
    const { fake } = house;
    for (const value of [undefined, {}, { action: { data: "x" } }]) {
      const name = "adaptiveCard/action";
      const invoke = { ...fake.base("19:ops@thread.tacv2", ada), type: "invoke", name, value };
      expect(await fake.deliver(invoke)).toMatchObject({
        status: 200,
        body: {
          statusCode: 400,
          type: "application/vnd.microsoft.error",
          value: { code: "BadRequest", message: expect.stringContaining("version") },
        },
      });
    }
    expect(lines()).toEqual([]);
  });

  it("is answered in Teams' own form while the bot stops, and says nothing", async () => {
    await adapter.stop();
    expect(await house.fake.press("Check")).toMatchObject({
      status: 200,
      body: { statusCode: 500, type: "application/vnd.microsoft.error" },
    });
    expect(lines()).toEqual([]);
  });

  it.each(["composeExtension/query", "config/fetch", "x".repeat(5000)])(
    "of a kind that there is none of is answered so, and calmly noted: %.20s",
    async (name) => {
      const { fake } = house;
      const invoke = { ...fake.base("19:ops@thread.tacv2", ada), type: "invoke", name };
      expect(await fake.deliver(invoke)).toEqual({ status: 501, body: undefined });
      const [noted = ""] = house.logged.filter((line) => line.includes("does not offer"));
      expect(noted).toContain(name.slice(0, 20));
      expect(noted.length).toBeLessThan(300);
    },
  );
});

describe("a private answer in Teams", () => {
  /** Answers in private, with a button that shares; what is shared is for all. */
  async function begin(): Promise<void> {
    await adapter.start({
      async *answer({ line, from }) {
        const shared = line.endsWith("share:here");
        const message = says(`You said ${line}`);
        yield shared
          ? { message, audience: "all", pending: false }
          : {
              message: shareable(message, sharing(line), from.conversation),
              audience: "asker",
              pending: false,
            };
      },
      happened: async () => {},
      onChange: neverChanges,
    });
    await house.fake.install("add");
    await house.fake.say("secret");
    await expect.poll(() => shownBy(house.fake)).toHaveLength(1);
  }
  const shown = () => shownBy(house.fake).map(({ text, isPrivate }) => [text, isPrivate]);

  it("is shared once: then a word that it was stands in its place", async () => {
    await begin();
    const pressed = await house.fake.press("Share here");
    expect(JSON.stringify(pressed.body)).toContain("Everyone sees the answer");
    await expect.poll(shown).toEqual([
      ["Shared with everyone here.\n[Show it to me again]", true],
      ["You said secret share:here", false],
    ]);
    await house.fake.press("Show it to me again");
    await expect.poll(() => shownBy(house.fake)).toHaveLength(3);
    expect(shown().at(-1)).toEqual(["You said secret\n[Share here]", true]);
  });

  it("is shared once, also where a kill comes before the word in its place", async () => {
    await adapter.stop();
    const marked = new Promise<never>(() => {});
    let marks = 0;
    const fetch: typeof straight.fetch = async (url, init) => {
      if (init?.method !== "PUT") return straight.fetch(url, init);
      marks += 1;
      return marked;
    };
    adapter = await house.open({}, { outgoing: { ...straight, fetch } });
    await begin();
    await house.fake.press("Share here");
    await expect.poll(() => marks).toBe(1);
    // The life that waits for Teams goes on to do so, and does nothing more.
    adapter = await house.open();
    await adapter.start(echo().bot);
    await adapter.stop();
    expect(shown()).toEqual([
      ["You said secret\n[Share here]", true],
      ["You said secret share:here", false],
    ]);
  });

  it("that has vanished meanwhile is shared nevertheless", async () => {
    await begin();
    const { faults } = house.fake;
    faults.add({ kind: "roster-403", on: "edit" });
    await house.fake.press("Share here");
    await expect.poll(() => house.logged.join()).toContain("could not be marked so");
    expect(shown().at(-1)).toEqual(["You said secret share:here", false]);
  });

  it("has no button that somebody else could press", async () => {
    await begin();
    await expect(house.fake.press("Share here", grace)).rejects.toThrow("no message that Grace");
  });

  it("that had to move to the personal chat is not to be shared there", async () => {
    const channel = house.fake.world.conversations.get("19:ops@thread.tacv2");
    if (channel) channel.targeted = false;
    await begin();
    expect(shown()).toEqual([[expect.stringContaining("for you alone"), true]]);
    expect(shown()[0]?.[0]).not.toContain("Share here");
  });
});
