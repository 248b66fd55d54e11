import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { type Clock, DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { actions, type Message, text } from "../../src/core/message.ts";
import { fastClock } from "../fakes/fast-clock.ts";
import { type FakeRecords, fakeRecords } from "../fakes/records.ts";
import { bot, openSlack, type SlackBench, shownIn } from "./slack-bench.ts";

const page = (words: string): Message => ({
  summary: words,
  blocks: [text(words), actions({ label: "Refresh", line: "home" })],
});

describe("whose Home in Slack is kept up to date", () => {
  let bench: SlackBench;
  let clock: Clock;
  let records: FakeRecords;
  const answer: Answer = async function* ({ line }) {
    const message =
      line === "home" ? page("All is well.") : { summary: `You said ${line}`, blocks: [] };
    yield { message, audience: "asker", pending: false };
  };

  beforeEach(() => {
    clock = fastClock(600); // Ten minutes pass in a second.
    records = fakeRecords();
  });
  afterEach(() => bench.close());

  /** Somebody opened theirs so long ago, in an earlier life of the bot. */
  function opened(user: string, ago: number, more: object = {}) {
    const at = clock.now().getTime() - ago;
    const by = { id: `slack:user:${user}`, name: user, groups: [], member: true };
    return records.set(`home/${user}`, { user, by, openedAt: at, shownAt: at, ...more });
  }
  const publishedTo = () => [...bench.slack.views.homes.keys()].sort();

  it("is theirs who opened it within a day, and the others are forgotten", async () => {
    await opened("UOLD", DAY + MINUTE);
    await opened("UNEW", 3 * HOUR);
    bench = await openSlack("http", { records, clock });
    await bench.adapter.start(bot(answer));
    await expect.poll(publishedTo).toEqual(["UNEW"]);
    await expect.poll(() => records.list("home/")).toHaveLength(1);
  });

  it("is theirs who came last, where there are too many", async () => {
    clock = fastClock(60); // So that all of them together take longer than whoever looks now may wait.
    const users = Array.from({ length: 203 }, (_, index) => `U${1000 + index}`);
    for (const [index, user] of users.entries()) await opened(user, HOUR + index * 1000);
    bench = await openSlack("http", { records, clock });
    await bench.adapter.start(bot(answer));
    await expect.poll(() => records.list("home/")).toHaveLength(200);
    const kept = (await records.list("home/")).map(({ key }) => key);
    expect(kept).toContain("home/U1000");
    expect(kept).not.toContain("home/U1202");
    await expect.poll(() => publishedTo().length).toBeGreaterThan(20);
    await bench.slack.openHome();
    await bench.slack.type("ping");
    await expect.poll(() => shownIn(bench.slack).map((one) => one.text)).toEqual(["You said ping"]);
    await expect.poll(() => bench.slack.readHome()).toContain("All is well.");
    expect(publishedTo().length).toBeLessThan(200); // Others still wait for theirs.
  });

  it("is shown anew after ten minutes though it says the same, to those who may still look at it", async () => {
    bench = await openSlack("http", { records, clock });
    await bench.adapter.start(bot(answer));
    await bench.slack.openHome();
    await expect.poll(() => bench.slack.readHome()).toContain("All is well.");
    const updates = () => bench.slack.views.homes.get("UADA")?.updates;
    await expect.poll(updates).toBe(1);
  });
});
