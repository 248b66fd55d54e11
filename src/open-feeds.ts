import type { Clock } from "./core/clock.ts";
import type { Log } from "./core/log.ts";
import type { Store } from "./core/store.ts";
import { createFeedParser } from "./feeds/parser.ts";
import { createReader } from "./feeds/reader.ts";
import { createRunner, type Runner } from "./feeds/runner.ts";
import type { Network } from "./outgoing/network.ts";
import type { Settings } from "./settings.ts";
import { sources } from "./sources/index.ts";

/** The sources, read again and again. */
interface Feeds {
  readonly runner: Runner;
  close(): Promise<void>;
}

/** What reads the sources of the settings. */
export function openFeeds(
  settings: Settings,
  given: {
    store: Store;
    network: Network;
    clock: Clock;
    log: Log;
    version: string;
    onObserved: () => void;
  },
): Feeds {
  const { store, network, clock, log, version, onObserved } = given;
  const outgoing = { allow: settings.outgoing.allow, ...network };
  const parser = createFeedParser();
  const reader = createReader({ userAgent: `Watchpost/${version}`, outgoing, parser });
  const polled = sources.flatMap((source) => {
    const own = settings.sources[source.id];
    return own ? [{ source, settings: own }] : [];
  });
  const tenants = settings.tenants.map(({ name, domain, statusUrl }) => ({
    name,
    domain,
    ...(statusUrl ? { statusUrl } : {}),
  }));
  const runner = createRunner({ polled, tenants, reader, store, clock, log, onObserved });
  return {
    runner,
    async close() {
      await runner.settled();
      await reader.close();
      await parser.close();
    },
  };
}
