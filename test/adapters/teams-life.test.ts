import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fastClock } from "../fakes/fast-clock.ts";
import { readMessage } from "../fakes/teams/reading.ts";
import { incident, type LifeBench, openLife } from "./teams-life-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

const ops = "19:ops@thread.tacv2";

let bench: LifeBench;
beforeEach(async () => {
  // A paused conversation is tried again by itself after more than a second of the machine's: what happens sooner has a cause.
  bench = await openLife({}, fastClock(3));
  // Told again, as Teams does, where the bot on a busy machine cannot say yet who tells it.
  await expect.poll(async () => (await bench.fake.change({})).status).toBeLessThan(300);
  await bench.follow(ops);
});
afterEach(() => bench.close());

const posts = () => bench.shownIn(ops);
/** What Ada, who subscribed it, was told in her own chat. */
const direct = () => bench.shownIn("a:ada").join("\n");
const paused = () => bench.paused(ops);
const operations = (kind: string) =>
  bench.fake.world.operations.filter(
    (one) => one.kind === kind && one.conversation === ops && one.activity,
  );

describe("a channel in Teams that refuses the bot", () => {
  it.each([
    [403, "BotNotInConversationRoster", /Add the app to the team or chat/],
    [403, "ConversationBlockedByUser", /unblock/],
    [403, "BotDisabledByAdmin", /Teams admin center/],
    [403, "MessageWritesBlocked", /Add the app anew/],
    [403, "InvalidBotApiHost", /Write to the bot once/],
    [404, "ConversationNotFound", /does not exist any more/],
  ])(
    "by %i %s pauses with what to do, Ada is told, and goes on when it is heard from",
    async (status, code, words) => {
      bench.fake.faults.add({ kind: "code", status, code, conversation: ops, on: "post" });
      await bench.show(incident("i1", "investigating"));
      await expect.poll(paused).toMatch(words);
      await expect.poll(direct).toMatch(words);
      expect(posts()).toEqual([]);
      await bench.fake.say("status");
      await expect.poll(() => posts().join("\n")).toContain("i1 says 0.");
      await expect.poll(paused).toBeUndefined();
      await expect.poll(direct).toContain("Watchpost can post there again.");
    },
  );

  it("because the app was removed pauses, keeps what is new, and goes on in the old thread when it is back", async () => {
    await bench.show(incident("i1", "investigating"));
    await expect.poll(posts).toHaveLength(1);
    const [card] = operations("post");
    await bench.fake.install("remove");
    await expect.poll(paused).toContain("removed");
    await expect.poll(direct).toContain("removed");
    await bench.show(incident("i1", "investigating", "resolved"));
    await bench.fake.install("add");
    const replies = () => operations("post").filter(({ thread }) => thread === card?.id);
    await expect.poll(replies).toHaveLength(1);
    expect(operations("edit").map(({ id }) => id)).toEqual([card?.id]);
    await expect.poll(direct).toContain("Watchpost can post there again.");
  });

  it("with every other, since Teams does not know the bot, goes on at once when it does again", async () => {
    bench.fake.faults.add({ kind: "code", status: 401, code: "BotNotRegistered", times: 99 });
    await bench.show(incident("i1", "investigating"));
    await expect.poll(paused).toContain("Register teams.appId");
    await bench.end();
    bench.fake.faults.clear();
    await bench.begin();
    await expect.poll(() => posts().join()).toContain("i1 says 0.");
    await expect.poll(paused).toBeUndefined();
  });
});

describe("an incident in a channel in Teams", () => {
  it("is told once although a token was worth nothing any more", async () => {
    bench.fake.revokeTokens();
    await bench.show(incident("i1", "investigating"));
    await expect.poll(posts).toHaveLength(1);
    bench.fake.revokeTokens();
    await bench.show(incident("i1", "investigating", "resolved"));
    await expect.poll(posts).toHaveLength(2);
    expect(direct()).toBe("");
  });

  it("is not sent again as it is where Teams itself failed at it, but plainly, and pauses where that fails too", async () => {
    bench.fake.faults.add({ kind: "500", conversation: ops, times: 2 });
    await bench.show(incident("i1", "investigating"));
    await expect.poll(paused).toContain("500");
    const tried = bench.fake.calls.filter(({ status }) => status === 500);
    expect(tried).toHaveLength(2);
    await expect.poll(posts).toHaveLength(1); // Tried again by and by: nothing is lost.
    await expect.poll(paused).toBeUndefined();
  });

  it.each(["412", "429", "502", "503", "504", "drop-before"] as const)(
    "is told once all the same when Teams meets it with %s",
    async (kind) => {
      bench.fake.faults.add({ kind, conversation: ops });
      await bench.show(incident("i1", "investigating"));
      await expect.poll(posts).toHaveLength(1);
      await expect.poll(() => bench.store.outbox.waiting()).toMatchObject({ count: 0 });
      expect([posts().length, direct()]).toEqual([1, ""]);
    },
  );

  it("keeps its thread through a restart", async () => {
    await bench.show(incident("i1", "investigating"));
    await expect.poll(posts).toHaveLength(1);
    const [card] = operations("post");
    await bench.end();
    await bench.begin();
    await bench.show(incident("i1", "investigating", "resolved", "postmortem"));
    await expect.poll(posts).toHaveLength(2);
    expect(operations("post").at(-1)).toMatchObject({ thread: card?.id });
    expect(operations("edit").at(-1)).toMatchObject({ id: card?.id });
  });

  it("begins a new thread where somebody deleted its first message", async () => {
    await bench.show(incident("i1", "investigating"));
    await expect.poll(posts).toHaveLength(1);
    bench.fake.world.messages.splice(0);
    await bench.show(incident("i1", "investigating", "resolved"));
    await expect.poll(posts).toEqual([expect.stringContaining("Resolved")]);
    await bench.show(incident("i1", "investigating", "resolved", "postmortem"));
    await expect.poll(posts).toHaveLength(2);
    const [card, reply] = bench.fake.world.messages;
    expect(reply?.thread).toBe(card?.id);
  });
});

describe("the bot that was added in Teams", () => {
  const everything = () => bench.fake.world.messages.map((one) => readMessage(one));
  const introductions = () => everything().filter((words) => words.includes("Watchpost is here"));

  it.each([
    ["a team, in the channel that was chosen", "19:dev@thread.tacv2", "@Ada invited it."],
    ["a private channel", "19:hush@thread.tacv2", "@Ada invited it."],
    ["a group chat", "19:chat@thread.v2", "@Ada invited it."],
    ["somebody's own chat", "a:ada", "You added it."],
  ])("to %s says once who it is, who brought it, and how to subscribe", async (_, where, by) => {
    await bench.fake.install("add", where);
    await bench.fake.again();
    await bench.fake.change({ membersAdded: [bench.fake.bot] }, where);
    await expect.poll(() => bench.shownIn(where).join("\n")).toContain(by);
    await bench.fake.install("remove-upgrade", where);
    await bench.fake.install("add-upgrade", where);
    await bench.end();
    await bench.begin();
    await bench.fake.install("add", where);
    await bench.fake.say("status", { in: where });
    await expect.poll(() => everything().join("\n")).toContain("You said status");
    expect(introductions()).toEqual([expect.stringContaining("subscribe status")]);
  });

  it("to a team again introduces itself once more, in one channel, and goes on in the others", async () => {
    await bench.fake.install("remove");
    await expect.poll(paused).toContain("removed");
    await bench.fake.install("add", "19:dev@thread.tacv2");
    await expect.poll(paused).toBeUndefined();
    await expect.poll(() => introductions()).toHaveLength(1);
    expect(bench.shownIn("19:dev@thread.tacv2")).toHaveLength(1);
  });

  it("and left a private channel alone stays in the team", async () => {
    await bench.fake.install("add", "19:hush@thread.tacv2");
    await bench.follow("19:hush@thread.tacv2");
    await bench.fake.install("remove", "19:hush@thread.tacv2");
    await expect.poll(() => bench.paused("19:hush@thread.tacv2")).toContain("removed");
    await bench.show(incident("i1", "investigating"));
    await expect.poll(posts).toHaveLength(1);
    await expect.poll(paused).toBeUndefined();
  });
});
