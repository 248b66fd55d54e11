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

describe.each(["http", "socket"] as const)(
  "a form in Slack over %s, through the built bot",
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
    const modal = () => JSON.stringify(slack.views.shownTo("UADA")?.content ?? null);
    const told = () => slack.world.operations.map(({ text }) => text).join("\n");

    it("says beside the field what is wrong, subscribes, and what is subscribed is told", async () => {
      await ready();
      await expect.poll(() => feeds.reads("/status.xml")).toBeGreaterThan(1);
      await slack.type("help subscribe");
      await expect.poll(told).toContain("Fill in a form");
      await slack.press("Fill in a form");
      await expect.poll(modal).toContain("How loud");
      await slack.submit({ Source: "A feed of your own" });
      expect(slack.views.shownTo("UADA")?.errors.feed).toContain("Say which feed it shall read");
      await slack.submit({ Source: "Auth0 status", "How loud": "A card only, edited in place" });
      expect(modal()).toBe("null");
      await expect.poll(told).toContain("This conversation now follows Auth0 status");
      feeds.show("/status.xml", atomOf([incident]));
      await expect
        .poll(() =>
          slack.world.operations.filter(({ op, channel }) => op === "post" && channel === "C1"),
        )
        .toMatchObject([{ text: expect.stringContaining("Elevated errors at login") }]);
    });

    it("is answered although the bot was killed between its opening and its submission", async () => {
      await slack.press("Fill in a form");
      await expect.poll(modal).toContain("How loud");
      await bot.kill();
      await bot.start();
      await ready();
      expect(await slack.submit({ Source: "Auth0 change log" })).toMatchObject({ status: 200 });
      await expect.poll(told).toContain("This conversation now follows Auth0 change log");
    });

    it("is answered although the bot was killed after it had acknowledged it", async () => {
      await slack.shortcut("subscribe_channel");
      await expect.poll(modal).toContain("conversations_select");
      for (const method of ["response_url", "chat.postEphemeral", "chat.postMessage"]) {
        slack.fail({ kind: "500", method, times: 100 });
      }
      const before = slack.calls.length;
      const values = {
        Channel: "C1",
        Source: "Auth0 status",
        "How loud": "A card, and updates in its thread",
      };
      expect(await slack.submit(values)).toMatchObject({ status: 200 });
      await expect.poll(() => slack.calls.slice(before)).toContain("response_url");
      await bot.kill();
      slack.faults.clear();
      await bot.start();
      await expect.poll(told).toMatch(/follows Auth0 status in (another|just this) way/);
    });

    it("says what lets it into a channel that it is not in, where the shortcut chose one", async () => {
      slack.setChannel("C2", "not-a-member");
      await slack.shortcut("subscribe_channel");
      await expect.poll(modal).toContain("conversations_select");
      const before = slack.world.operations.length;
      await slack.submit({ Channel: "C2", Source: "Auth0 status" });
      const answers = () =>
        slack.world.operations
          .slice(before)
          .filter(({ user, channel }) => user === "UADA" || channel === "DADA")
          .map(({ text }) => text)
          .join("\n");
      await expect.poll(answers).toContain("/invite");
    });
  },
);
