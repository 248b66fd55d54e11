import { systemClock } from "../../src/clock.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { pretendSettings } from "../../src/sandbox/settings.ts";
import { createBotProcess, serveFeeds } from "../e2e/bot-process.ts";
import { freePort } from "../e2e/free-port.ts";
import { atomOf, type Incident } from "../e2e/status-feed.ts";
import { ada, tenant } from "./cast.ts";
import { startPlayground } from "./program.ts";

/** The built bot in the Playground, which knows no tokens: so the bot serves this machine alone, unauthenticated. */
export async function openBench() {
  const feeds = await serveFeeds();
  const show = (...incidents: readonly Incident[]) => feeds.show("/status.xml", atomOf(incidents));
  show();
  const began = new Date(Date.now() - 10 * MINUTE);
  const sandbox = await startSandbox({ port: 0, began, clock: systemClock });
  const port = await freePort();
  const { tenants, sources } = pretendSettings(sandbox.url);
  const bot = createBotProcess((localPort) => ({
    // Nothing is run by itself: what is asked is all that is seen.
    tenants: tenants.map(({ syntheticLogin: { every: _, ...login }, ...rest }) => ({
      ...rest,
      name: "prod",
      syntheticLogin: login,
    })),
    sources: {
      ...sources,
      status: { url: `${feeds.url}/status.xml`, page: false, every: "1s" },
    },
    http: { host: "127.0.0.1", port },
    teams: { allowUnauthenticatedLoopback: true, tenantId: tenant },
    local: { enabled: true, port: localPort },
    access: { operators: [`teams:user:${ada.aadObjectId}`] },
  }));
  const [playground] = await Promise.all([
    startPlayground(`http://127.0.0.1:${port}/api/messages`),
    bot.start(),
  ]);
  while (feeds.reads("/status.xml") < 2) await new Promise((tick) => setTimeout(tick, 20));
  return {
    url: playground.url,
    bot,
    show,
    async close(): Promise<void> {
      await bot.close();
      await Promise.all([playground.close(), sandbox.close(), feeds.close()]);
    },
  };
}
