import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { tail } from "../../src/commands/tail.ts";
import type { PersonId } from "../../src/core/address.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { createAside } from "../../src/delivery/aside.ts";
import { createPacer } from "../../src/delivery/pacer.ts";
import { createTails } from "../../src/logs/tails.ts";
import { openBench as openLocal } from "../adapters/local-contract-bench.ts";
import { openSlack } from "../adapters/slack-bench.ts";
import { openBench as openTeams } from "../adapters/teams-bench.ts";
import type { Bench, Shown } from "../contracts/chat-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { neverChanges } from "../fakes/changes.ts";
import { fakeContext } from "../fakes/context.ts";
import { deaf, fakeLog } from "../fakes/house.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeRecords } from "../fakes/records.ts";

const open: Readonly<Record<string, () => Promise<Bench>>> = {
  Slack: () => openSlack("http"),
  Teams: openTeams,
  "the local page": openLocal,
};

/** Somebody who may tail, on a platform that answers lines. */
async function live(bench: Bench) {
  const { adapter } = bench;
  const clock = manualClock();
  const archive = fakeArchive(clock.now);
  const paceOf = () => adapter.pace;
  const pacer = createPacer(paceOf);
  const aside = createAside({ pacer, paceOf, isBusy: () => false, clock });
  const records = fakeRecords();
  const log = fakeLog();
  const parts = { archive, adapters: [adapter], aside, records, clock, log };
  const tails = createTails({ ...parts, mayGoOn: async () => true, newId: () => "3f9c21ab" });
  const answer = createDispatch({
    commands: [tail],
    access: { operators: [bench.person as PersonId], admins: [] },
    clock,
    log,
    hearing: deaf,
    zone: "UTC",
    reference: () => "ref",
    services: fakeContext({ tails, archive }),
  });
  await adapter.start({ answer, happened: async () => {}, onChange: neverChanges });
  let events = 0;
  return {
    async come(count: number) {
      const records = Array.from({ length: count }, () => {
        events += 1;
        const log_id = `900${String(events).padStart(20, "0")}`;
        const person = { user_id: "auth0|ada", user_name: "ada@example.com", ip: "203.0.113.7" };
        return { log_id, date: clock.now().toISOString(), type: "fp", ...person };
      });
      await archive.add({ tenant: "prod", way: "stream", records });
    },
    async beat(seconds: number) {
      for (let second = 0; second < seconds; second += 1) {
        await clock.advance(1000);
        await tails.tick();
      }
    },
  };
}

describe.each(Object.keys(open))("a tail in %s", (platform) => {
  let bench: Bench;
  beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);
  afterEach(() => bench.close());

  it("is a card for everybody, with what comes in below it, until somebody presses Stop", async () => {
    bench = await (open[platform] ?? openLocal)();
    const { come, beat } = await live(bench);
    const found = async (words: RegExp) =>
      (await bench.shown()).find(({ text, isPrivate }) => !isPrivate && words.test(text));
    const beating = async (words: RegExp) => {
      await beat(1);
      return found(words);
    };
    await bench.say("tail type:fp");
    await expect.poll(() => found(/Tailing prod: new events \(type:fp\)/u)).toBeDefined();
    const card = (await found(/Tailing prod/u)) as Shown;
    await come(20);
    await expect.poll(() => beating(/20 failures until/u)).toBeDefined();
    const batch = (await found(/20 failures until/u)) as Shown;
    expect(batch.thread).toBe(card.thread ?? card.id);
    expect(batch.text).toContain("10 are not listed: 10 Wrong password (fp).");
    expect(batch.text).toContain("user 1");
    await bench.press("Stop tail");
    await expect
      .poll(async () =>
        (await bench.shown()).some(({ text }) => text.includes("The tail of prod is stopped.")),
      )
      .toBe(true);
    await expect.poll(() => beating(/stopped it at/u)).toMatchObject({ id: card.id });
    const texts = (await bench.shown()).map(({ text }) => text).join("\n");
    expect(texts).not.toMatch(/auth0\||example\.com|203\.0/u);
  });
});

describe("a tail in Slack's direct messages", () => {
  it("stands in its card's thread there too, and its card is edited in its place", async () => {
    const bench = await openSlack("http");
    const { come, beat } = await live(bench);
    const { slack } = bench;
    const by = { ...slack.person, channel: "DADA" };
    await slack.type("tail type:fp", { by });
    const posts = () => slack.world.messages.filter(({ text }) => /Tailing|failures/u.test(text));
    await expect.poll(() => posts().some(({ user }) => user === undefined)).toBe(true);
    await come(2);
    const batch = async () => {
      await beat(1);
      return posts().find(({ text }) => text.startsWith("2 failures"));
    };
    await expect.poll(batch).toMatchObject({ channel: "DADA" });
    const card = posts().find(({ text }) => text.includes("by "));
    expect(card?.channel).toBe("DADA");
    expect((await batch())?.thread).toBe(card?.ts);
    await slack.type("tail stop", { by });
    const ended = async () => {
      await beat(1);
      return slack.world.messages.find(({ ts }) => ts === card?.ts)?.text;
    };
    await expect.poll(ended).toContain("stopped it at");
    await bench.close();
  });
});
