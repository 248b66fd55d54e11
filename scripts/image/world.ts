import { setTimeout as after } from "node:timers/promises";
import { type CountingPlatforms, startPlatforms } from "../../bench/counting.ts";
import { serveStatus } from "../../bench/feed-server.ts";
import {
  authorizationFor,
  operators,
  type Shot,
  signingSecret,
  slackShot,
  teamsShots,
} from "../../bench/shots.ts";
import { teamsSettings } from "../../bench/teams.ts";
import { serveTenant, tenantSettings } from "../../bench/tenant.ts";
import { freePort } from "../../test/e2e/free-port.ts";

/** Everybody a bot with all platforms speaks to, on loopback, and its settings for that. */
export interface World {
  readonly settings: object;
  /** What the settings name, by its variable. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Of the bot's public server. */
  readonly port: number;
  /** Says `status` in the web chat, and gives what is answered. */
  askLocally(address: string): Promise<string>;
  /** Whether a line that Slack signed is answered there. */
  askSlack(): Promise<boolean>;
  askTeams(): Promise<boolean>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const platforms = await startPlatforms();
  const status = await serveStatus();
  const auth0 = await serveTenant();
  const port = await freePort();
  const { url } = platforms;
  const bot = `http://127.0.0.1:${port}`;
  return {
    port,
    secrets: { SLACK_BOT_TOKEN: "xoxb-bench", SLACK_SIGNING_SECRET: signingSecret },
    settings: {
      tenants: [tenantSettings(auth0)],
      sources: {
        status: { url: `${status.url}/feed?domain={domain}`, page: false, every: "1m" },
        changelog: { url: `${status.url}/feed` },
        advisories: { url, okta: false },
      },
      access: { operators: [...operators] },
      http: { host: "127.0.0.1", port },
      local: { enabled: true, port: 0 },
      slack: {
        botToken: variable("SLACK_BOT_TOKEN"),
        signingSecret: variable("SLACK_SIGNING_SECRET"),
        apiUrl: `${url}/api/`,
      },
      teams: teamsSettings(url),
    },
    askLocally,
    askSlack: () =>
      ask(platforms, `${bot}/slack/events`, "line000001", slackShot("line000001", 0, url)),
    askTeams: () => {
      const shot = teamsShots(url, authorizationFor(url))("line000002", 1);
      return ask(platforms, `${bot}/api/messages`, "line000002", shot);
    },
    async close() {
      for (const part of [platforms, status, auth0]) await part.close();
    },
  };
}

/** As settings name a secret. */
const variable = (name: string): string => `\${${name}}`;

const patienceMs = 30_000;

/** Until something comes, or for as long as one has patience. */
async function awaited<Found>(look: () => Promise<Found> | Found): Promise<Found> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found || performance.now() > until) return found;
    await after(50);
  }
}

async function ask(
  { shown }: CountingPlatforms,
  address: string,
  id: string,
  { headers, body }: Shot,
): Promise<boolean> {
  const { status } = await fetch(address, { method: "POST", headers, body });
  return status === 200 && awaited(() => shown.has(id));
}

async function askLocally(address: string): Promise<string> {
  const said = await fetch(`${address}/api/local/lines`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ conversation: "ops", person: "ada", line: "status" }),
  });
  const { id } = (await said.json()) as { id: string };
  const answer = await awaited(async () => {
    const messages = await fetch(`${address}/api/local/conversations/ops/messages?as=ada`);
    const all = (await messages.json()) as readonly { inAnswerTo: string; pending: boolean }[];
    return all.find(({ inAnswerTo, pending }) => inAnswerTo === id && !pending);
  });
  return JSON.stringify(answer ?? "");
}
