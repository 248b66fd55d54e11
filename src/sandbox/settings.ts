import { advisoriesSettings } from "./advisories.ts";
import { pretendTenant } from "./credentials.ts";

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
