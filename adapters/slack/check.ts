import type { webApi } from "@slack/bolt";
import type { ProbeResult } from "../../src/core/chat-adapter.ts";
import type { Secret } from "../../src/core/secret.ts";
import { deliveryErrorOf, slackCodeOf } from "./errors.ts";

/** Tries the tokens. Never rejects, and never shows one. */
export async function checkTokens(given: {
  client: webApi.WebClient;
  appToken: Secret | undefined;
  learn(ourselves: { team: string | undefined; botUser: string | undefined }): void;
}): Promise<readonly ProbeResult[]> {
  const { client, appToken, learn } = given;
  const bot = probe("Slack bot token", "slack.botToken", async () => {
    const { team, team_id, user, user_id } = await client.auth.test();
    learn({ team: team_id, botUser: user_id });
    return `Connected to the workspace ${team ?? team_id ?? "?"} as ${user ?? "the bot"}.`;
  });
  if (!appToken) return [await bot];
  const socket = probe("Slack Socket Mode", "slack.appToken", async () => {
    await client.apps.connections.open({ token: appToken.reveal() });
    return "Slack gives out a connection.";
  });
  return Promise.all([bot, socket]);
}

async function probe(
  subject: string,
  setting: string,
  ask: () => Promise<string>,
): Promise<ProbeResult> {
  try {
    return { subject, ok: true, detail: await ask() };
  } catch (error) {
    return { subject, ok: false, ...explain(error, setting) };
  }
}

function explain(error: unknown, setting: string): { detail: string; fix: string } {
  const code = slackCodeOf(error);
  if (code === undefined) {
    return {
      detail: deliveryErrorOf(error, "Slack").message.replace("a message for Slack", "a question"),
      fix: "Check that this machine reaches slack.apiUrl, and Slack's status page.",
    };
  }
  if (code === "missing_scope" && setting === "slack.appToken") {
    return {
      detail: "The app token lacks the scope connections:write.",
      fix: "Make a new app-level token with connections:write and put it into slack.appToken.",
    };
  }
  return {
    detail: `Slack does not accept ${setting}${/^\w{1,60}$/.test(code) ? ` (${code})` : ""}.`,
    fix: `Put a working token into ${setting}; in Slack it is under ${whereToFind[setting]}.`,
  };
}

const whereToFind: Readonly<Record<string, string>> = {
  "slack.botToken": "OAuth & Permissions, and begins with xoxb-",
  "slack.appToken": "Basic Information, App-Level Tokens, and begins with xapp-",
};
