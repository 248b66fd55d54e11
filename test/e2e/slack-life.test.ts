import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeSlack, fakeSecrets, startFakeSlack } from "../fakes/slack/slack.ts";
import { createBotProcess, serveFeeds } from "./bot-process.ts";
import { freePort } from "./free-port.ts";
import { atomOf, type Incident } from "./status-feed.ts";

const said = ["Step one.", "Step two.", "Step three.", "Step four."];
const incident = (count: number): Incident => ({
  id: "i1",
  title: "Elevated errors at login",
  updated: "2026-11-20T11:00:00Z",
  updates: said.slice(0, count).map((text, nth) => ({
    at: `Nov 20, 1${nth}:00 UTC`,
    status: nth === 0 ? "Investigating" : "Update",
    text,
  })),
});

describe.each(["http", "socket"] as const)(
  "the life of a channel in Slack over %s, through the built bot",
  (mode) => {
    let slack: FakeSlack;
    let feeds: Awaited<ReturnType<typeof serveFeeds>>;
    let bot: ReturnType<typeof createBotProcess>;

    beforeAll(async () => {
      feeds = await serveFeeds();
      slack = await startFakeSlack();
      const port = await freePort();
      slack.settings.deliverTo = `http://127.0.0.1:${port}/slack/events`;
      const { botToken, signingSecret, appToken } = fakeSecrets;
      const way = mode === "http" ? { signingSecret } : { appToken };
      bot = createBotProcess((localPort) => ({
        tenants: [{ name: "prod", domain: "acme.us.auth0.com" }],
        sources: {
          status: { url: `${feeds.url}/status.xml`, page: false, every: "1s" },
          changelog: { url: `${feeds.url}/none`, every: "1d" },
          advisories: { okta: false },
        },
        subscriptions: [{ in: "slack:channel:C1", source: "status" }],
        http: { host: "127.0.0.1", port },
        slack: { botToken, ...way, apiUrl: slack.apiUrl },
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

    const ready = () => expect.poll(() => mode === "http" || slack.sockets.length > 0).toBe(true);
    const posts = (id: string) =>
      slack.world.operations
        .filter(({ op, channel }) => op === "post" && channel === id)
        .map(({ text }) => text);
    async function killed(): Promise<void> {
      await bot.kill();
      await bot.start();
      await ready();
    }

    it("begins with one introduction, also when the bot is killed and the invitation delivered again", async () => {
      await ready();
      await expect.poll(() => feeds.reads("/status.xml")).toBeGreaterThan(1);
      await slack.invite("C2");
      await expect.poll(() => posts("C2")).toEqual([expect.stringContaining("invited it")]);
      await killed();
      await slack.again();
      await slack.invite("C1"); // Of the settings: it goes on.
      await expect.poll(() => posts("C1")).toEqual([expect.stringContaining("goes on")]);
      expect(posts("C2")).toHaveLength(1);
      await slack.press("Subscribe");
      await expect.poll(() => JSON.stringify(slack.views.shownTo("UADA"))).toContain("How loud");
      await slack.dismiss();
    }, 90_000);

    it("goes on under another id, although the settings still call it by the old one and the bot is killed", async () => {
      feeds.show("/status.xml", atomOf([incident(1)]));
      await expect.poll(() => posts("C1").join()).toContain("Step one.");
      await slack.changeId("C1", "C9");
      const by = { ...slack.person, channel: "C9" };
      const answers = () => slack.world.operations.map(({ text }) => text).join("\n");
      await slack.type("subscriptions", { by });
      await expect.poll(answers).toContain("This conversation follows 1 source");
      await killed();
      feeds.show("/status.xml", atomOf([incident(2)]));
      await expect.poll(() => posts("C9").join()).toContain("Step two.");
      const card = slack.world.messages.find(({ blocks }) =>
        JSON.stringify(blocks ?? "").includes("Elevated errors at login"),
      );
      const reply = slack.world.operations.find(
        ({ channel, text }) => channel === "C9" && text.includes("Step two."),
      );
      expect([reply?.ts, reply?.thread]).toContain(card?.ts);
    }, 90_000);

    it("goes on by itself when the app was uninstalled, the bot killed, and the app installed again", async () => {
      const by = { ...slack.person, channel: "C2" };
      await slack.type("subscribe status as:all", { by });
      await expect.poll(() => posts("C2").join()).toContain("Elevated errors at login");
      const before = slack.calls.length;
      await slack.uninstall();
      feeds.show("/status.xml", atomOf([incident(3)]));
      // Ada is to be told of it in a direct message, which Slack refuses as well.
      await expect.poll(() => slack.calls.slice(before)).toContain("chat.postMessage");
      await bot.kill();
      await bot.start(); // The token is still refused.
      await expect
        .poll(() => slack.calls.filter((call) => call === "auth.test").length)
        .toBeGreaterThan(3);
      expect(posts("C2").join()).not.toContain("Step three.");
      await bot.kill();
      slack.install();
      await bot.start();
      await ready();
      await expect.poll(() => posts("C2").join()).toContain("Step three.");
      await expect.poll(() => posts("DADA").join()).toContain("Watchpost can post there again.");
      await expect.poll(() => posts("C9").join()).toContain("Step three.");
      expect(await bot.stop()).toBe(0);
    }, 120_000);
  },
);
