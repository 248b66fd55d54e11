import { setTimeout as after } from "node:timers/promises";
import type { ProbeResult } from "../../src/core/chat-adapter.ts";
import { SECOND } from "../../src/core/clock.ts";
import { sayCount } from "../../src/core/say.ts";
import { type PartName, type Tenant, TenantError } from "../../src/core/tenant.ts";
import { logs, parts } from "./scopes.ts";
import type { Auth0Tenant } from "./tenant.ts";

type Probed = Tenant & Partial<Pick<Auth0Tenant, "granted">>;

/**
 * Tries a tenant's credentials: whether Auth0 accepts them, which scopes are missing and what cannot be read without, and
 * how much of the quota is left. A handful of requests; ends within ten seconds and never rejects.
 */
export async function probeTenant(
  tenant: Probed,
  timeoutMs = 10 * SECOND,
): Promise<readonly ProbeResult[]> {
  const subject = `Tenant ${tenant.name}`;
  const late = new AbortController();
  const tooLate = after(timeoutMs, slow(subject), { signal: late.signal, ref: false });
  tooLate.catch(() => {});
  try {
    return await Promise.race([probe(tenant, subject), tooLate]);
  } finally {
    late.abort();
  }
}

const slow = (subject: string): readonly ProbeResult[] => [
  {
    subject,
    ok: false,
    detail: "The Management API did not answer in time.",
    fix: "Look at Auth0's status; if that is well, see whether this machine reaches the tenant.",
  },
];

async function probe(tenant: Probed, subject: string): Promise<readonly ProbeResult[]> {
  const troubles = await Promise.all([
    troubleOf(() => tenant.read("settings")),
    troubleOf(() => tenant.logs({ terms: [] }, { page: 0, size: 1 })),
  ]);
  const graver = troubles.find((trouble) => trouble && !tellsOfScopes(trouble));
  if (graver) return [said(subject, graver)];
  await renewed(tenant);
  const granted = tenant.granted?.();
  const lacking = granted
    ? missing(subject, granted)
    : troubles.flatMap((trouble) => (trouble ? [said(subject, trouble)] : []));
  return [accepted(tenant, subject), ...lacking];
}

/** A scope may have been granted since the token was had: asking for what takes it gets a new one, if the token is not new. */
async function renewed(tenant: Probed): Promise<void> {
  const granted = tenant.granted?.();
  const lacking = Object.entries(parts).find(([, { scopes }]) =>
    scopes.some((scope) => granted && !granted.includes(scope)),
  );
  if (lacking) await troubleOf(() => tenant.read(lacking[0] as PartName));
}

async function troubleOf(ask: () => Promise<unknown>): Promise<TenantError | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (error instanceof TenantError) return error;
    throw error;
  }
}

/** Auth0 accepted the credentials, but not for everything. */
const tellsOfScopes = ({ reason }: TenantError): boolean =>
  reason === "scope" || reason === "entitlement";

/** Without credentials a tenant is none the worse: not everybody wants its logs. */
const said = (subject: string, { reason, message, fix }: TenantError): ProbeResult => ({
  subject,
  ok: reason === "not configured",
  detail: message,
  fix,
});

function accepted(tenant: Tenant, subject: string): ProbeResult {
  const quota = tenant.quota();
  const left = quota ? ` ${quota.remaining} of ${sayCount(quota.limit, "request")} are left.` : "";
  return { subject, ok: true, detail: `Auth0 accepts the credentials.${left}` };
}

function missing(subject: string, granted: readonly string[]): readonly ProbeResult[] {
  const all = [...Object.values(parts), logs];
  const scopes = [...new Set(all.flatMap((wanted) => wanted.scopes))];
  return scopes
    .filter((scope) => !granted.includes(scope))
    .map((scope) => {
      const needing = all.filter((wanted) => wanted.scopes.includes(scope));
      const what = needing.map((wanted) => wanted.what).join(", ");
      return {
        subject,
        ok: false,
        detail: `Watchpost's application lacks the scope ${scope}, so these cannot be read: ${what}.`,
        fix: `In Auth0 grant ${scope} to it, under Applications, APIs, Auth0 Management API, Machine to Machine Applications; then ask again in five minutes.`,
      };
    });
}
