import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMessage } from "../fakes/teams/reading.ts";
import { type FakeTeams, startFakeTeams } from "../fakes/teams/teams.ts";
import { ada } from "../fakes/teams/world.ts";
import { createBotProcess, serveFeeds } from "./bot-process.ts";
import { freePort } from "./free-port.ts";
import { atomOf, type Incident } from "./status-feed.ts";

const incident: Incident = {
  id: "i1",
  title: "Elevated errors at login",
  updated: "2026-11-20T11:00:00Z",
  updates: [{ at: "Nov 20, 10:00 UTC", status: "Investigating", text: "Step one." }],
};

describe("a form in Teams, through the built bot", () => {
  let teams: FakeTeams;
  let feeds: Awaited<ReturnType<typeof serveFeeds>>;
  let bot: ReturnType<typeof createBotProcess>;

  beforeAll(async () => {
    feeds = await serveFeeds();
    const port = await freePort();
    teams = await startFakeTeams({ deliverTo: `http://127.0.0.1:${port}/api/messages` });
    bot = createBotProcess((localPort) => ({
      tenants: [{ name: "prod", domain: "acme.us.auth0.com" }],
      sources: {
        status: { url: `${feeds.url}/status.xml`, page: false, every: "1s" },
        changelog: { url: `${feeds.url}/none`, every: "1d" },
        advisories: { okta: false },
      },
      http: { host: "127.0.0.1", port },
      teams: teams.section,
      local: { enabled: true, port: localPort },
      access: { operators: [`teams:user:${ada.aadObjectId}`] },
    }));
    feeds.show("/status.xml", atomOf([]));
    await bot.start();
  }, 120_000);
  afterAll(async () => {
    await bot.close();
    await Promise.all([teams.close(), feeds.close()]);
  });

  const dialog = () => JSON.stringify(teams.dialogs.shownTo() ?? null);
  const told = () => teams.world.messages.map((message) => readMessage(message)).join("\n");

  it("says beside the field what is wrong, subscribes, and what is subscribed is told", async () => {
    await expect.poll(() => feeds.reads("/status.xml")).toBeGreaterThan(1);
    await teams.say("subscribe");
    await expect.poll(told).toContain("Fill in a form");
    await teams.press("Fill in a form");
    expect(dialog()).toContain("How loud");
    await teams.dialogs.submit({ Source: "A feed of your own" });
    expect(dialog()).toContain("Say which feed it shall read");
    await teams.dialogs.submit({
      Source: "Auth0 status",
      "How loud": "A card only, edited in place",
    });
    expect(dialog()).toBe("null");
    await expect.poll(told).toContain("This conversation now follows Auth0 status");
    feeds.show("/status.xml", atomOf([incident]));
    await expect.poll(told).toContain("Elevated errors at login");
    expect(teams.world.messages.at(-1)).toMatchObject({ onlyFor: undefined, thread: undefined });
  });

  it("is answered although the bot was killed between its opening and its submission", async () => {
    await teams.press("Fill in a form");
    expect(dialog()).toContain("How loud");
    await bot.kill();
    await bot.start();
    await teams.dialogs.submit({ Source: "Auth0 change log" });
    await expect.poll(told).toContain("This conversation now follows Auth0 change log");
  });

  it("says what lets it into a channel that it is not in, where the shortcut was chosen", async () => {
    const channel = "19:dev@thread.tacv2";
    Object.assign(teams.world.conversations.get(channel) ?? {}, { installed: false });
    await teams.shortcut("subscribe_channel", channel);
    await teams.dialogs.submit({ Source: "Auth0 status" });
    await expect.poll(told).toContain("Add the app to the team or chat, or mention it there once");
    expect(teams.world.messages.at(-1)).toMatchObject({ conversation: "a:ada" });
  });
});
