import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeSlack, fakeSecrets, startFakeSlack } from "../fakes/slack/slack.ts";
import { type FakeTeams, startFakeTeams } from "../fakes/teams/teams.ts";
import { createBotProcess, serveFeeds } from "./bot-process.ts";
import { freePort } from "./free-port.ts";
import { atomOf, type Incident } from "./status-feed.ts";

const incident = (count: number): Incident => ({
  id: "i1",
  title: "Elevated &lt;!channel&gt; [login](https://evil.example) errors",
  updated: "2026-11-20T11:00:00Z",
  updates: [
    { at: "Nov 20, 10:00 UTC", status: "Investigating", text: "Step one." },
    { at: "Nov 20, 10:20 UTC", status: "Identified", text: "Step two." },
    { at: "Nov 20, 10:40 UTC", status: "Resolved", text: "Step three." },
  ].slice(0, count),
});

describe("one incident on every platform, through the built bot, faults and kill -9", () => {
  let slack: FakeSlack;
  let teams: FakeTeams;
  let feeds: Awaited<ReturnType<typeof serveFeeds>>;
  let bot: ReturnType<typeof createBotProcess>;

  beforeAll(async () => {
    feeds = await serveFeeds();
    slack = await startFakeSlack();
    teams = await startFakeTeams();
    const port = await freePort();
    slack.settings.deliverTo = `http://127.0.0.1:${port}/slack/events`;
    teams.settings.deliverTo = `http://127.0.0.1:${port}/api/messages`;
    const { botToken, signingSecret } = fakeSecrets;
    bot = createBotProcess((localPort) => ({
      tenants: [{ name: "prod", domain: "acme.us.auth0.com" }],
      sources: {
        status: { url: `${feeds.url}/status.xml`, page: false, every: "1s" },
        changelog: { url: `${feeds.url}/none`, every: "1d" },
        advisories: { okta: false },
      },
      http: { host: "127.0.0.1", port },
      slack: { botToken, signingSecret, apiUrl: slack.apiUrl },
      teams: teams.section,
      local: { enabled: true, port: localPort },
      access: {
        operators: ["slack:user:UADA", "teams:user:ada00000-0000-4000-8000-000000000001"],
      },
      subscriptions: [{ in: "local:channel:ops", source: "status" }],
    }));
    feeds.show("/status.xml", atomOf([]));
    await bot.start();
  }, 240_000);
  afterAll(async () => {
    await bot.close();
    await Promise.all([slack.close(), teams.close(), feeds.close()]);
  });

  const inSlack = () =>
    slack.world.operations.filter(({ op, channel }) => op !== "ephemeral" && channel === "C1");
  const slackReplies = () => inSlack().filter(({ op, thread }) => op === "post" && thread);
  const slackCard = () =>
    inSlack()
      .filter(({ thread }) => !thread)
      .at(-1);
  const inTeams = () =>
    teams.world.operations.filter(({ kind, onlyFor }) => kind !== "open" && !onlyFor);
  const wordsOf = (operation: unknown) => JSON.stringify(operation);

  it("is subscribed to from chat in Slack and in Teams", async () => {
    await expect.poll(() => feeds.reads("/status.xml")).toBeGreaterThan(1);
    expect(await slack.type("subscribe status")).toMatchObject({ status: 200 });
    await expect.poll(() => wordsOf(slack.world.operations)).toContain("Auth0 status");
    expect((await teams.say("subscribe status")).status).toBeLessThan(300);
    await expect.poll(() => wordsOf(teams.world.operations)).toContain("Auth0 status");
  });

  it("is one card in each, whose first word is shown", async () => {
    feeds.show("/status.xml", atomOf([incident(1)]));
    await expect.poll(() => slackCard()?.text).toContain("Step one.");
    await expect.poll(() => wordsOf(inTeams())).toContain("Step one.");
    await expect.poll(() => bot.messages().then((all) => all.length)).toBe(1);
    expect(slackCard()?.text).toContain("Elevated <!channel> [login](https://evil.example) errors");
  });

  it("moves on in its thread and in place, although a platform fails and the bot is killed", async () => {
    slack.fail({ kind: "429", method: "chat.update", retryAfter: 1 });
    feeds.show("/status.xml", atomOf([incident(2)]));
    await bot.kill();
    slack.fail({ kind: "500", method: "chat.postMessage" });
    await bot.start();
    await expect
      .poll(() => slackReplies().filter(({ text }) => text.includes("Step two.")).length)
      .toBe(1);
    await expect.poll(() => wordsOf(inTeams())).toContain("Step two.");
    await bot.kill();
    feeds.show("/status.xml", atomOf([incident(3)]));
    await bot.start();
    await expect
      .poll(() => slackReplies().filter(({ text }) => text.includes("Step three.")).length)
      .toBe(1);
    await expect.poll(() => slackCard()?.text).toContain("Resolved");
    await expect.poll(() => wordsOf(inTeams())).toContain("Step three.");
    await expect.poll(() => bot.messages().then((all) => all.length)).toBe(3);
    expect(inSlack().filter(({ op, thread }) => op === "post" && !thread)).toHaveLength(1);
    expect(slackReplies().some(({ broadcast }) => broadcast)).toBe(false);
  }, 240_000);

  it("pauses where the channel is archived, says so, and tells all of it once the channel is open again", async () => {
    slack.setChannel("C1", "archived");
    feeds.show(
      "/status.xml",
      atomOf([incident(3), { ...incident(1), id: "i2", title: "Another one" }]),
    );
    const direct = () =>
      slack.world.operations.filter(({ channel }) => channel === "DADA").map(({ text }) => text);
    await expect.poll(() => direct().join("\n")).toMatch(/archive/i);
    await expect.poll(() => bot.messages().then((all) => all.length)).toBe(4); // The others are told all the same.
    slack.setChannel("C1", "open");
    await slack.event({ type: "channel_unarchive", channel: "C1", user: "UADA" });
    await expect.poll(() => slackCard()?.text).toContain("Another one");
  }, 180_000);

  it("ends within ten seconds of being asked to", async () => {
    const began = Date.now();
    expect(await bot.stop()).toBe(0);
    expect(Date.now() - began).toBeLessThan(10_000);
  });
});
