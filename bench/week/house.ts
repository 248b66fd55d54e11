import { join } from "node:path";
import { openTenant } from "../../src/sandbox/tenant/tenant.ts";
import { freePort } from "../../test/e2e/free-port.ts";
import { createLogSource, type LogSource } from "../../test/fakes/auth0/log-source.ts";
import { clientId, clientSecret, startFakeAuth0 } from "../../test/fakes/auth0/server.ts";
import { type FakeSlack, fakeSecrets, startFakeSlack } from "../../test/fakes/slack/slack.ts";
import { type FakeTeams, startFakeTeams } from "../../test/fakes/teams/teams.ts";
import { type Bot, startBot } from "../bot.ts";
import { type Dependency, serveDependency } from "../counting.ts";
import type { Dice } from "../logs/dice.ts";
import { tenantSettings } from "../tenant.ts";
import { subscriptions } from "./followed.ts";
import { type IncidentFeed, serveIncidents } from "./incidents.ts";
import { access } from "./people.ts";
import type { World } from "./world.ts";

export const token = "a-token-of-the-stream-for-benches-only";

/** All that the bot speaks to, and the way to start it. */
export interface House {
  readonly slack: FakeSlack;
  readonly teams: FakeTeams;
  readonly incidents: IncidentFeed;
  /** The log of the tenant that has no stream. */
  readonly source: LogSource;
  readonly localUrl: string;
  readonly streamUrl: string;
  readonly config: string;
  readonly archive: string;
  /** From the next start on Slack is spoken to over a socket, or over HTTP. */
  overSocket(is: boolean): void;
  start(begun?: (kill: () => Promise<void>) => void): Promise<Bot>;
  close(): Promise<void>;
}

export async function openHouse(
  folder: string,
  { world, dice }: { world: World; dice: Dice },
): Promise<House> {
  const now = () => world.now().getTime();
  const slack = await startFakeSlack({ now });
  const teams = await startFakeTeams({ now });
  const incidents = await serveIncidents(world, dice);
  const prod = await serveProd(world);
  const source = createLogSource({ now: world.now });
  const edge = await startFakeAuth0({ log: source });
  const [port, localPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  slack.settings.deliverTo = `${url}/slack/events`;
  teams.settings.deliverTo = `${url}/api/messages`;
  let socket = false;
  const settings = () => ({
    ...aboutTenants(prod, edge.origin),
    ...aboutSources(incidents),
    access,
    slack: slackSettings(slack, socket),
    teams: teams.section,
    local: { enabled: true, port: localPort },
  });
  return {
    slack,
    teams,
    incidents,
    source,
    localUrl: `http://127.0.0.1:${localPort}`,
    streamUrl: `${url}/auth0/logs/prod`,
    config: join(folder, "watchpost.yaml"),
    archive: join(folder, "watchpost-logs.db"),
    overSocket(is) {
      socket = is;
    },
    start: (begun) =>
      startBot(settings(), { folder, port, imports: world.imports, ...(begun ? { begun } : {}) }),
    async close() {
      for (const one of [slack, teams, incidents, prod, edge]) await one.close();
    },
  };
}

async function serveProd(world: World): Promise<Dependency> {
  const tenant = await openTenant({}, { began: world.now(), clock: world });
  return serveDependency((request, response) => tenant.answer(request, response));
}

const slackSettings = ({ apiUrl }: FakeSlack, socket: boolean): object => {
  const { botToken, appToken, signingSecret } = fakeSecrets;
  return { botToken, apiUrl, ...(socket ? { appToken } : { signingSecret }) };
};

const aboutTenants = (prod: Dependency, edge: string): object => ({
  tenants: [
    { ...tenantSettings(prod), logStream: { token }, logs: { read: false } },
    {
      name: "edge",
      domain: "edge.us.auth0.com",
      origin: edge,
      plan: "enterprise",
      management: { clientId, clientSecret },
    },
  ],
});

const aboutSources = ({ url }: IncidentFeed): object => ({
  sources: {
    status: { url: `${url}/feed`, page: false, every: "1s" },
    changelog: { url: `${url}/changes`, every: "1h" },
    advisories: { okta: false },
  },
  subscriptions,
});
