import type { CommandContext } from "../core/command.ts";
import { sayAge, sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import type { Figures, NotHad } from "../core/figures.ts";
import { sayCount, sayList } from "../core/say.ts";
import type { Quota } from "../core/tenant.ts";
import type { Finding } from "./doctor-finding.ts";

/** Each costs of its tenant's quota. */
const mostAsked = 10;
/** Of what may be asked: less than this is soon used up. */
const low = 0.1;

/** What the tenants let the bot read, and how much of what it may ask is left. */
export interface TenantsSeen {
  readonly findings: readonly Finding[];
  /** Nothing is wrong with them; more could be said if they were set up. */
  readonly withoutCredentials: readonly string[];
}

export async function tenantsSeen(context: CommandContext): Promise<TenantsSeen> {
  const { tenants, figures, now } = context;
  const seen = await Promise.all(
    tenants.slice(0, mostAsked).map(async ({ name }) => {
      const missing = missingOf(await figures.read(name));
      return { name, missing, quota: context.tenant(name).quota() };
    }),
  );
  const set = seen.filter(({ missing }) => missing?.reason !== "not configured");
  return {
    findings: set.flatMap(({ name, missing, quota }) => [
      ...logOf(name, missing),
      ...quotaOf(name, quota, now),
    ]),
    withoutCredentials: seen.filter((one) => !set.includes(one)).map(({ name }) => name),
  };
}

const missingOf = ({ failedLogins, limits }: Figures): NotHad | undefined =>
  failedLogins.missing ?? limits.missing;

/** "Not set up for prod and dev: reading the log and the settings (management)." */
export function sayWithout(names: readonly string[]): string {
  const more = names.length - mostAsked;
  const shown = more > 0 ? [...names.slice(0, mostAsked), `${more} more`] : names;
  return `Not set up for ${sayList(shown)}: reading the tenant's log and settings (management).`;
}

/** What the tenants' probes cannot tell: that an answer came too late, or that too much was asked. */
function logOf(name: string, missing: NotHad | undefined): readonly Finding[] {
  if (missing?.reason !== "late" && missing?.reason !== "throttled") return [];
  const detail = excerpt(oneLine(missing.why), 300);
  const fix = excerpt(oneLine(missing.fix), 300);
  return [{ tone: "warning", subject: `Log of ${name}`, detail, fix }];
}

/** Only when it runs low. What was told of a time that is over says nothing any more. */
function quotaOf(name: string, quota: Quota | undefined, now: Date): readonly Finding[] {
  if (!quota || quota.resetsAt <= now || quota.remaining > low * quota.limit) return [];
  const { limit, remaining, resetsAt, toldAt } = quota;
  const subject = `Quota of ${name}`;
  const left = `${remaining} of ${sayCount(limit, "request")} left, told ${sayAge(toldAt, now)}`;
  const detail = `${left}; more in ${sayDuration(resetsAt.getTime() - now.getTime())}`;
  const fix =
    "Watchpost waits by itself. If it goes on, see who else asks the Management API so often: limits.";
  return [{ tone: "warning", subject, detail, fix }];
}
