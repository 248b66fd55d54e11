import { partsOf } from "../core/address.ts";
import { SECOND } from "../core/clock.ts";
import { targetsOf } from "../core/freshness.ts";
import { unreadMs } from "../core/standing.ts";
import { backlogStates } from "../core/store.ts";
import { within } from "../core/within.ts";
import { readAudit, readFiles } from "./read-keeping.ts";
import { readLogins, readLogs } from "./read-tenants.ts";
import type { Sample, World } from "./world.ts";

/** What does not answer within so long is left out: a scrape waits for nothing else. */
const patienceMs = 3 * SECOND;

/** Every figure that can be had now. Never rejects. */
export async function readWorld(world: World): Promise<readonly Sample[]> {
  const readers = [
    readStanding,
    readBacklog,
    readPauses,
    readSources,
    readLogs,
    readLogins,
    readFiles,
    readAudit,
  ];
  const found = await Promise.all(
    readers.map((read) =>
      within(
        read(world).catch(() => []),
        { clock: world.clock, ms: patienceMs },
      ),
    ),
  );
  return found.flatMap((samples) => samples ?? []);
}

async function readStanding({ standing }: World): Promise<readonly Sample[]> {
  return standing.parts().map(({ part, ready }) => ({
    name: "watchpost_ready",
    labels: { part },
    value: Number(ready),
  }));
}

/** Also what there is none of: a figure that comes and goes cannot be held against a limit. */
async function readBacklog({ store, platforms, clock }: World): Promise<readonly Sample[]> {
  const now = clock.now();
  const backlog = await store.outbox.backlog(now);
  return platforms.flatMap((platform) =>
    backlogStates.flatMap((state): readonly Sample[] => {
      const found = backlog.find((one) => one.platform === platform && one.state === state);
      const labels = { platform, state };
      const waits = found ? seconds(now.getTime() - found.oldest.getTime()) : 0;
      return [
        { name: "watchpost_deliveries", labels, value: found?.count ?? 0 },
        { name: "watchpost_oldest_undelivered_seconds", labels, value: waits },
      ];
    }),
  );
}

async function readPauses({ store, platforms }: World): Promise<readonly Sample[]> {
  const conditions = await store.subscriptions.conditions();
  const paused = conditions.filter((one) => one.paused !== undefined);
  return platforms.map((platform) => ({
    name: "watchpost_paused_conversations",
    labels: { platform },
    value: paused.filter(({ conversation }) => partsOf(conversation).platform === platform).length,
  }));
}

async function readSources(world: World): Promise<readonly Sample[]> {
  const { since, clock, sources } = world;
  const oldest = new Map<string, Sample>();
  for (const target of await targetsOf(world)) {
    const { source, tenant = "" } = target;
    const value = seconds(unreadMs(target, { since, now: clock.now() }));
    const known = oldest.get(`${source} ${tenant}`);
    if (known && known.value >= value) continue;
    const labels = { source, tenant };
    oldest.set(`${source} ${tenant}`, { name: "watchpost_source_age_seconds", labels, value });
  }
  const limits = sources.filter(({ polled }) => polled !== false);
  return [
    ...oldest.values(),
    ...limits.map(
      ({ id, staleAfter }): Sample => ({
        name: "watchpost_source_stale_after_seconds",
        labels: { source: id },
        value: seconds(staleAfter),
      }),
    ),
  ];
}

const seconds = (ms: number): number => Math.max(0, ms / SECOND);
