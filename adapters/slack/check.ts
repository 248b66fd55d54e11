import type { webApi } from "@slack/bolt";
import type { ProbeResult } from "../../src/core/chat-adapter.ts";
import { barrierOf } from "../../src/core/way-out.ts";
import { codesOf, slackCodeOf } from "./errors.ts";
import type { Ourselves } from "./incoming.ts";
import { scopeNames, scopes } from "./scopes.ts";

/** Tries the tokens. Never rejects, and never shows one. */
export async function checkTokens(given: {
  client: webApi.WebClient;
  /** What stands for it. */
  appToken: string | undefined;
  learn(ourselves: Ourselves): void;
}): Promise<readonly ProbeResult[]> {
  const { client, appToken, learn } = given;
  let granted: readonly string[] | undefined;
  const bot = probe("Slack bot token", "slack.botToken", async () => {
    const { team, team_id, user, user_id, response_metadata: about } = await client.auth.test();
    learn({ team: team_id, botUser: user_id, name: user });
    granted = about?.scopes;
    return `Connected to the workspace ${team ?? team_id ?? "?"} as ${user ?? "the bot"}.`;
  }).then((result) => [result, ...probeScopes(granted)]);
  if (!appToken) return bot;
  const socket = probe("Slack Socket Mode", "slack.appToken", async () => {
    await client.apps.connections.open({ token: appToken });
    return "Slack gives out a connection.";
  });
  return [...(await bot), await socket];
}

/** What the token was granted, held against what the manifest asks for; nothing where Slack does not say it. */
function probeScopes(granted: readonly string[] | undefined): readonly ProbeResult[] {
  if (granted === undefined || granted.length === 0) return [];
  const subject = "Slack scopes";
  const missing = scopeNames.filter((name) => !granted.includes(name));
  if (missing.length > 0) {
    const without = missing.map((name) => `${name}: ${scopes[name]?.without ?? ""}`);
    return [
      {
        subject,
        ok: false,
        detail: `The app was not granted what its manifest asks for. ${without.join(" ")}`,
        fix: "Paste Watchpost's manifest into App Manifest in the app's settings, then install the app again under Install App.",
      },
    ];
  }
  const unused = granted.filter((name) => !scopeNames.includes(name));
  const more =
    unused.length > 0 ? `, and also what Watchpost does not use: ${unused.join(", ")}` : "";
  return [{ subject, ok: true, detail: `The app was granted what its manifest asks for${more}.` }];
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
    const barrier = barrierOf(error);
    if (barrier) return { detail: `Slack could not be asked: ${barrier.words}.`, fix: barrier.fix };
    const cause = codesOf(error).at(-1);
    return {
      detail: `Slack could not be asked${cause ? ` (${cause})` : ""}.`,
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
