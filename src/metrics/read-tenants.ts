import { SECOND } from "../core/clock.ts";
import type { StreamRefusal } from "../core/log-streams.ts";
import type { LoginRun } from "../core/login.ts";
import type { Sample, World } from "./world.ts";

const all = <Item>(items: readonly Item[], read: (item: Item) => Promise<readonly Sample[]>) =>
  Promise.all(items.map(read)).then((found) => found.flat());

/** What is kept of each tenant's log, how it comes in, and how much may still be asked. */
export async function readLogs(world: World): Promise<readonly Sample[]> {
  const { streams, tenants } = world;
  const strangers: Sample = {
    name: "watchpost_stream_refused_total",
    labels: { tenant: "", reason: "no such stream" },
    value: streams.strangers()?.count ?? 0,
  };
  const each = await all(tenants, async ({ name }) => [
    ...quotaOf(name, world),
    ...streamOf(name, world),
    ...(await keptOf(name, world)),
  ]);
  const anyStream = tenants.some(({ name }) => streams.standing(name));
  return anyStream ? [strangers, ...each] : each;
}

function quotaOf(tenant: string, world: World): readonly Sample[] {
  const quota = world.tenant(tenant).quota();
  if (!quota) return [];
  const labels = { tenant };
  const full = world.clock.now() >= quota.resetsAt;
  const remaining = full ? quota.limit : quota.remaining;
  return [
    { name: "watchpost_auth0_quota_remaining", labels, value: remaining },
    { name: "watchpost_auth0_quota_limit", labels, value: quota.limit },
  ];
}

const reasons: readonly StreamRefusal[] = ["wrong token", "malformed", "too large", "not kept"];

function streamOf(tenant: string, { streams, logReading, clock }: World): readonly Sample[] {
  const standing = streams.standing(tenant);
  if (!standing) return [];
  const since = logReading(tenant)?.streamSilentSince;
  const labels = { tenant };
  return [
    ...reasons.map(
      (reason): Sample => ({
        name: "watchpost_stream_refused_total",
        labels: { tenant, reason },
        value: standing.refused[reason]?.count ?? 0,
      }),
    ),
    { name: "watchpost_stream_unreadable_total", labels, value: standing.bad?.count ?? 0 },
    { name: "watchpost_stream_silent_seconds", labels, value: since ? ago(since, clock.now()) : 0 },
  ];
}

/** What comes from a stream alone is never proved: nothing is said of it. */
async function keptOf(
  tenant: string,
  { archive, logReading, clock }: World,
): Promise<readonly Sample[]> {
  const reading = logReading(tenant);
  if (!reading) return [];
  const { proved, holes } = await archive.coverage(tenant);
  const labels = { tenant };
  const samples: Sample[] = [
    { name: "watchpost_log_holes", labels, value: holes.length },
    { name: "watchpost_log_reading_history", labels, value: Number(Boolean(reading.history)) },
    { name: "watchpost_log_reading_stuck", labels, value: Number(Boolean(reading.stuck)) },
  ];
  const newest = holes.at(-1)?.foundAt;
  if (newest) {
    const name = "watchpost_log_newest_hole_timestamp_seconds";
    samples.push({ name, labels, value: newest.getTime() / SECOND });
  }
  if (proved) {
    const name = "watchpost_log_archive_behind_seconds";
    samples.push({ name, labels, value: ago(proved.until, clock.now()) });
  }
  return samples;
}

/** The synthetic logins of tenants that have one. */
export function readLogins({ tenants, logins }: World): Promise<readonly Sample[]> {
  return all(tenants, async ({ name: tenant }) => {
    const standing = await logins.standing(tenant);
    if (!standing) return [];
    const [run] = await logins.latest(tenant, 1);
    return [
      sample("stopped", tenant, Number(standing.stopped !== undefined)),
      ...(standing.every ? [sample("every_seconds", tenant, standing.every / SECOND)] : []),
      ...(run ? lastOf(run) : []),
    ];
  });
}

function lastOf({ tenant, ok, steps, at }: LoginRun): readonly Sample[] {
  const took = steps.reduce((sum, { ms }) => sum + ms, 0);
  return [
    sample("success", tenant, Number(ok)),
    sample("duration_seconds", tenant, took / SECOND),
    sample("timestamp_seconds", tenant, at.getTime() / SECOND),
  ];
}

type LoginFigure =
  | "stopped"
  | "every_seconds"
  | "success"
  | "duration_seconds"
  | "timestamp_seconds";

const sample = (figure: LoginFigure, tenant: string, value: number): Sample => ({
  name: `watchpost_synthetic_login_${figure}`,
  labels: { tenant },
  value,
});

const ago = (at: Date, now: Date): number => Math.max(0, (now.getTime() - at.getTime()) / SECOND);
