import { advisoriesSettings } from "./advisories.ts";
import { pretendTenant } from "./credentials.ts";

/** The same, with the tenant's log streamed in; to whom it is sent is known once the bot listens. */
export function streamedSettings(url: string) {
  const { tenants, ...others } = pretendSettings(url);
  const { logStream } = pretendTenant;
  return {
    ...others,
    tenants: tenants.map((tenant) => ({ ...tenant, logStream })),
    http: { host: "127.0.0.1", port: 0 },
  };
}

/** What the pretend world's process is told to send the log to a bot that listens on this port. */
export function streamOrder(port: number): string {
  const url = `http://127.0.0.1:${port}/auth0/logs/pretend`;
  return `${JSON.stringify({ stream: { url, token: pretendTenant.logStream.token } })}\n`;
}

/** The parts of a settings file that make Watchpost live in the pretend world at this address. */
export function pretendSettings(url: string) {
  const { domain, management, syntheticLogin } = pretendTenant;
  return {
    tenants: [
      {
        name: "pretend",
        domain,
        origin: url,
        plan: "essentials",
        management,
        syntheticLogin: { ...syntheticLogin, every: "10s" },
      },
    ],
    sources: {
      status: { url: `${url}/status/feed?domain={domain}`, every: "1s" },
      changelog: { url: `${url}/changelog/rss.xml`, every: "5s" },
      advisories: advisoriesSettings(url),
    },
  };
}

/** Somebody of each role to speak as on the page: ada an admin, bob and kim operators, eve a guest, all others viewers. */
export const pretendRoles = {
  access: {
    admins: ["local:user:ada"],
    operators: ["local:group:oncall", "local:channel:war-room"],
  },
  people: { groups: { oncall: ["bob", "kim"] }, guests: ["eve"] },
} as const;
