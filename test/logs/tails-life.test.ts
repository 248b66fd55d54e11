import { describe, expect, it } from "vitest";
import { DeliveryError } from "../../src/core/errors.ts";
import { openTailHouse, wish } from "../fakes/tails.ts";

const ops = "pretend:channel:ops";
const refused = () => new DeliveryError("refused", "The channel is archived.");

describe("a tail, where the platform is in trouble,", () => {
  it("is refused at once where the bot may not post, and nothing is kept of it", async () => {
    const { live, platform, records } = openTailHouse();
    platform.state.meets = refused;
    await expect(live().begin(wish())).rejects.toThrow("The channel is archived.");
    expect(await records.list("")).toEqual([]);
  });

  it("ends where the conversation takes no messages any more, and whoever began it is told", async () => {
    const { live, come, beat, platform, records } = openTailHouse();
    const tails = live();
    await tails.begin(wish());
    platform.state.meets = (to) => (to === ops ? refused() : undefined);
    await come(1);
    await beat(tails, 10);
    const told = platform.done.at(-1);
    expect(told?.conversation).toBe("pretend:user:ada");
    expect(told?.text).toContain("Your tail of prod has ended.");
    expect(told?.text).toContain("The channel is archived.");
    expect(await records.list("")).toEqual([]);
  });

  it("waits as long as it is asked to, and loses nothing", async () => {
    const { live, come, beat, platform, posts } = openTailHouse();
    const tails = live();
    await tails.begin(wish());
    let tries = 0;
    platform.state.meets = () => {
      tries += 1;
      return new DeliveryError("throttled", "Slow down.", { retryAfterMs: 20_000 });
    };
    await come(1);
    await beat(tails, 15);
    await come(1);
    expect(tries).toBe(1);
    platform.state.meets = () => undefined;
    await beat(tails, 10);
    expect(posts().at(-1)?.text).toContain("2 failures");
  });

  it("says its end although the machine slept for an hour when it was due", async () => {
    const { live, come, beat, clock, platform, records } = openTailHouse();
    const tails = live();
    await tails.begin(wish({ length: 60_000 }));
    await come(1);
    clock.set(new Date(clock.now().getTime() + 3_600_000));
    await beat(tails, 10);
    const texts = platform.done.map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringContaining("Wrong password, 13:00"));
    expect(texts.at(-1)).toContain("Tail of prod ended");
    expect(await records.list("")).toEqual([]);
  });

  it("goes on plainly where a message is rejected as it is", async () => {
    const { live, come, beat, platform, posts } = openTailHouse();
    const tails = live();
    await tails.begin(wish());
    platform.state.meets = (_, { blocks }) =>
      blocks.length > 1 ? new DeliveryError("rejected", "Not like this.") : undefined;
    await come(1);
    await beat(tails, 6);
    expect(posts().at(-1)?.text).toContain("Wrong password, 13:00");
  });
});

describe("a tail that a restart cuts in two", () => {
  /** What one life told, as far as batches show it. */
  const listed = (texts: readonly { text: string }[]) =>
    texts.flatMap(({ text }) => text.match(/^- .*$/gmu) ?? []).length;

  it("tells what came meanwhile, nothing twice, and says that numbers mean others from there on", async () => {
    const { live, come, beat, platform, clock } = openTailHouse();
    const first = live();
    await come(2, { user_id: "auth0|early" });
    await first.begin(wish());
    await come(3);
    await beat(first, 6);
    await come(4); // Come, and not told any more: the bot is killed.
    await first.settled();
    await clock.advance(60_000);
    await come(5, {}, new Date(clock.now().getTime() - 30_000));
    const second = live();
    await beat(second, 2);
    await come(1);
    await beat(second, 6);
    const batches = platform.done.slice(1).filter(({ what }) => what === "post");
    expect(batches.map(({ text }) => /^(?:\d+ failures|Wrong password)/.exec(text)?.[0])).toEqual([
      "3 failures",
      "9 failures",
      "Wrong password",
    ]);
    expect(listed(batches)).toBe(12);
    expect(batches[1]?.text).toContain("user 4");
    // Those are others, who have read of the first ones a moment ago.
    expect(batches[1]?.text).not.toMatch(/user [123]\b/u);
    expect(batches[1]?.text).toContain("Watchpost was restarted meanwhile");
    expect(batches[2]?.text).not.toContain("restarted");
    expect(batches.every(({ thread }) => thread === platform.done[0]?.id)).toBe(true);
    await beat(second, 600);
    expect(platform.done.at(-1)?.text).toContain("13 events, all listed.");
  });

  it("ends with what came until its time was over, where the bot came back too late for more", async () => {
    const { live, come, beat, platform, records, clock } = openTailHouse();
    const first = live();
    await first.begin(wish());
    await first.settled();
    await clock.advance(300_000);
    await come(2);
    await clock.advance(7_200_000);
    await come(1);
    const second = live();
    await beat(second, 3);
    expect(platform.done.map(({ what }) => what)).toEqual(["post", "post", "edit"]);
    expect(platform.done[1]?.text).toContain("2 failures until 13:05:00 CET");
    expect(platform.done[2]?.text).toContain("Its time was over at 13:10 CET.");
    expect(await records.list("")).toEqual([]);
  });

  it("shows its card then, where a kill came before it could be known to be shown", async () => {
    const { live, come, beat, platform, records } = openTailHouse();
    const first = live();
    platform.state.meets = () => new Promise(() => {});
    void first.begin(wish());
    await expect.poll(async () => (await records.list("tail/")).length).toBe(1);
    platform.state.meets = () => undefined;
    const second = live();
    await beat(second, 1);
    await come(1);
    await beat(second, 2);
    expect(platform.tried.slice(0, 2)).toEqual([platform.tried[0], platform.tried[0]]);
    expect(platform.done[1]?.thread).toBe(platform.done[0]?.id);
    expect(await second.list(ops)).toHaveLength(1);
  });

  it("tells a batch again under the same key, where a kill came before it could be known to be told", async () => {
    const { live, come, beat, posts, records } = openTailHouse();
    const first = live();
    await first.begin(wish());
    await come(2);
    records.stall();
    await beat(first, 6);
    records.revive();
    const second = live();
    await beat(second, 3);
    const keys = posts().map(({ key }) => key);
    expect(keys).toHaveLength(3);
    expect(keys[2]).toBe(keys[1]);
  });

  it("ends in the next life, where somebody stopped it in this one", async () => {
    const { live, come, beat, platform } = openTailHouse();
    const first = live();
    const { tail } = await first.begin(wish());
    platform.state.meets = () => new DeliveryError("unavailable", "Not now.");
    await first.stop(tail.id, { name: "Grace" });
    await first.settled();
    await come(1);
    platform.state.meets = () => undefined;
    const second = live();
    await beat(second, 3);
    expect(platform.done.map(({ what }) => what)).toEqual(["post", "edit"]);
    expect(platform.done[1]?.text).toContain("Grace stopped it");
  });
});
