import { describe, expect, it } from "vitest";
import { happenings } from "../../adapters/slack/happenings.ts";
import { slack } from "../../adapters/slack/index.ts";
import { slackManifest } from "../../adapters/slack/manifest.ts";
import { groupEvents } from "../../adapters/slack/user-groups.ts";
import { eventScopes } from "../../scripts/slack-event-scopes.ts";

describe("the manifest for Slack", () => {
  it.each(["http", "socket"] as const)(
    "asks for exactly the events that are handled: %s",
    (variant) => {
      const { bot_events: events } = slackManifest(variant).settings.event_subscriptions;
      const handled = ["app_home_opened", ...happenings, ...groupEvents, "app_mention"];
      expect([...events].sort()).toEqual(handled.sort());
    },
  );

  it("asks for what lets in each event that it is to be told of", () => {
    const { bot: scopes } = slackManifest("http").oauth_config.scopes;
    const { bot_events: events } = slackManifest("http").settings.event_subscriptions;
    const shutOut = events.filter((event) => {
      const keys = eventScopes[event];
      return keys === undefined || keys.some((key) => !scopes.includes(key));
    });
    expect(shutOut).toEqual([]);
  });

  it("leaves people the box in which they type the command in a direct message", () => {
    const { app_home: home } = slackManifest("http").features;
    expect(home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  it("asks for no scope to read what people write", () => {
    const { bot } = slackManifest("http").oauth_config.scopes;
    expect(bot.filter((scope) => /history|email|profile|files:read|join/.test(scope))).toEqual([]);
    expect(bot).toEqual(expect.arrayContaining(["commands", "chat:write", "app_mentions:read"]));
  });

  it("has an address for HTTP alone", () => {
    expect(JSON.stringify(slackManifest("http"))).toContain("https://YOUR-HOST/slack/events");
    expect(JSON.stringify(slackManifest("socket"))).not.toContain("http");
    expect(slackManifest("socket").settings.socket_mode_enabled).toBe(true);
  });

  it("keeps Slack's limits", () => {
    const { display_information: display, features } = slackManifest("http", { command: "/watch" });
    expect(display.name.length).toBeLessThanOrEqual(35);
    expect(display.description.length).toBeLessThanOrEqual(140);
    expect(features.slash_commands).toMatchObject([{ command: "/watch", should_escape: true }]);
  });
});

describe("Slack's settings", () => {
  const problems = (given: object) =>
    (slack.settings.safeParse(given).error?.issues ?? []).map(({ path, message }) => [
      path.join("."),
      message,
    ]);

  it("need a bot token, and a signing secret or an app token", () => {
    expect(problems({ botToken: "xoxb-1", signingSecret: "s" })).toEqual([]);
    expect(problems({ botToken: "xoxb-1", appToken: "xapp-1" })).toEqual([]);
    expect(problems({ botToken: "xoxb-1" })).toEqual([
      ["signingSecret", expect.stringContaining("appToken")],
    ]);
    expect(problems({ signingSecret: "s" })).toMatchObject([["botToken", expect.any(String)]]);
  });

  it("never print a secret, right or wrong", () => {
    const parsed = slack.settings.parse({ botToken: "xoxb-1-topsecret", appToken: "xapp-1" });
    expect(JSON.stringify(parsed)).not.toContain("topsecret");
    const wrong = slack.settings.safeParse({ botToken: "xoxb-1-topsecret", command: "auth0" });
    expect(JSON.stringify(wrong.error)).not.toContain("topsecret");
  });

  it.each(["auth0", "/Auth0", "/a b", `/${"x".repeat(40)}`])(
    "refuse %s as a command",
    (command) => {
      expect(problems({ botToken: "x", appToken: "y", command })).toMatchObject([
        ["command", expect.any(String)],
      ]);
    },
  );
});
