import { serveFeeds } from "../e2e/bot-process.ts";
import { atomOf } from "../e2e/status-feed.ts";
import { clientId, clientSecret, startFakeAuth0 } from "../fakes/auth0/server.ts";
import { fakeSecrets, startFakeSlack } from "../fakes/slack/slack.ts";
import { startFakeTeams } from "../fakes/teams/teams.ts";
import type { Outside } from "./sandbox.ts";

type Section = Readonly<Record<string, unknown>>;

/** A Slack, a Teams and an Auth0 on loopback, for the settings that a page shows. */
export async function openOutside(): Promise<Outside & { close(): Promise<void> }> {
  const [slack, teams, auth0] = await Promise.all([
    startFakeSlack(),
    startFakeTeams(),
    startFakeAuth0(),
  ]);
  const feeds = await serveFeeds();
  feeds.show("/status.xml", atomOf([]));
  feeds.show(
    "/changelog.xml",
    "<rss version='2.0'><channel><title>Changes</title></channel></rss>",
  );
  const sources = {
    status: { url: `${feeds.url}/status.xml`, page: false },
    changelog: { url: `${feeds.url}/changelog.xml` },
    advisories: { okta: false },
  };
  return {
    environment: {
      SLACK_BOT_TOKEN: fakeSecrets.botToken,
      SLACK_APP_TOKEN: fakeSecrets.appToken,
      SLACK_SIGNING_SECRET: fakeSecrets.signingSecret,
      MICROSOFT_APP_ID: teams.section.appId,
      MICROSOFT_APP_PASSWORD: teams.section.appPassword,
      MICROSOFT_APP_TENANT_ID: teams.section.tenantId,
      AUTH0_CLIENT_SECRET: clientSecret,
      AUTH0_LOG_STREAM_TOKEN: "a-token-of-the-stream-for-tests-only",
      AUTH0_LOGIN_CLIENT_SECRET: "x",
      AUTH0_LOGIN_PASSWORD: "x",
      LOG_HASH_KEY: "a-key-for-hashes-for-tests-only",
    },
    replace(settings) {
      const {
        slack: inSlack,
        teams: inTeams,
        tenants,
      } = settings as Readonly<Record<string, Section | readonly Section[] | undefined>>;
      return {
        ...settings,
        sources,
        tenants: (tenants as readonly Section[]).map((tenant) => ({
          domain: "acme.us.auth0.com",
          ...tenant,
          origin: auth0.origin,
          ...(tenant.management ? { management: { clientId, clientSecret } } : {}),
        })),
        ...(inSlack ? { slack: { ...inSlack, apiUrl: slack.apiUrl } } : {}),
        ...(inTeams ? { teams: { ...teams.section, ...inTeams } } : {}),
      };
    },
    async close(): Promise<void> {
      await Promise.all([slack.close(), teams.close(), auth0.close(), feeds.close()]);
    },
  };
}
