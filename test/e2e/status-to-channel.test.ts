import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { renderPlain } from "../../src/core/plain.ts";
import { createBotProcess, type LocalMessage, serveFeeds } from "./bot-process.ts";
import { atomOf, type Incident, rssOf } from "./status-feed.ts";

const steps = [
  {
    at: "Oct 20, 10:00 UTC",
    status: "Investigating",
    text: "Step one: we look into failing logins.",
  },
  { at: "Oct 20, 10:20 UTC", status: "Identified", text: "Step two: a cache is at fault." },
  { at: "Oct 20, 10:40 UTC", status: "Resolved", text: "Step three: the cache is back." },
  { at: "Nov 21, 09:00 UTC", status: "Postmortem", text: "Step four: what went wrong, at length." },
];
const old: Incident = {
  id: "old1",
  title: "An old one",
  updated: "2026-10-01T10:00:00Z",
  updates: [{ at: "Oct 1, 10:00 UTC", status: "Resolved", text: "Long over." }],
};
const trouble = (count: number, updated = "2026-10-20T10:00:00Z"): Incident => ({
  id: "new1",
  title: "Elevated login errors",
  updated,
  updates: steps.slice(0, count),
});

const plain = ({ message }: LocalMessage) => renderPlain(message);

describe.each([
  ["Atom", atomOf],
  ["RSS", rssOf],
] as const)("the status feed in %s, from the feed to the channel", (_, write) => {
  let feeds: Awaited<ReturnType<typeof serveFeeds>>;
  let bot: ReturnType<typeof createBotProcess>;
  beforeAll(async () => {
    feeds = await serveFeeds();
  });
  afterAll(() => feeds.close());
  beforeEach(() => {
    bot = createBotProcess((port) => ({
      tenants: [
        { name: "prod", domain: "acme.us.auth0.com" },
        { name: "staging", domain: "acme-staging.us.auth0.com" },
      ],
      sources: {
        status: { url: `${feeds.url}/{domain}.xml`, page: false, every: "1s" },
        changelog: { url: `${feeds.url}/none`, every: "1d" },
        advisories: { okta: false },
      },
      subscriptions: [{ in: "local:channel:ops", source: "status" }],
      local: { enabled: true, port },
    }));
  });
  afterEach(() => bot.close());

  const show = (...incidents: readonly Incident[]) => {
    for (const domain of ["acme", "acme-staging"])
      feeds.show(`/${domain}.us.auth0.com.xml`, write(incidents));
  };
  const reads = () => feeds.reads("/acme-staging.us.auth0.com.xml");
  /** What was shown has been read since, twice: whatever was to be made of it is made. */
  async function read(): Promise<void> {
    const before = reads();
    await expect.poll(reads).toBeGreaterThan(before + 1);
  }

  it("tells each update once, in one card and its thread, through kills and rewritten dates", {
    timeout: 240_000,
  }, async () => {
    show(old);
    await bot.start();
    await read();
    expect(await bot.messages()).toEqual([]); // What was there is remembered, not told.

    show(trouble(1), old);
    await expect.poll(() => bot.messages().then((all) => all.length)).toBe(1);
    // The second tenant's feed may have been read a moment later: the card then comes to name both.
    await expect
      .poll(() => bot.messages().then(([card]) => card && plain(card)))
      .toMatch(/Investigating[\s\S]*prod, staging[\s\S]*Step one/);
    const [card] = await bot.messages();

    await bot.kill();
    show(old, trouble(2, "2026-10-21T08:00:00Z")); // Re-ordered and re-dated beside the news.
    await bot.start();
    await expect.poll(() => bot.messages().then((all) => all.length)).toBe(2);

    show(trouble(3, "2026-10-21T09:00:00Z"), { ...old, updated: "2026-11-21T10:00:00Z" });
    await expect.poll(() => bot.messages().then((all) => all.length)).toBe(3);
    await bot.kill();
    await bot.start();
    show(trouble(4, "2026-11-21T09:00:00Z"), old);
    await expect.poll(() => bot.messages().then((all) => all.length)).toBe(4);
    show(old, trouble(4, "2026-11-22T09:00:00Z"));
    await read();

    const [present, ...replies] = await bot.messages();
    expect(present?.id).toBe(card?.id);
    expect(present?.editedAt).not.toBeNull();
    expect(present && plain(present)).toContain("Root-cause analysis");
    expect(replies.map(({ replyTo }) => replyTo)).toEqual([card?.id, card?.id, card?.id]);
    expect(replies.map((one) => /Step \w+/.exec(plain(one))?.[0])).toEqual([
      "Step two",
      "Step three",
      "Step four",
    ]);
    expect(await bot.stop()).toBe(0);
  });

  it("merges what happened while it was down into one reply, and answers about it", {
    timeout: 180_000,
  }, async () => {
    show(old);
    await bot.start();
    await read();
    show(trouble(1));
    await expect.poll(() => bot.messages().then((all) => all.length)).toBe(1);
    await bot.kill();
    show(trouble(4, "2026-11-21T09:00:00Z"));
    await bot.start();
    await expect.poll(() => bot.messages().then((all) => all.length)).toBe(2);
    const [, reply] = await bot.messages();
    expect(reply && plain(reply)).toMatch(/Step two[\s\S]*Step three[\s\S]*Step four/);

    const asked = await bot.say("incidents since:2026-10-01");
    const answer = async () =>
      (await bot.messages()).find(({ inAnswerTo, pending }) => inAnswerTo === asked && !pending);
    await expect.poll(answer).toMatchObject({ privateTo: "ada" });
    expect(plain((await answer()) as LocalMessage)).toContain("Elevated login errors");
    expect((await bot.messages("eve")).some(({ inAnswerTo }) => inAnswerTo === asked)).toBe(false);
  });
});
