import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeSlack, fakeSecrets, startFakeSlack } from "../fakes/slack/slack.ts";
import { createBotProcess, serveFeeds } from "./bot-process.ts";
import { freePort } from "./free-port.ts";
import { atomOf, type Incident } from "./status-feed.ts";

const incident: Incident = {
  id: "i1",
  title: "Elevated errors at login",
  updated: "2026-11-20T11:00:00Z",
  updates: [{ at: "Nov 20, 10:00 UTC", status: "Investigating", text: "Step one." }],
};

describe("Slack's Home tab, through the built bot", () => {
  let slack: FakeSlack;
  let feeds: Awaited<ReturnType<typeof serveFeeds>>;
  let bot: ReturnType<typeof createBotProcess>;

  beforeAll(async () => {
    feeds = await serveFeeds();
    slack = await startFakeSlack();
    const port = await freePort();
    slack.settings.deliverTo = `http://127.0.0.1:${port}/slack/events`;
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
      local: { enabled: true, port: localPort },
      access: { operators: ["slack:user:UADA"] },
    }));
    feeds.show("/status.xml", atomOf([]));
    await bot.start();
  }, 120_000);
  afterAll(async () => {
    await bot.close();
    await Promise.all([slack.close(), feeds.close()]);
  });

  const home = () => slack.readHome();

  it("shows how things are to whoever opens it, and what they subscribe without being opened again", async () => {
    await expect.poll(() => feeds.reads("/status.xml")).toBeGreaterThan(1);
    expect(await slack.openHome()).toMatchObject({ status: 200 });
    await expect.poll(home).toContain("All clear for prod");
    expect(home()).toContain("Your role here is operator");
    await slack.type("subscribe status");
    await expect.poll(home).toContain("#C1: Auth0 status (thread)");
  });

  it("shows an incident by itself, although the bot was killed before it began", async () => {
    await bot.kill();
    feeds.show("/status.xml", atomOf([incident]));
    await bot.start();
    await expect.poll(home).toContain("Elevated errors at login");
  });

  it("shows why a channel is paused, as soon as it is", async () => {
    slack.setChannel("C1", "archived");
    await slack.event({ type: "channel_archive", channel: "C1", user: "UADA" });
    await expect.poll(home).toContain("1 conversation that you subscribed is paused");
    expect(home()).toMatch(/#C1: Auth0 status \(thread\); paused since .*archived/);
  });

  it("answers its buttons in direct messages", async () => {
    await slack.pressHome("Status");
    const direct = () =>
      slack.world.operations.filter(({ channel }) => channel === "DADA").map(({ text }) => text);
    await expect.poll(() => direct().join("\n")).toContain("1 open incident affects prod");
    await expect.poll(home).toContain('The answer to "status" is under Messages.');
  });

  it("keeps nothing from ending within ten seconds of being asked to", async () => {
    const began = Date.now();
    expect(await bot.stop()).toBe(0);
    expect(Date.now() - began).toBeLessThan(10_000);
  });
});
