import { describe, expect, it } from "vitest";
import { commands } from "../src/commands/index.ts";
import type { Message } from "../src/core/message.ts";
import { renderPlain } from "../src/core/plain.ts";
import type { Records } from "../src/core/records.ts";
import { createIntroductions } from "../src/introductions.ts";
import { fakeContext } from "./fakes/context.ts";
import { type ManualClock, manualClock } from "./fakes/manual-clock.ts";
import { fakeRecords } from "./fakes/records.ts";

const { sources, tenants, store } = fakeContext();
const offered = { commands, sources, tenants };
const ada = { id: "teams:user:ada", name: "Ada", groups: [], member: true } as const;
const joined = { kind: "joined", conversation: "teams:channel:ops", by: ada } as const;

/** One life of the bot on a platform that gives its events no ids. */
function live(
  records: Records,
  { clock = manualClock(), hangs = false }: { clock?: ManualClock; hangs?: boolean } = {},
) {
  const posts: Message[] = [];
  const adapter = {
    name: "teams",
    async post(to: { conversation: typeof joined.conversation }, message: Message) {
      posts.push(message);
      if (hangs) await new Promise(() => {});
      return { conversation: to.conversation, id: "1" };
    },
  };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const { subscriptions } = store;
  return {
    posts,
    ...createIntroductions({ adapter, records, subscriptions, offered, clock, log }),
  };
}

describe("an introduction", () => {
  it("is made once on a platform that tells one arrival in several events, and anew after a departure", async () => {
    const clock = manualClock();
    const bot = live(fakeRecords(), { clock });
    await bot.happened(joined);
    await bot.happened(joined);
    await clock.advance(5000);
    await bot.happened(joined);
    await clock.advance(5000);
    expect(bot.posts.map(renderPlain)).toEqual([expect.stringMatching(/Ada.* invited it/)]);
    await bot.happened({ ...joined, kind: "left" });
    await bot.happened(joined);
    await clock.advance(5000);
    expect(bot.posts).toHaveLength(2);
  });

  it("is not made again after a kill while it was on its way: it may have been seen", async () => {
    const records = fakeRecords();
    const clock = manualClock();
    const killed = live(records, { clock, hangs: true });
    await killed.happened(joined);
    await clock.advance(1);
    expect(killed.posts).toHaveLength(1);
    const reborn = live(records, { clock });
    await reborn.resume();
    await clock.advance(60_000);
    expect(reborn.posts).toEqual([]);
  });

  it("is made after a kill before it was sent, unless that is long ago", async () => {
    const [early, late] = [fakeRecords(), fakeRecords()];
    for (const records of [early, late]) {
      const killed = live(records);
      await killed.stop(); // As a kill leaves it: written down, and nothing sent.
      await killed.happened(joined);
    }
    const clock = manualClock();
    const reborn = live(early, { clock });
    await reborn.resume();
    await clock.advance(1);
    expect(reborn.posts).toHaveLength(1);
    await clock.advance(2 * 3_600_000);
    const muchLater = live(late, { clock });
    await muchLater.resume();
    await clock.advance(60_000);
    expect(muchLater.posts).toEqual([]);
  });

  it("keeps nobody's name once it is made", async () => {
    const records = fakeRecords();
    const clock = manualClock();
    const bot = live(records, { clock });
    await bot.happened(joined);
    await clock.advance(1);
    expect(JSON.stringify(await records.list(""))).not.toMatch(/ada/i);
  });
});
