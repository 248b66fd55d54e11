import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { grace } from "../fakes/teams/world.ts";
import { echo, type House, openHouse, ops, person, says } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let house: House;
/** How long Teams waited for each answer, in milliseconds, as the bot says. */
let waits: number[];
let told: ReturnType<typeof echo>;
let adapter: Awaited<ReturnType<House["open"]>>;

beforeEach(async () => {
  house = await openHouse();
  told = echo();
  waits = [];
  adapter = await house.open({}, { acknowledged: (ms) => void waits.push(ms) });
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
    ["/Watchpost status prod", "status prod"],
    ["/watchpost", ""],
    ["/watchposts", "watchposts"],
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

  it("is not read where it is more than anybody types, but a line too long to be done", async () => {
    await house.fake.say(`mute 1h ${"<b>".repeat(5000)}`);
    await expect.poll(() => lines().length).toBe(1);
    await house.fake.say(`mute 1h ${"<b>".repeat(50_000)}`);
    await expect.poll(() => lines().length).toBe(2);
    const [whole = "", long = ""] = lines();
    expect([whole.length, whole.slice(0, 11)]).toEqual([15_008, "mute 1h <b>"]);
    expect([long.length, long.startsWith("mute")]).toEqual([200_000, false]);
  });

  it("is taken, and Teams was told after a moment that the bot tells of", async () => {
    await house.fake.say("status");
    await expect.poll(() => waits.length).toBe(1);
    expect(waits[0]).toBeLessThan(15_000);
  });

  const mention = (name: string, id: string) => ({
    type: "mention",
    mentioned: { id, name },
    text: `<at>${name}</at>`,
  });
  const spans = (name: string) =>
    `<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="0">${name}</span>`;

  it.each<[string, object, string]>([
    ["with the call in the middle", { text: "login <at>Watchpost</at> prod" }, "login prod"],
    ["with two calls", { text: "<at>Watchpost</at> <at>Watchpost</at>/status" }, "status"],
    [
      "as HTML",
      {
        textFormat: "xml",
        text: '<div><p><at id="0">Watchpost</at>&nbsp;changes</p><p>since:7d<br>mfa &amp; sms</p></div>',
      },
      "changes since:7d mfa & sms",
    ],
    [
      "with characters that its text alone leaves open",
      {
        text: "<at>Watchpost</at>&nbsp;subscribe rss https://a.example/?a=1&amp;b=2",
        attachments: [
          {
            contentType: "text/html",
            content: `<div>${spans("Watchpost")}&nbsp;subscribe rss <a href="https://a.example/?a=1&amp;b=2">https://a.example/?a=1&amp;b=2</a></div>`,
          },
        ],
      },
      "subscribe rss https://a.example/?a=1&b=2",
    ],
    [
      "below what it answers",
      {
        text: "Grace logs everything \r\n<at>Watchpost</at> status",
        attachments: [
          {
            contentType: "text/html",
            content: `<div><blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1"><strong itemprop="mri">Grace</strong><p itemprop="preview">logs everything</p></blockquote><p>${spans("Watchpost")}&nbsp;status</p></div>`,
          },
        ],
      },
      "status",
    ],
  ])("is a line without anything else %s", async (_, said, line) => {
    const { fake } = house;
    const message = fake.message("");
    await fake.deliver({ ...message, ...said, entities: [mention("Watchpost", fake.bot.id)] });
    await expect.poll(lines).toEqual([line]);
  });

  it("beside what is quoted is a line without the quote's place", async () => {
    const { fake } = house;
    const entities = [mention("Watchpost", fake.bot.id), { type: "quotedReply" }];
    const text = '<quoted messageId="1"/> <at>Watchpost</at> status';
    await fake.deliver({ ...fake.message(""), text, entities, attachments: [] });
    await expect.poll(lines).toEqual(["status"]);
  });

  it("is not what is said to another bot of the same or a similar name", async () => {
    const { fake } = house;
    const said = fake.message("");
    const other = mention("Watchpost", "28:other");
    await fake.deliver({ ...said, text: "<at>Watchpost</at> status", entities: [other] });
    const both = {
      text: "<at>Watchpost</at> <at>Watchpost Test</at> <at>Watchpost</at> help",
      entities: [other, mention("Watchpost Test", "28:test"), mention("Watchpost", fake.bot.id)],
    };
    await fake.deliver({ ...fake.message(""), ...both });
    await expect.poll(lines).toEqual(["teams:user:28:other teams:user:28:test help"]);
  });

  it("is no line again when it is edited, liked or deleted", async () => {
    const { fake } = house;
    const said = fake.message("status");
    await fake.deliver(said);
    await expect.poll(lines).toEqual(["status"]);
    for (const type of ["messageUpdate", "messageDelete", "messageReaction"]) {
      expect(await fake.deliver({ ...said, type, id: `${type}-1` })).toMatchObject({ status: 200 });
    }
    await fake.say("help");
    await expect.poll(lines).toEqual(["status", "help"]);
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
